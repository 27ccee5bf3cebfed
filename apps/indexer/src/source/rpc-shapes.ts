import { fromBase64, fromHex } from "@openledger/primitives";
import { z } from "zod";
import { genesisMoneyShape } from "./genesis-money.ts";
import type { LastCommit, SourceEvent } from "./committed-block.ts";
import { readCommit } from "./read-commit.ts";
import { readEvents } from "./read-events.ts";
import { nanosFromRfc3339 } from "./timestamps.ts";

const hex = z.string().regex(/^([0-9a-fA-F]{2})*$/, "is not hex").transform(fromHex);
const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, "is not base64")
  .transform(fromBase64);
const int64 = z.string().regex(/^-?\d{1,19}$/, "is not a decimal number").transform(BigInt);
/** A block's time, which two thirds of the voting power agree on. */
const time = z.string().transform((text, context) => {
  const nanos = nanosFromRfc3339(text);
  if (nanos !== undefined && BigInt.asIntN(64, nanos) === nanos) return nanos;
  context.addIssue({ code: "custom", message: "is not an RFC 3339 time between 1678 and 2262" });
  return z.NEVER;
});

/** Events are most of what a node sends, so they are read by hand. */
const events = z.unknown().transform((list, context): readonly SourceEvent[] => {
  const read = readEvents(list);
  if (read !== undefined) return read;
  context.addIssue({ code: "custom", message: "is not a list of events" });
  return z.NEVER;
});

const commit = z.unknown().transform((json, context): LastCommit => {
  const read = readCommit(json);
  if (read !== undefined) return read;
  context.addIssue({ code: "custom", message: "is not a commit" });
  return z.NEVER;
});

/** result of `status`. */
export const statusShape = z.object({
  node_info: z.object({ network: z.string() }),
  sync_info: z.object({ latest_block_height: int64, earliest_block_height: int64.default(1n) }),
  /** Of a node that posts to DA or follows from there. */
  rollup: z.object({ role: z.string(), soft_height: int64, included_height: int64, final_height: int64 }).optional(),
});

/** result of `block`. */
export const blockShape = z.object({
  block_id: z.object({ hash: hex }),
  block: z.object({
    header: z.object({
      chain_id: z.string(),
      height: int64,
      time,
      last_block_id: z.object({ hash: hex }).nullish(),
      app_hash: hex,
      proposer_address: hex,
    }),
    data: z.object({ txs: z.array(base64).nullish() }),
    last_commit: commit,
  }),
});

/** result of `block_results`. */
export const blockResultsShape = z.object({
  height: int64,
  txs_results: z
    .array(
      z.object({
        code: z.number().int().nonnegative().default(0),
        codespace: z.string().default(""),
        log: z.string().default(""),
        data: base64.nullish(),
        gas_wanted: int64.default(0n),
        gas_used: int64.default(0n),
        events,
      }),
    )
    .nullish(),
  finalize_block_events: events,
  app_hash: base64.nullish(),
});

/** result of `genesis`: the parts that the index reads. The whole document is hashed. */
export const genesisShape = z.object({ genesis: z.record(z.string(), z.unknown()) });

export const genesisPartsShape = z.object({
  chain_id: z.string(),
  initial_height: z.union([z.string(), z.number()]).optional().transform((height) => BigInt(height || 1)),
  app_state: genesisMoneyShape.extend({ system: z.object({ bech32_prefix: z.string() }).optional() }),
});

/** What is read of `block`. */
export type BlockAnswer = (typeof blockShape)["_output"];
/** What is read of `block_results`. */
export type ResultsAnswer = (typeof blockResultsShape)["_output"];
