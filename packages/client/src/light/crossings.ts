import { CometError, headerHash, verifyLightStep, type LightBlock, type LightOptions, type TrustedBlock } from "@openledger/comet";
import { decodeRotation, whyNotSigned, type RecoveryRule, type Rotation } from "@openledger/derivation";
import { equalBytes, fromBase64, type Crypto } from "@openledger/primitives";
import { z } from "zod";

/** With what a chain's open breaks are crossed: headers there have validators that no header before announced. */
export interface Crossings {
  /** Of a genesis that the user has from a source of their own. */
  readonly recovery: RecoveryRule;
  /** From anywhere: they count by the signatures of the recovery keys alone. */
  readonly rotations: readonly Rotation[];
}

const answer = z.object({ rotations: z.array(z.object({ rotation: z.base64().max(4_096) })).max(10_000) });

/** Reads what a node answers at `/openledger/rollup/v1/rotations`. Throws an error of zod for anything else. */
export function rotationsFromJson(json: unknown): readonly Rotation[] {
  return answer.parse(json).rotations.flatMap(({ rotation }) => decodeRotation(fromBase64(rotation)) ?? []);
}

/**
 * One step of a light client, as {@link verifyLightStep}; to the header right after `trusted` also where recovery keys put
 * another sequencer in the place of the one that sealed `trusted`. Whether that was due, only whoever reads DA can tell.
 * Throws CometError.
 */
export function verifyStepAcross(crypto: Crypto, crossings: Crossings | undefined, trusted: TrustedBlock, next: LightBlock, options: LightOptions, now: bigint): void {
  const rotation = crossings === undefined ? undefined : rotationBetween(crypto, crossings, trusted, next);
  if (rotation === undefined || crossings === undefined) return verifyLightStep(crypto, trusted, next, options, now);
  const reason = whyNotSigned(crypto, trusted.header.chainId, crossings.recovery, rotation);
  if (reason !== undefined) throw new CometError("WRONG_VALIDATORS", `header ${next.header.height} is sealed by another key than the one announced, by ${reason}`);
  // What the rotation says is in the place of what the header before announced; all else is checked as ever.
  const announced = { ...trusted.header, nextValidatorsHash: next.header.validatorsHash };
  verifyLightStep(crypto, { ...trusted, header: announced }, next, options, now);
}

/** The rotation that names the trusted header as the last one, and whose key alone has the power of the next. */
function rotationBetween({ sha256 }: Crypto, { rotations }: Crossings, { header }: TrustedBlock, next: LightBlock): Rotation | undefined {
  if (next.header.height !== header.height + 1n) return undefined;
  const [sealer, ...others] = next.validators.validators;
  if (sealer === undefined || others.length > 0) return undefined;
  const hash = headerHash(sha256, header);
  if (!equalBytes(next.header.lastBlockId.hash, hash)) return undefined;
  return rotations.find(({ lastHeight, lastHash, newKey }) => lastHeight === header.height && equalBytes(lastHash, hash) && equalBytes(newKey, sealer.publicKey));
}
