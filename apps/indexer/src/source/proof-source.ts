import { fromBase64, toHex } from "@openledger/primitives";
import { z } from "zod";
import { retryable } from "../errors.ts";
import type { Json } from "../schema/chain.ts";
import { createRpcClient } from "./rpc-client.ts";

/** CometBFT's ProofOp. */
export interface ProofOp {
  readonly type: string;
  readonly key: Uint8Array;
  readonly data: Uint8Array;
}

/** What a node says that a store holds, with all that somebody else needs to check it. */
export interface StateProof {
  /** Undefined when there is nothing under the key. */
  readonly value: Uint8Array | undefined;
  /** Height of the state; the header one above carries its app hash. */
  readonly height: bigint;
  readonly ops: readonly ProofOp[];
  /** CometBFT's JSON of the header above, its commit and the validators that signed it. */
  readonly signedHeader: Json;
  readonly validators: Json;
}

/** A node that proves its state. */
export interface ProofSource {
  /** Proves a key, or that nothing is under it, at a height whose successor is committed. Nothing is checked here. */
  prove(store: string, key: Uint8Array, height: bigint): Promise<StateProof>;
}

/** Shorter than a statement may take: whoever asks holds a snapshot of the database meanwhile. */
const TIMEOUT_MS = 1_500;

const json: z.ZodType<Json> = z.json();
const base64 = z.string().nullish();
const queryShape = z.object({
  response: z.object({
    code: z.number().optional(),
    log: z.string().optional(),
    value: base64,
    height: z.string(),
    proofOps: z.object({ ops: z.array(z.object({ type: z.string(), key: base64, data: base64 })) }).nullish(),
  }),
});
const commitShape = z.object({ signed_header: json });
const validatorsShape = z.object({ validators: json });

/** Proofs by `abci_query` of the node at `url`. Throws a retryable NODE_ANSWER where it has none of that height. */
export function createProofSource(url: string): ProofSource {
  const rpc = createRpcClient(url);
  return {
    async prove(store, key, height) {
      const above = (height + 1n).toString();
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const [{ response }, { signed_header }, { validators }] = await Promise.all([
        rpc.call("abci_query", { path: `/store/${store}/key`, data: toHex(key), height: height.toString(), prove: true }, queryShape, signal),
        rpc.call("commit", { height: above }, commitShape, signal),
        rpc.call("validators", { height: above, per_page: "100" }, validatorsShape, signal),
      ]);
      const proofOps = response.proofOps?.ops ?? [];
      // A node that kept no state of the height answers without a proof, which must not read as proof of absence.
      if ((response.code ?? 0) !== 0 || response.height !== height.toString() || proofOps.length === 0) {
        throw retryable("NODE_ANSWER", `${url} does not prove state of height ${height}: ${(response.log ?? "").slice(0, 300)}`);
      }
      const value = bytesOf(response.value);
      return {
        value: value.length === 0 ? undefined : value,
        height,
        ops: proofOps.map((op) => ({ type: op.type, key: bytesOf(op.key), data: bytesOf(op.data) })),
        signedHeader: signed_header,
        validators,
      };
    },
  };
}

function bytesOf(text: string | null | undefined): Uint8Array {
  return fromBase64(text ?? "");
}
