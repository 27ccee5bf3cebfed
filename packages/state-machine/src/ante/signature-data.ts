import { DecodeError } from "@openledger/messages";
import { MultiSignature, type CompactBitArray } from "@openledger/messages/cosmos/crypto/multisig/v1beta1";
import { SignMode } from "@openledger/messages/cosmos/tx/signing/v1beta1";
import type { ModeInfo } from "@openledger/messages/cosmos/tx/v1beta1";
import { sdkErrors, unregisteredError } from "../sdk-errors.ts";
import type { DecodedTx } from "../tx.ts";

/** The signatures of one signer, with the mode of each. */
export type SignatureData =
  | { readonly kind: "single"; readonly mode: SignMode; readonly signature: Uint8Array }
  | { readonly kind: "multi"; readonly bits: CompactBitArray | undefined; readonly signatures: readonly SignatureData[] };

/** What signer `index` of a transaction signed. Throws the SDK's errors for a malformed multisignature. */
export function signatureDataOf({ authInfo, raw }: DecodedTx, index: number): SignatureData {
  return combine(authInfo.signerInfos[index]?.modeInfo, raw.signatures[index] ?? new Uint8Array(0));
}

/** True when each signature is in SIGN_MODE_LEGACY_AMINO_JSON, whose document covers the sequence. */
export function isAminoOnly(data: SignatureData): boolean {
  return data.kind === "single" ? data.mode === SignMode.SIGN_MODE_LEGACY_AMINO_JSON : data.signatures.every(isAminoOnly);
}

/** True when a signature is not there yet, as in a simulation. */
export function isIncomplete(data: SignatureData): boolean {
  if (data.kind === "single") return data.signature.length === 0;
  return data.signatures.length === 0 || data.signatures.some(isIncomplete);
}

/** Every single signature in order, each multisignature after its parts: what the `tx.signature` events name. */
export function signatureBytes(data: SignatureData): readonly Uint8Array[] {
  if (data.kind === "single") return [data.signature];
  const parts = data.signatures.flatMap((one) => signatureBytes(one));
  return [...parts, MultiSignature.toBytes({ signatures: parts })];
}

/** Number of keys that a bit array speaks of. */
export function bitCount(bits: CompactBitArray | undefined): number {
  if (bits === undefined) return 0;
  return bits.extraBitsStored === 0 ? bits.elems.length * 8 : (bits.elems.length - 1) * 8 + bits.extraBitsStored;
}

/** Whether key `index` signed. */
export function bitAt(bits: CompactBitArray | undefined, index: number): boolean {
  if (bits === undefined || index >= bitCount(bits)) return false;
  return ((bits.elems[index >> 3] ?? 0) & (1 << (7 - (index % 8)))) > 0;
}

function combine(modeInfo: ModeInfo | undefined, signature: Uint8Array): SignatureData {
  const multi = modeInfo?.multi;
  if (multi === undefined) return { kind: "single", mode: modeInfo?.single?.mode ?? SignMode.SIGN_MODE_UNSPECIFIED, signature };
  const signatures = readMultiSignature(signature);
  if (signatures.length !== multi.modeInfos.length) {
    throw sdkErrors.unauthorized(`the multisignature has ${signatures.length} signatures and ${multi.modeInfos.length} modes`);
  }
  return { kind: "multi", bits: multi.bitarray, signatures: multi.modeInfos.map((info, i) => combine(info, signatures[i] ?? new Uint8Array(0))) };
}

function readMultiSignature(bytes: Uint8Array): readonly Uint8Array[] {
  try {
    return MultiSignature.decode(bytes).signatures;
  } catch (error) {
    if (error instanceof DecodeError) throw unregisteredError(error.message);
    throw error;
  }
}
