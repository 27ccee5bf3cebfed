import { compareBytes, concatBytes, equalBytes, readU64be, toHex, toUtf8, u64be, type Crypto, type Sha256 } from "@openledger/primitives";
import { encodeOpenEnvelope } from "./batch.ts";
import { decodeEnvelope, openEnvelope } from "./envelope.ts";

/** Keys that genesis gives the power to replace a sequencer that broke forced inclusion. */
export interface RecoveryRule {
  /** How many of the keys must sign, 1..16. */
  readonly threshold: number;
  /** 32 bytes of ed25519 each, 1..16. */
  readonly keys: readonly Uint8Array[];
}

/** What the sequencer left out. */
export interface Miss {
  /** sha256 of the transaction. */
  readonly txHash: Uint8Array;
  /** Where it was posted. */
  readonly daHeight: bigint;
  /** DA height up to which a block with it had to be on DA. */
  readonly deadline: bigint;
}

/** What recovery keys decide. */
export interface RotationBody {
  /** 1 for the first rotation of a chain, and one more for each that was on DA before. */
  readonly number: bigint;
  /** Last block that was on DA at the deadline of the miss, and its hash. */
  readonly lastHeight: bigint;
  readonly lastHash: Uint8Array;
  readonly miss: Miss;
  /** 32 bytes of ed25519: whoever seals from the next block on. */
  readonly newKey: Uint8Array;
}

export interface RotationSignature {
  /** 32 bytes of ed25519. */
  readonly publicKey: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/** A decision with signatures by 1..16 different keys, in ascending order of the keys. */
export interface Rotation extends RotationBody {
  readonly signatures: readonly RotationSignature[];
}

export const RECOVERY_KEYS_MAX = 16;
const DOMAIN = toUtf8("openledger/rotation/1\0");
const BODY_BYTES = 8 + 8 + 32 + 32 + 8 + 8 + 32;
const SIGNATURE_BYTES = 32 + 64;
const INT64_MAX = (1n << 63n) - 1n;

function encodeBody({ number, lastHeight, lastHash, miss, newKey }: RotationBody): Uint8Array {
  return concatBytes(u64be(number), u64be(lastHeight), lastHash, miss.txHash, u64be(miss.daHeight), u64be(miss.deadline), newKey);
}

/** The message that a recovery key signs: a domain of its own ‖ sha256 of the chain id ‖ the decision. */
export function rotationSignBytes(sha256: Sha256, chainId: string, body: RotationBody): Uint8Array {
  return concatBytes(DOMAIN, sha256(toUtf8(chainId)), encodeBody(body));
}

/** The decision ‖ u8 number of signatures ‖ (key ‖ signature) each. Equal rotations give equal bytes. */
export function encodeRotation({ signatures, ...body }: Rotation): Uint8Array {
  const inOrder = signatures.toSorted((a, b) => compareBytes(a.publicKey, b.publicKey));
  return concatBytes(encodeBody(body), Uint8Array.of(signatures.length), ...inOrder.flatMap(({ publicKey, signature }) => [publicKey, signature]));
}

/** The rotation that {@link encodeRotation} wrote, unverified; undefined for any other bytes. Total on arbitrary bytes. */
export function decodeRotation(payload: Uint8Array): Rotation | undefined {
  const count = payload[BODY_BYTES] ?? 0;
  if (count < 1 || count > RECOVERY_KEYS_MAX || payload.length !== BODY_BYTES + 1 + count * SIGNATURE_BYTES) return undefined;
  let at = 0;
  const take = (length: number): Uint8Array => payload.slice(at, (at += length));
  const [number, lastHeight] = [readU64be(take(8)), readU64be(take(8))];
  const [lastHash, txHash] = [take(32), take(32)];
  const [daHeight, deadline] = [readU64be(take(8)), readU64be(take(8))];
  const newKey = take(32);
  if ([number, lastHeight, daHeight, deadline].some((value) => value > INT64_MAX) || number < 1n || lastHeight < 1n) return undefined;
  at += 1;
  const signatures = Array.from({ length: count }, () => ({ publicKey: take(32), signature: take(64) }));
  return areInOrder(signatures) ? { number, lastHeight, lastHash, miss: { txHash, daHeight, deadline }, newKey, signatures } : undefined;
}

function areInOrder(signatures: readonly RotationSignature[]): boolean {
  return signatures.every(({ publicKey }, i) => i === 0 || compareBytes(signatures[i - 1]?.publicKey ?? publicKey, publicKey) < 0);
}

/** Why a rotation does not count by its signatures; undefined when enough recovery keys signed it, and nobody else did. */
export function whyNotSigned(crypto: Crypto, chainId: string, { threshold, keys }: RecoveryRule, rotation: Rotation): string | undefined {
  const { signatures } = rotation;
  if (signatures.length < threshold) return `a rotation with ${signatures.length} signatures, and ${threshold} are needed`;
  if (!areInOrder(signatures)) return "a rotation whose signatures are not by different keys in ascending order";
  const message = rotationSignBytes(crypto.sha256, chainId, rotation);
  for (const { publicKey, signature } of signatures) {
    if (!keys.some((key) => equalBytes(key, publicKey))) return `a rotation signed by ${toHex(publicKey)}, which is no recovery key`;
    if (!crypto.verifyEd25519(publicKey, message, signature)) return `a rotation whose signature by ${toHex(publicKey)} does not verify`;
  }
  return undefined;
}

/** The blob that says it in the forced namespace. */
export function encodeRotationBlob(sha256: Sha256, chainId: string, rotation: Rotation): Uint8Array {
  return encodeOpenEnvelope(sha256, chainId, "rotation", encodeRotation(rotation));
}

/** The rotation in a blob, unverified; undefined for anything else. Total on arbitrary bytes. */
export function rotationOfBlob(sha256: Sha256, chainIdHash: Uint8Array, blob: Uint8Array): Rotation | undefined {
  const envelope = decodeEnvelope(blob);
  if ("reason" in envelope || envelope.kind !== "rotation" || !equalBytes(envelope.chainIdHash, chainIdHash)) return undefined;
  if (envelope.compression !== "none" || envelope.parts !== 1) return undefined;
  const payload = openEnvelope(sha256, () => undefined, envelope);
  return payload === undefined ? undefined : decodeRotation(payload);
}

/** What a rotation must say where a chain stands at a miss. */
export type RotationPlace = Omit<RotationBody, "newKey">;

/** Why a rotation is not the one for a place; undefined when it fits. */
export function whyElsewhere(place: RotationPlace, { number, lastHeight, lastHash, miss }: RotationPlace): string | undefined {
  if (number !== place.number) return `rotation ${number}, and ${place.number} is next`;
  const isMiss = equalBytes(miss.txHash, place.miss.txHash) && miss.daHeight === place.miss.daHeight && miss.deadline === place.miss.deadline;
  if (!isMiss) return `a rotation for a miss of ${toHex(miss.txHash)}, and ${toHex(place.miss.txHash)} was left out`;
  if (lastHeight !== place.lastHeight) return `a rotation after block ${lastHeight}, and ${place.lastHeight} is the last one`;
  return equalBytes(lastHash, place.lastHash) ? undefined : `a rotation after another block ${lastHeight}`;
}
