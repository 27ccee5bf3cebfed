import { headerHash, type Header, type LightBlock } from "@openledger/comet";
import { equalBytes, toHex, type Sha256 } from "@openledger/primitives";
import { verifyQuery } from "@openledger/store";
import type { ChainClient } from "../chain/chain-client.ts";
import type { LightClient } from "../light/light-client.ts";
import { LightError } from "../light/light-error.ts";
import type { StoreKey } from "./store-keys.ts";

/**
 * - `refused`: the node does not prove it, for example because it no longer keeps the height.
 * - `malformed`: the answer is no proof of what was asked. `invalid`: the proof does not lead to the header's app hash.
 * - `header-late`: the header that carries the app hash did not come in time.
 */
export type ProofErrorCode = "refused" | "malformed" | "invalid" | "header-late";

/** A proof that does not hold, or that is not there. The message is a sentence for a person. */
export class ProofError extends Error {
  override readonly name = "ProofError";
  readonly code: ProofErrorCode;

  constructor(code: ProofErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** CometBFT's ProofOp. */
export interface StoreProofOp {
  readonly type: string;
  readonly key: Uint8Array;
  readonly data: Uint8Array;
}

/** What a store holds under a key at a height, as the node says it, with its proof. */
export interface StoreProof extends StoreKey {
  /** Undefined when there is nothing under the key. */
  readonly value: Uint8Array | undefined;
  /** Height of the state; the app hash stands in the header one above. */
  readonly height: bigint;
  readonly ops: readonly StoreProofOp[];
}

/** A store proof that holds under a header that a light client verified. */
export interface ProvenValue extends StoreProof {
  readonly header: Header;
  /** 32 bytes. */
  readonly headerHash: Uint8Array;
}

const HEADER_POLL_MS = 200;

/** True when the proof holds below `appHash`, that of the header one above its height. Never throws. */
export function verifyStoreProof(sha256: Sha256, appHash: Uint8Array, proof: StoreProof): boolean {
  return verifyQuery(sha256, appHash, proof.store, proof.key, proof.value, proof.ops);
}

/**
 * Asks a node for a value or its absence with a proof, at `height` or the last one. Nothing is verified yet. Throws
 * ProofError `refused` or `malformed`, ClientError when the node does not answer.
 */
export async function fetchStoreProof(client: ChainClient, asked: StoreKey, height?: bigint): Promise<StoreProof> {
  const at = height === undefined ? {} : { height: Number(height) };
  const path = `/store/${asked.store}/key`;
  const answer = await client.comet.abciQuery({ path, data: asked.key, prove: true, ...at }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProofError("refused", `${client.rpcUrl} gives no proof: ${why}`, error);
  });
  if (answer.code !== undefined && answer.code !== 0) {
    throw new ProofError("refused", `${client.rpcUrl} gives no proof of ${path}: ${answer.log ?? `code ${answer.code}`}`);
  }
  const isAnswer =
    equalBytes(answer.key, asked.key) &&
    answer.height !== undefined &&
    answer.height > 0 &&
    (height === undefined || BigInt(answer.height) === height) &&
    answer.proof?.ops.length === 2;
  if (!isAnswer) throw new ProofError("malformed", `${client.rpcUrl} answers something else than a proof of ${path}`);
  return {
    ...asked,
    value: answer.value.length === 0 ? undefined : new Uint8Array(answer.value),
    height: BigInt(answer.height ?? 0),
    ops: (answer.proof?.ops ?? []).map(({ type, key, data }) => ({ type, key, data })),
  };
}

/** Who verifies. */
export interface ProofRules {
  readonly sha256: Sha256;
  readonly light: LightClient;
  /** How long the header above the state is waited for; 15 seconds by default. */
  readonly timeoutMs?: number;
}

/**
 * A value or its absence, proven against a header that the light client verified; `height` is that of the state, the
 * last one by default. Throws ProofError, LightError or ClientError.
 *
 * @example
 * const { value } = await queryProven(client, { sha256, light }, balanceKey(address, "uopen"));
 */
export async function queryProven(
  client: ChainClient,
  rules: ProofRules,
  asked: StoreKey,
  height?: bigint,
): Promise<ProvenValue> {
  const proof = await fetchStoreProof(client, asked, height);
  const { header } = await headerAbove(rules, proof.height);
  if (!verifyStoreProof(rules.sha256, header.appHash, proof)) {
    const what = `what ${client.rpcUrl} says of ${asked.store} ${toHex(asked.key)} at height ${proof.height}`;
    throw new ProofError("invalid", `${what} does not follow from header ${header.height}; do not believe it`);
  }
  return { ...proof, header, headerHash: headerHash(rules.sha256, header) };
}

async function headerAbove({ light, timeoutMs = 15_000 }: ProofRules, height: bigint): Promise<LightBlock> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await light.verify(height + 1n);
    } catch (error) {
      if (!(error instanceof LightError) || error.code !== "height-too-high") throw error;
      if (Date.now() > end) {
        const why = `header ${height + 1n}, which carries the app hash, did not come within ${timeoutMs} ms`;
        throw new ProofError("header-late", `${why}; ask again`, error);
      }
      await new Promise((resolve) => setTimeout(resolve, HEADER_POLL_MS));
    }
  }
}
