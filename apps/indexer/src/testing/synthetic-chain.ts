import { commitHash, dataHash, EMPTY_COMMIT, headerHash, resultsHash, ZERO_BLOCK_ID, type Header } from "@openledger/comet";
import type { ArchivedBlock } from "@openledger/block-archive";
import { MsgSend, MsgSendResponse } from "@openledger/messages/cosmos/bank/v1beta1";
import { height as heightOf, toBase64, toHex, unixNanos } from "@openledger/primitives";
import { blockAnswer } from "@openledger/rpc";
import { moduleAddress } from "../source/genesis-money.ts";
import type { SourceEvent, SourceTx } from "../source/committed-block.ts";
import { account, call, DENOM, event, PREFIX, sha256, tx } from "./sample-parts.ts";

/** Sends between accounts, one block after another, with CometBFT's hashes: what a bank does all day. */
export interface SyntheticChain {
  readonly chainId: string;
  readonly genesisDocument: Readonly<Record<string, unknown>>;
  readonly txsPerBlock: number;
  /** The answers of `block` and `block_results`, the same for each call. Heights begin at 1. */
  block(height: number): ArchivedBlock;
}

export interface SyntheticOptions {
  readonly chainId?: string;
  readonly genesisTime?: string;
  /** Of twelve events each; beside them a block has four events of its own. */
  readonly txsPerBlock: number;
  /** Another history from this height on. */
  readonly forkAt?: number;
}

const ACCOUNTS = 500;
const FEE = 10n;
const START_SECONDS = 1_800_000_000n;
const NANOS = 1_000_000_000n;
const HOLDINGS = 10n ** 18n;

interface Made {
  readonly answer: ArchivedBlock;
  readonly header: Header;
  readonly hash: Uint8Array;
  readonly resultsHash: Uint8Array;
}

/** A chain that is made as far as it is asked for. */
export function createSyntheticChain({ chainId = "synthetic-1", genesisTime = "2027-01-15T08:00:00Z", txsPerBlock, forkAt = 0 }: SyntheticOptions): SyntheticChain {
  const holders = Array.from({ length: ACCOUNTS }, (_, i) => account(`holder ${i}`));
  const made: Made[] = [];
  const extend = (): void => {
    const height = made.length + 1;
    made.push(makeBlock({ chainId, holders, txsPerBlock, height, salt: forkAt > 0 && height >= forkAt ? "fork" : "" }, made.at(-1)));
  };
  return {
    chainId,
    txsPerBlock,
    genesisDocument: {
      genesis_time: genesisTime,
      chain_id: chainId,
      initial_height: "1",
      app_state: { bank: { balances: holders.map((address) => ({ address, coins: [{ denom: DENOM, amount: HOLDINGS.toString() }] })) }, system: { bech32_prefix: PREFIX } },
    },
    block(height) {
      while (made.length < height) extend();
      const block = made[height - 1];
      if (block === undefined) throw new RangeError("heights begin at 1");
      return block.answer;
    },
  };
}

interface BlockPlan {
  readonly chainId: string;
  readonly holders: readonly string[];
  readonly txsPerBlock: number;
  readonly height: number;
  readonly salt: string;
}

