import { signedHeaderFromJson } from "@openledger/client/light";
import { decodeBlock } from "@openledger/comet";
import type { SoftSource } from "@openledger/follower";
import { Block } from "@openledger/messages/tendermint/types";
import { OperationalError } from "@openledger/ports";
import { fromHex, toBase64 } from "@openledger/primitives";
import { evidenceJson, RpcError } from "@openledger/rpc";
import type { CheckTxResponse } from "@openledger/state-machine";
import { z } from "zod";
import { blockAnswer } from "../abci/comet/comet-block.ts";
import { createCometRpc } from "../abci/comet/comet-rpc.ts";

/** The sequencer's RPC, as a follower uses it: its newest blocks, and what is for the sequencer to take. */
export interface SequencerRpc extends SoftSource {
  /** Hands a transaction on; throws an OperationalError for what the sequencer answers as an error. */
  admit(tx: Uint8Array): Promise<CheckTxResponse>;
  /** Hands an item of `Block.evidence` on. Rejects as `admit`. */
  submitEvidence(item: Uint8Array): Promise<void>;
}

const int64 = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const statusAnswer = z.object({ sync_info: z.object({ latest_block_height: int64 }) });
const commitAnswer = z.object({ signed_header: z.unknown() });
const checkAnswer = z.object({
  code: z.int().min(0),
  data: z.string().regex(/^([0-9A-Fa-f]{2})*$/),
  log: z.string(),
  codespace: z.string().default(""),
});

/** Sentences of CometBFT's mempool, by which clients tell these cases apart. */
const KNOWN: readonly (readonly [string, string])[] = [
  ["tx already exists in cache", "TX_IN_CACHE"],
  ["mempool is full", "MEMPOOL_FULL"],
  ["Tx too large", "TX_TOO_LARGE"],
];

/** `url` as `http://HOST:PORT`. Nothing is sent yet. */
export function createSequencerRpc(url: string): SequencerRpc {
  const rpc = createCometRpc(url);

  async function ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof RpcError) {
        const known = KNOWN.find(([begin]) => error.message.startsWith(begin));
        // A node whose turn it is not takes it when it makes blocks again.
        const isRefused = error.message.startsWith("evidence was not taken") && !error.message.includes("makes no blocks at the moment");
        throw new OperationalError(known?.[1] ?? "SEQUENCER_RPC", error.message, { retryable: !isRefused, cause: error });
      }
      // Whatever is wrong with the answer, it is not this node's fault.
      throw new OperationalError("SEQUENCER_RPC", `the sequencer's RPC at ${url} does not answer as it should`, { retryable: true, cause: error });
    }
  }

  return {
    head: () => ask(async () => (await rpc.ask("status", {}, statusAnswer)).sync_info.latest_block_height),
    block: (at) =>
      ask(async () => {
        const params = { height: `${at}` };
        const [{ block }, { signed_header: signed }] = await Promise.all([rpc.ask("block", params, blockAnswer), rpc.ask("commit", params, commitAnswer)]);
        const { txs, evidence } = decodeBlock(Block.toBytes(block));
        return { ...signedHeaderFromJson(signed), txs, evidence };
      }),
    admit: (tx) =>
      ask(async () => {
        const { code, data, log, codespace } = await rpc.ask("broadcast_tx_sync", { tx: toBase64(tx) }, checkAnswer);
        return { code, data: fromHex(data.toLowerCase()), log, codespace, gasWanted: 0n, gasUsed: 0n, events: [], sender: "", sequence: 0n };
      }),
    submitEvidence: (item) =>
      ask(async () => {
        await rpc.ask("broadcast_evidence", { evidence: evidenceJson(item) }, z.object({ hash: z.string() }));
      }),
  };
}
