import { CometError, headerHash, verifyLightStep, type Header, type LightBlock, type LightOptions, type TrustedBlock } from "@openledger/comet";
import { decodeRotation, whyNotSigned, type RecoveryRule, type Rotation } from "@openledger/derivation";
import { equalBytes, fromBase64, type Crypto, type Sha256 } from "@openledger/primitives";
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

/** A rotation, and why it does not count by its signatures; undefined where recovery keys signed it. */
export interface JudgedRotation {
  readonly rotation: Rotation;
  readonly problem: string | undefined;
}

/** Verifies the signatures of all rotations, once for all steps on a chain; none of them for a chain without crossings. */
export function judgeRotations(crypto: Crypto, chainId: string, crossings: Crossings | undefined): readonly JudgedRotation[] {
  if (crossings === undefined) return [];
  const { recovery, rotations } = crossings;
  return rotations.map((rotation) => ({ rotation, problem: whyNotSigned(crypto, chainId, recovery, rotation) }));
}

/**
 * One step of a light client, as {@link verifyLightStep}; where recovery keys put another sequencer in the place of the one
 * that sealed a block, the header right after that block is the new sequencer's, no other one, and no step leads past it.
 * Whether that was due, and which of several rotations was the first on DA, only whoever reads DA can tell: of those given
 * for one block the one with the highest number counts, and where recovery keys signed two of that number for different
 * keys, none does. A rotation after another block of a height contradicts the header of that height, for every rotation
 * that counts follows a block of the chain. Throws CometError: `NOT_ENOUGH_TRUST` for a step past a break.
 */
export function verifyStepAcross(crypto: Crypto, rotations: readonly JudgedRotation[], trusted: TrustedBlock, next: LightBlock, options: LightOptions, now: bigint): void {
  const { height } = trusted.header;
  const signed = rotations.flatMap(({ rotation, problem }) => (problem === undefined ? rotation : []));
  const [first, ...others] = signed.filter(({ lastHeight }) => lastHeight >= height && lastHeight < next.header.height);
  checkFollowed(crypto.sha256, trusted.header, signed);
  if (next.header.height !== height + 1n) {
    verifyLightStep(crypto, trusted, next, options, now);
    if (first !== undefined) throw new CometError("NOT_ENOUGH_TRUST", `rotation ${first.number} put another sequencer in place after block ${first.lastHeight}: only headers ${first.lastHeight} and ${first.lastHeight + 1n} lead past it`);
  } else {
    const reason = first === undefined ? whyNotAnnounced(trusted, next, rotations) : whyNotTheNewSequencers(crypto.sha256, trusted, next, [first, ...others]);
    if (reason !== undefined) throw new CometError("WRONG_VALIDATORS", `header ${next.header.height} ${reason}`);
    // What the rotation says is in the place of what the header before announced; all else is checked as ever.
    const announced = first === undefined ? trusted.header : { ...trusted.header, nextValidatorsHash: next.header.validatorsHash };
    verifyLightStep(crypto, { ...trusted, header: announced }, next, options, now);
  }
  checkFollowed(crypto.sha256, next.header, signed);
}

/** Throws CometError `WRONG_BLOCK` where a signed rotation follows another block of the header's height. */
function checkFollowed(sha256: Sha256, header: Header, signed: readonly Rotation[]): void {
  const after = signed.filter(({ lastHeight }) => lastHeight === header.height);
  const hash = after.length === 0 ? undefined : headerHash(sha256, header);
  const elsewhere = hash === undefined ? undefined : after.find(({ lastHash }) => !equalBytes(lastHash, hash));
  if (elsewhere !== undefined) throw new CometError("WRONG_BLOCK", `recovery keys signed rotation ${elsewhere.number} after another block ${header.height} than this one: one of the two is of no chain, ask somebody who reads DA`);
}

/** Why none of the rotations that recovery keys signed for one block takes it to the next one; undefined where one does. */
function whyNotTheNewSequencers(sha256: Sha256, { header }: TrustedBlock, next: LightBlock, signed: readonly Rotation[]): string | undefined {
  const last = signed.reduce((newest, { number }) => (number > newest ? number : newest), 0n);
  const ofLast = signed.filter(({ number }) => number === last);
  const isNamed = ({ newKey }: Rotation): boolean => isSealedBy(next, newKey);
  if (ofLast.some(({ newKey }) => !equalBytes(newKey, ofLast[0]?.newKey ?? newKey))) return `follows two rotations ${last} for different keys: ask somebody who reads DA`;
  if (!ofLast.every(isNamed)) return `is not sealed by the key of rotation ${last}${signed.some(isNamed) ? ", which took the place of one before" : ""}`;
  return equalBytes(next.header.lastBlockId.hash, headerHash(sha256, header)) ? undefined : `follows another block than rotation ${last}`;
}

/** Why the rotation that somebody gave for an unannounced key is none; undefined for any other step. */
function whyNotAnnounced({ header }: TrustedBlock, next: LightBlock, rotations: readonly JudgedRotation[]): string | undefined {
  if (equalBytes(header.nextValidatorsHash, next.header.validatorsHash)) return undefined;
  const given = rotations.find(({ rotation }) => rotation.lastHeight === header.height && isSealedBy(next, rotation.newKey));
  return given === undefined ? undefined : `is sealed by another key than the one announced, by ${given.problem}`;
}

function isSealedBy({ validators: { validators } }: LightBlock, key: Uint8Array): boolean {
  const [sealer] = validators;
  return validators.length === 1 && sealer !== undefined && equalBytes(sealer.publicKey, key);
}