function makeBlock(plan: BlockPlan, parent: Made | undefined): Made {
  const { chainId, height, txsPerBlock, salt } = plan;
  const txs = Array.from({ length: txsPerBlock }, (_, i) => makeSend(plan, i));
  const named = (name: string): Uint8Array => sha256(Buffer.from(`${name} ${height} ${salt}`));
  const header: Header = {
    version: { block: 11n, app: 0n },
    chainId,
    height: heightOf(BigInt(height)),
    time: unixNanos((START_SECONDS + BigInt(height)) * NANOS),
    lastBlockId: parent === undefined ? ZERO_BLOCK_ID : { hash: parent.hash, partSetHeader: { total: 1, hash: parent.hash } },
    lastCommitHash: commitHash(sha256, EMPTY_COMMIT),
    dataHash: dataHash(sha256, txs.map(({ bytes }) => bytes)),
    validatorsHash: sha256(Buffer.from("validators")),
    nextValidatorsHash: sha256(Buffer.from("validators")),
    consensusHash: sha256(Buffer.from("consensus")),
    appHash: named("state before"),
    lastResultsHash: parent === undefined ? resultsHash(sha256, []) : parent.resultsHash,
    evidenceHash: sha256(new Uint8Array()),
    proposerAddress: sha256(Buffer.from("proposer")).slice(0, 20),
  };
  const hash = headerHash(sha256, header);
  const block = { header, txs: txs.map(({ bytes }) => bytes), evidence: [], lastCommit: EMPTY_COMMIT };
  const answer: ArchivedBlock = {
    block: blockAnswer({ block, blockId: { hash, partSetHeader: { total: 1, hash } }, bytes: new Uint8Array(), commit: EMPTY_COMMIT }),
    results: {
      height: height.toString(),
      txs_results: txs.length === 0 ? null : txs.map(resultJson),
      finalize_block_events: sweep(height === 1 ? 0n : FEE * BigInt(txsPerBlock)).map(eventJson),
      validator_updates: null,
      consensus_param_updates: null,
      app_hash: toBase64(named("state after")),
    },
  };
  return { answer, header, hash, resultsHash: resultsHash(sha256, txs.map(({ code, data, gasWanted, gasUsed }) => ({ code, data, gasWanted, gasUsed }))) };
}

function makeSend({ holders, height, txsPerBlock, salt }: BlockPlan, index: number): SourceTx {
  const count = height * txsPerBlock + index;
  const [sender = "", receiver = ""] = [holders[count % holders.length], holders[(count * 7 + 1) % holders.length]];
  const amount = `${1_000 + (count % 977)}${DENOM}`;
  const fee = `${FEE}${DENOM}`;
  const collector = moduleAddress(PREFIX, "fee_collector");
  const events = [
    ...moved(sender, collector, fee, {}),
    event("tx", { fee, fee_payer: sender }),
    event("tx", { acc_seq: `${sender}/${height}` }),
    event("tx", { signature: toHex(sha256(Buffer.from(`${count}`))) }),
    event("message", { action: "/cosmos.bank.v1beta1.MsgSend", sender, module: "bank", msg_index: 0 }),
    ...moved(sender, receiver, amount, { msg_index: 0 }),
  ];
  const message = { fromAddress: sender, toAddress: receiver, amount: [{ denom: DENOM, amount: amount.slice(0, -DENOM.length) }] };
  return tx([call(MsgSend, message, MsgSendResponse)], events, `payment ${count}${salt}`);
}

function moved(sender: string, recipient: string, amount: string, more: Readonly<Record<string, number>>): readonly SourceEvent[] {
  return [
    event("coin_spent", { spender: sender, amount, ...more }),
    event("coin_received", { receiver: recipient, amount, ...more }),
    event("transfer", { recipient, sender, amount, ...more }),
    event("message", { sender, ...more }),
  ];
}

/** The fees of the block before, on their way out of the collector. */
function sweep(fees: bigint): readonly SourceEvent[] {
  const begin = { mode: "BeginBlock" };
  const [sender, recipient, amount] = [moduleAddress(PREFIX, "fee_collector"), moduleAddress(PREFIX, "distribution"), `${fees}${DENOM}`];
  if (fees === 0n) return [];
  return [
    event("coin_spent", { spender: sender, amount, ...begin }),
    event("coin_received", { receiver: recipient, amount, ...begin }),
    event("transfer", { recipient, sender, amount, ...begin }),
    event("message", { sender, ...begin }),
  ];
}

function resultJson({ code, data, log, gasWanted, gasUsed, events, codespace }: SourceTx): object {
  return { code, data: toBase64(data), log, info: "", gas_wanted: `${gasWanted}`, gas_used: `${gasUsed}`, events: events.map(eventJson), codespace };
}

function eventJson({ type, attributes }: SourceEvent): object {
  return { type, attributes: attributes.map((attribute) => ({ ...attribute, index: true })) };
}
