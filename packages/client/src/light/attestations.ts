import { isAttestationGenuine, isAttested, type Attestation, type AttestedBlock } from "@openledger/derivation";
import { equalBytes, fromBase64, fromHex, type Crypto } from "@openledger/primitives";
import { z } from "zod/mini";

const hash = z.pipe(z.string().check(z.regex(/^[0-9A-Fa-f]{64}$/)), z.transform((text: string) => fromHex(text.toLowerCase())));
const bytes = z.base64().check(z.maxLength(100));
const answer = z.object({
  height: z.pipe(z.string().check(z.regex(/^\d{1,19}$/)), z.transform((text: string) => BigInt(text))),
  attestations: z.array(z.object({ public_key: bytes, block_hash: hash, app_hash: hash, signature: bytes })).check(z.maxLength(1_000)),
});

/** Reads what a node answers to `attestations`. Throws an error of zod for anything else. */
export function attestationsFromJson(json: unknown): { readonly height: bigint; readonly attestations: readonly Attestation[] } {
  const { height, attestations } = answer.parse(json);
  const read = attestations.map((one) => ({
    ...{ height, blockHash: one.block_hash, appHash: one.app_hash },
    ...{ publicKey: fromBase64(one.public_key), signature: fromBase64(one.signature) },
  }));
  return { height, attestations: read };
}

export interface AttestedVerdict extends AttestedBlock {
  /** How many registered keys say so. */
  readonly keys: number;
}

/**
 * The block that more than two thirds of the registered keys of a genesis say they executed, each with its signature;
 * undefined when there is none. Whoever hands the attestations over is trusted in nothing.
 */
export function attestedBlockOf(crypto: Crypto, chainId: string, attesters: readonly Uint8Array[], attestations: readonly Attestation[]): AttestedVerdict | undefined {
  const genuine = attesters.flatMap((key) => {
    const own = attestations.find(({ publicKey, signature }) => equalBytes(publicKey, key) && signature.length === 64);
    return own !== undefined && isAttestationGenuine(crypto, chainId, own) ? [own] : [];
  });
  const block = genuine.find((one) => isAttested(attesters.length, genuine.filter(({ height }) => height === one.height), one));
  if (block === undefined) return undefined;
  const { height, blockHash, appHash } = block;
  const keys = genuine.filter((one) => one.height === height && equalBytes(one.blockHash, blockHash) && equalBytes(one.appHash, appHash)).length;
  return { height, blockHash, appHash, keys };
}
