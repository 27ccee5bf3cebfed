import { outgoing } from "@openledger/client";
import { MsgDeposit, MsgSubmitProposal, MsgSubmitProposalResponse, MsgVote, VoteOption } from "@openledger/messages/cosmos/gov/v1";
import type { Command } from "commander";
import { withSignFlags, type SignFlags } from "../../cli/chain-flags.ts";
import { parseCoin, parseId } from "../../cli/parse-arguments.ts";
import { signAndReport } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

const OPTIONS: Readonly<Record<string, VoteOption>> = {
  yes: VoteOption.VOTE_OPTION_YES,
  abstain: VoteOption.VOTE_OPTION_ABSTAIN,
  no: VoteOption.VOTE_OPTION_NO,
  no_with_veto: VoteOption.VOTE_OPTION_NO_WITH_VETO,
};

interface ProposalFlags extends SignFlags {
  readonly deposit?: string;
  readonly metadata?: string;
}

/** `tx propose`, `tx deposit` and `tx vote`. */
export function registerGovTx(tx: Command): void {
  withSignFlags(
    tx
      .command("propose <title> <summary>")
      .description("ask the stakers a question in words; proposals with messages are submitted by a wallet")
      .option("--deposit <coins>", "what is put at stake for it, e.g. 10000000uopen")
      .option("--metadata <text>", "where the whole text lies, e.g. ipfs://...; the title by default"),
  ).action(async (title: string, summary: string, { deposit, metadata, ...flags }: ProposalFlags) => {
    const initialDeposit = deposit === undefined ? [] : [parseCoin(deposit, "--deposit")];
    await signAndReport(flags, ({ address: proposer }) => ({
      words: [`propose "${title}"`, ...initialDeposit.map(({ amount, denom }) => `put ${amount} ${denom} at stake for it`)],
      // A proposal without messages is refused unless it has metadata.
      messages: [outgoing(MsgSubmitProposal, { proposer, title, summary, initialDeposit, metadata: metadata ?? title })],
      outcome: (sent) => [`Proposal ${sent.response(MsgSubmitProposalResponse).proposalId}.`],
    }));
  });
  withSignFlags(tx.command("deposit <proposal> <amount>").description("put coins at stake for a proposal")).action(
    async (text: string, coins: string, flags: SignFlags) => {
      const [proposalId, amount] = [parseId(text, "the proposal"), parseCoin(coins, "the amount")];
      await signAndReport(flags, ({ address: depositor }) => ({
        words: [`put ${amount.amount} ${amount.denom} at stake for proposal ${proposalId}; a veto burns it`],
        messages: [outgoing(MsgDeposit, { proposalId, depositor, amount: [amount] })],
      }));
    },
  );
  withSignFlags(tx.command("vote <proposal> <option>").description(`vote on a proposal: ${Object.keys(OPTIONS).join(", ")}`)).action(
    async (text: string, name: string, flags: SignFlags) => {
      const proposalId = parseId(text, "the proposal");
      const option = OPTIONS[name];
      if (option === undefined) throw nodeError("CONFIG", `the option must be one of ${Object.keys(OPTIONS).join(", ")}, not ${name}`);
      await signAndReport(flags, ({ address: voter }) => ({
        words: [`vote ${name} on proposal ${proposalId}`],
        messages: [outgoing(MsgVote, { proposalId, voter, option, metadata: "" })],
      }));
    },
  );
}
