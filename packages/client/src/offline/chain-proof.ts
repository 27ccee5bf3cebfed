import { z } from "zod/mini";
import type { LightBlockFile } from "./light-block-file.ts";

/** Version of the section's format. */
export const CHAIN_PROOF_FORMAT = "openledger.chain-proof/1";

/**
 * What shows that a receipt was settled on the chain, without asking anyone: the receipt under its settlement's head, the
 * settlement in state or in the log of decided settlements, that under an app hash, the header with its signatures.
 * Bytes are base64, hashes and keys lower-case hex, numbers decimal text.
 */
export interface ChainProof {
  readonly format: typeof CHAIN_PROOF_FORMAT;
  readonly settlement: SettlementProof;
  readonly state: StateProof;
  /** What else of the same state the receipt is checked against: session, offer, model, sources, parameters. */
  readonly facts: readonly FactProof[];
  /** The header one above the state, which carries its app hash. */
  readonly block: LightBlockFile;
  /** Headers that lead from a trusted one to that header: below it where validators change, above it one by one. */
  readonly path: readonly LightBlockFile[];
}

export interface SettlementProof {
  /** `state` while the settlement is pending, `log` once it is decided. */
  readonly place: "state" | "log";
  /** Canonical protobuf of `openledger.market.v1.Settlement`, or of `SettlementLeaf` in the log. */
  readonly bytes: string;
  /** Sibling hashes from the receipt's leaf up to the root of the settlement's head. */
  readonly receiptPath: readonly string[];
  /** In the log: the leaf's index, and the sibling hashes up to the log's root. */
  readonly logIndex: string;
  readonly logPath: readonly string[];
}

/** The value of one key of a store, proven by ICS-23. */
export interface FactProof {
  readonly store: string;
  readonly key: string;
  readonly value: string;
  /** The key under its store's root, then that root under the app hash. */
  readonly ops: readonly { readonly type: string; readonly key: string; readonly data: string }[];
}

/** A key of the store `market`, at a height. */
export interface StateProof extends Omit<FactProof, "store"> {
  readonly height: string;
}

/** A section that is no chain proof. The message says what is wrong where. */
export class ChainProofError extends Error {
  override readonly name = "ChainProofError";
  readonly code = "chain-proof";
}

const uint = z.string().check(z.regex(/^(0|[1-9][0-9]{0,18})$/));
const hex = z.string().check(z.regex(/^([0-9a-f]{2}){0,1024}$/));
const base64 = z.string().check(z.maxLength(1_048_576), z.regex(/^[A-Za-z0-9+/]*={0,2}$/));
const path = z.array(hex).check(z.maxLength(64));
const block = z.object({
  ...{ header: base64, commit: base64 },
  validators: z.array(z.object({ publicKey: hex, power: uint })).check(z.maxLength(10_000)),
});
const proven = {
  ...{ key: hex, value: base64 },
  ops: z.array(z.object({ type: z.string().check(z.maxLength(32)), key: hex, data: base64 })).check(z.maxLength(2)),
};
/** Shape of a parsed {@link ChainProof}. */
export const chainProofSchema: z.ZodMiniType<ChainProof> = z.object({
  format: z.literal(CHAIN_PROOF_FORMAT),
  settlement: z.object({
    place: z.enum(["state", "log"]),
    ...{ bytes: base64, receiptPath: path, logIndex: uint, logPath: path },
  }),
  state: z.object({ height: uint, ...proven }),
  facts: z.array(z.object({ store: z.string().check(z.maxLength(32)), ...proven })).check(z.maxLength(10_000)),
  block,
  path: z.array(block).check(z.maxLength(1_000)),
});

/** Reads a chain proof out of parsed JSON. Throws {@link ChainProofError}. */
export function parseChainProof(json: unknown): ChainProof {
  const result = chainProofSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.join(".") ?? "";
  throw new ChainProofError(`not a chain proof of format ${CHAIN_PROOF_FORMAT}: ${place || "the section"} ${issue?.message ?? ""}`);
}
