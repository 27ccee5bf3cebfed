import { outgoing, type OutgoingMessage } from "@openledger/client";
import { MsgSubmitProposal, MsgSubmitProposalResponse } from "@openledger/messages/cosmos/gov/v1";
import {
  DisputeOutcome,
  DisputeRemedy,
  MsgDecideAppeal,
  MsgDecideDispute,
  QueryService as DatanetQuery,
} from "@openledger/messages/openledger/datanet/v1";
import { addressFromBytes, assertDefined, toUtf8 } from "@openledger/primitives";
import { Option, type Command } from "commander";
import { withSignFlags, type SignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parseCoin, parseCount, parseId, parsePair } from "../../cli/parse-arguments.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";

interface GovernanceFlags extends SignFlags {
  readonly deposit?: string;
  readonly summary: string;
}

interface AppealFlags extends GovernanceFlags {
  readonly grade: string;
}

interface DecisionFlags extends GovernanceFlags {
  readonly dismiss: boolean;
}

/** `tx appeal` and `tx propose-decision`: what stakers decide about contributions. */
export function registerAppealTx(tx: Command): void {
  withProposalFlags(tx.command("appeal <datanet/seq>").description("ask the stakers to accept what curators rejected or left"))
    .option("--grade <n>", "grade from 1 to 100 that it is to have", "50")
    .action((text: string, flags: AppealFlags) => signAndReport(flags, (context) => appeal(text, flags, context)));
  withProposalFlags(tx.command("propose-decision <dispute>").description("ask the stakers to decide an escalated dispute as its challenger asked"))
    .addOption(new Option("--dismiss", "ask them to dismiss it instead").default(false))
    .action((text: string, flags: DecisionFlags) => signAndReport(flags, (context) => decision(text, flags, context)));
}

function withProposalFlags(command: Command): Command {
  return withSignFlags(command)
    .option("--deposit <coins>", "what is put at stake for the proposal, e.g. 10000000uopen")
    .option("--summary <text>", "why", "");
}

async function appeal(text: string, flags: AppealFlags, context: SigningContext): Promise<Intent> {
  const [datanetId, seq] = parsePair(text, "/", "the contribution");
  const grade = parseCount(flags.grade, "--grade", 1, 100);
  const { contribution } = await context.client.query(DatanetQuery.Contribution, { datanetId, seq });
  const { title } = assertDefined(contribution, "the chain answers with it or an error");
  const message = outgoing(MsgDecideAppeal, { authority: governance(context), datanetId, seq, grade });
  return proposal(flags, context, `Accept contribution ${text}`, message, [
    `ask the stakers to accept contribution ${text}, "${title}", with grade ${grade}`,
    "no bond is behind it: its contributor owes nothing for it",
  ]);
}

async function decision(text: string, flags: DecisionFlags, context: SigningContext): Promise<Intent> {
  const disputeId = parseId(text, "the dispute");
  const { dispute } = await context.client.query(DatanetQuery.Dispute, { disputeId });
  const { remedy, datanetId, seq } = assertDefined(dispute, "the chain answers with the dispute or an error");
  const isStrike = remedy === DisputeRemedy.DISPUTE_REMEDY_STRIKE;
  const upheld = isStrike ? DisputeOutcome.DISPUTE_OUTCOME_STRUCK : DisputeOutcome.DISPUTE_OUTCOME_REASSIGNED;
  const outcome = flags.dismiss ? DisputeOutcome.DISPUTE_OUTCOME_DISMISSED : upheld;
  const what = flags.dismiss ? "dismiss the dispute" : isStrike ? "strike it" : "give it to the challenger";
  const message = outgoing(MsgDecideDispute, { authority: governance(context), disputeId, outcome });
  return proposal(flags, context, `Decide dispute ${text}`, message, [`ask the stakers about contribution ${datanetId}/${seq}: ${what}`]);
}

/** The account that proposals act as. */
function governance({ client, crypto }: SigningContext): string {
  return addressFromBytes(client.chain.bech32Prefix, crypto.sha256(toUtf8("gov")).slice(0, 20));
}

function proposal(
  { deposit, summary }: GovernanceFlags,
  { address: proposer }: SigningContext,
  title: string,
  { any }: OutgoingMessage,
  words: readonly string[],
): Intent {
  const initialDeposit = deposit === undefined ? [] : [parseCoin(deposit, "--deposit")];
  return {
    words: [...words, ...initialDeposit.map(({ amount, denom }) => `put ${amount} ${denom} at stake for it`)],
    messages: [outgoing(MsgSubmitProposal, { proposer, title, summary: summary || title, initialDeposit, metadata: "", messages: [any] })],
    outcome: (sent) => [`Proposal ${sent.response(MsgSubmitProposalResponse).proposalId}.`],
  };
}
