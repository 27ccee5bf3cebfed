import { CometError, headerHash, verifyLightStep, type LightBlock, type LightOptions, type TrustedBlock } from "@openledger/comet";
import { decodeRotation, whyNotSigned, type RecoveryRule, type Rotation } from "@openledger/derivation";
import { equalBytes, fromBase64, type Crypto } from "@openledger/primitives";
import { z } from "zod/mini";

/** With what a chain's open breaks are crossed: headers there have validators that no header before announced. */
export interface Crossings {
  /** Of a genesis that the user has from a source of their own. */
  readonly recovery: RecoveryRule;
  /** From anywhere: they count by the signatures of the recovery keys alone. */
  readonly rotations: readonly Rotation[];
}

const answer = z.object({ rotations: z.array(z.object({ rotation: z.base64().check(z.maxLength(4_096)) })).check(z.maxLength(10_000)) });

/** Reads what a node answers at `/openledger/rollup/v1/rotations`. Throws an error of zod for anything else. */
export function rotationsFromJson(json: unknown): readonly Rotation[] {
  return answer.parse(json).rotations.flatMap(({ rotation }) => decodeRotation(fromBase64(rotation)) ?? []);
}

/**
 * One step of a light client, as {@link verifyLightStep}; to the header right after `trusted` also where recovery keys put
 * another sequencer in the place of the one that sealed `trusted`. Whether that was due, and which of several rotations was
 * the first on DA, only whoever reads DA can tell: of those given for one block the one with the highest number counts, and
 * where recovery keys signed two of that number for different keys, none does. Throws CometError.
 */
export function verifyStepAcross(crypto: Crypto, crossings: Crossings | undefined, trusted: TrustedBlock, next: LightBlock, options: LightOptions, now: bigint): void {
  const named = crossings === undefined ? [] : rotationsBetween(crypto, crossings, trusted, next);
  if (crossings === undefined || named.length === 0) return verifyLightStep(crypto, trusted, next, options, now);
  const judged = named.map((rotation) => ({ rotation, problem: whyNotSigned(crypto, trusted.header.chainId, crossings.recovery, rotation) }));
  const signed = judged.filter(({ problem }) => problem === undefined).map(({ rotation }) => rotation);
  const reason = signed.length === 0 ? judged[0]?.problem : whySuperseded(next, signed);
  if (reason !== undefined) throw new CometError("WRONG_VALIDATORS", `header ${next.header.height} is sealed by another key than the one announced, by ${reason}`);
  // What the rotation says is in the place of what the header before announced; all else is checked as ever.
  const announced = { ...trusted.header, nextValidatorsHash: next.header.validatorsHash };
  verifyLightStep(crypto, { ...trusted, header: announced }, next, options, now);
}

/** The rotations that name the trusted header as the last one; none where nobody says that the key of the next one takes over. */
function rotationsBetween({ sha256 }: Crypto, { rotations }: Crossings, { header }: TrustedBlock, next: LightBlock): readonly Rotation[] {
  if (next.header.height !== header.height + 1n) return [];
  const [sealer, ...others] = next.validators.validators;
  if (sealer === undefined || others.length > 0) return [];
  const hash = headerHash(sha256, header);
  if (!equalBytes(next.header.lastBlockId.hash, hash)) return [];
  const named = rotations.filter(({ lastHeight, lastHash }) => lastHeight === header.height && equalBytes(lastHash, hash));
  return named.some(({ newKey }) => equalBytes(newKey, sealer.publicKey)) ? named : [];
}

/** Why none of the rotations that recovery keys signed for one block takes it to the next one; undefined where one does. */
function whySuperseded(next: LightBlock, signed: readonly Rotation[]): string | undefined {
  const last = signed.reduce((newest, { number }) => (number > newest ? number : newest), 0n);
  const ofLast = signed.filter(({ number }) => number === last);
  const [first] = ofLast;
  if (first === undefined) return undefined;
  if (ofLast.some(({ newKey }) => !equalBytes(newKey, first.newKey))) return `one of two rotations ${last} for different keys: ask somebody who reads DA`;
  const sealer = next.validators.validators[0]?.publicKey;
  return sealer !== undefined && equalBytes(first.newKey, sealer) ? undefined : `a rotation that rotation ${last} took the place of`;
}
