import { outgoing } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { packAny } from "@openledger/messages";
import { MsgDeposit, MsgSubmitProposal, MsgSubmitProposalResponse, MsgVote, VoteOption } from "@openledger/messages/cosmos/gov/v1";
import { MsgHandOverSequencer } from "@openledger/messages/openledger/rollup/v1";
import { addressFromBytes, fromBase64, toBase64, toUtf8 } from "@openledger/primitives";
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

interface HandOverFlags extends SignFlags {
  readonly deposit: string;
  readonly reason: string;
}

/** `tx propose`, `tx propose-hand-over`, `tx deposit` and `tx vote`. */
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
  withSignFlags(
    tx
      .command("propose-hand-over <pubkey>")
      .description("ask the stakers to let another validator seal all blocks; the key is what `comet show-validator` prints in that home")
      .requiredOption("--deposit <coins>", "what is put at stake for it, e.g. 10000000uopen")
      .requiredOption("--reason <text>", "why, for those who vote and for the chain to keep"),
  ).action(async (key: string, { deposit, reason, ...flags }: HandOverFlags) => {
    const [publicKey, stake] = [parseConsensusKey(key), parseCoin(deposit, "--deposit")];
    await signAndReport(flags, ({ address: proposer }) => {
      const authority = governanceOf(proposer);
      const messages = [packAny(MsgHandOverSequencer, MsgHandOverSequencer.create({ authority, publicKey, reason }))];
      return {
        words: [`propose that ${toBase64(publicKey)} seals all blocks of this chain`, `put ${stake.amount} ${stake.denom} at stake for it`],
        messages: [outgoing(MsgSubmitProposal, { proposer, messages, initialDeposit: [stake], title: "Hand the sequencer over", summary: reason })],
        outcome: (sent) => [`Proposal ${sent.response(MsgSubmitProposalResponse).proposalId}.`],
      };
    });
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

/** The account of governance, under the prefix of another account of the chain. */
function governanceOf(account: string): string {
  const prefix = account.slice(0, account.lastIndexOf("1"));
  return addressFromBytes(prefix, createNodeCrypto().sha256(toUtf8("gov")).slice(0, 20));
}

function parseConsensusKey(text: string): Uint8Array {
  const key = /"key":\s*"([^"]*)"/.exec(text)?.[1] ?? text;
  if (/^[A-Za-z0-9+/]{43}=$/.test(key)) return fromBase64(key);
  throw nodeError("CONFIG", `the key must be 32 bytes in base64, or what "openledgerd comet show-validator --home DIR" prints, not ${text.slice(0, 200)}`);
}
