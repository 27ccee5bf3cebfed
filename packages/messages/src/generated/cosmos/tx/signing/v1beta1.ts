// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { EnumValue, MessageCodec } from "../../../../runtime/codec.ts";
import { defineMessage } from "../../../../runtime/define-message.ts";
import { Any } from "../../../google/protobuf.ts";
import { CompactBitArray } from "../../crypto/multisig/v1beta1.ts";

/**
 * SignMode represents a signing mode with its own security guarantees.
 *
 * This enum should be considered a registry of all known sign modes
 * in the Cosmos ecosystem. Apps are not expected to support all known
 * sign modes. Apps that would like to support custom  sign modes are
 * encouraged to open a small PR against this file to add a new case
 * to this SignMode enum describing their sign mode so that different
 * apps have a consistent version of this enum.
 */
export const SignMode = {
  /**
   * SIGN_MODE_UNSPECIFIED specifies an unknown signing mode and will be
   * rejected.
   */
  SIGN_MODE_UNSPECIFIED: 0,
  /**
   * SIGN_MODE_DIRECT specifies a signing mode which uses SignDoc and is
   * verified with raw bytes from Tx.
   */
  SIGN_MODE_DIRECT: 1,
  /**
   * SIGN_MODE_TEXTUAL is a future signing mode that will verify some
   * human-readable textual representation on top of the binary representation
   * from SIGN_MODE_DIRECT.
   *
   * Since: cosmos-sdk 0.50
   */
  SIGN_MODE_TEXTUAL: 2,
  /**
   * SIGN_MODE_DIRECT_AUX specifies a signing mode which uses
   * SignDocDirectAux. As opposed to SIGN_MODE_DIRECT, this sign mode does not
   * require signers signing over other signers' `signer_info`.
   *
   * Since: cosmos-sdk 0.46
   */
  SIGN_MODE_DIRECT_AUX: 3,
  /**
   * SIGN_MODE_LEGACY_AMINO_JSON is a backwards compatibility mode which uses
   * Amino JSON and will be removed in the future.
   */
  SIGN_MODE_LEGACY_AMINO_JSON: 127,
  /**
   * SIGN_MODE_EIP_191 specifies the sign mode for EIP 191 signing on the Cosmos
   * SDK. Ref: https://eips.ethereum.org/EIPS/eip-191
   *
   * Currently, SIGN_MODE_EIP_191 is registered as a SignMode enum variant,
   * but is not implemented on the SDK by default. To enable EIP-191, you need
   * to pass a custom `TxConfig` that has an implementation of
   * `SignModeHandler` for EIP-191. The SDK may decide to fully support
   * EIP-191 in the future.
   *
   * Since: cosmos-sdk 0.45.2
   */
  SIGN_MODE_EIP_191: 191,
} as const;
export type SignMode = EnumValue<typeof SignMode>;

/** SignatureDescriptors wraps multiple SignatureDescriptor's. */
export interface SignatureDescriptors {
  /** signatures are the signature descriptors */
  signatures: SignatureDescriptor[];
}
export const SignatureDescriptors: MessageCodec<SignatureDescriptors> = defineMessage<SignatureDescriptors>("cosmos.tx.signing.v1beta1.SignatureDescriptors", [
  { no: 1, key: "signatures", name: "signatures", type: "message", rule: "repeated", of: () => SignatureDescriptor },
]);

/**
 * SignatureDescriptor is a convenience type which represents the full data for
 * a signature including the public key of the signer, signing modes and the
 * signature itself. It is primarily used for coordinating signatures between
 * clients.
 */
export interface SignatureDescriptor {
  /** public_key is the public key of the signer */
  publicKey?: Any | undefined;
  data?: SignatureDescriptor_Data | undefined;
  /**
   * sequence is the sequence of the account, which describes the
   * number of committed transactions signed by a given address. It is used to prevent
   * replay attacks.
   */
  sequence: bigint;
}
export const SignatureDescriptor: MessageCodec<SignatureDescriptor> = defineMessage<SignatureDescriptor>("cosmos.tx.signing.v1beta1.SignatureDescriptor", [
  { no: 1, key: "publicKey", name: "public_key", type: "message", rule: "optional", of: () => Any },
  { no: 2, key: "data", name: "data", type: "message", rule: "optional", of: () => SignatureDescriptor_Data },
  { no: 3, key: "sequence", name: "sequence", type: "uint64" },
]);

/** Data represents signature data */
export interface SignatureDescriptor_Data {
  /** single represents a single signer */
  single?: SignatureDescriptor_Data_Single | undefined;
  /** multi represents a multisig signer */
  multi?: SignatureDescriptor_Data_Multi | undefined;
}
export const SignatureDescriptor_Data: MessageCodec<SignatureDescriptor_Data> = defineMessage<SignatureDescriptor_Data>("cosmos.tx.signing.v1beta1.SignatureDescriptor.Data", [
  { no: 1, key: "single", name: "single", type: "message", rule: "optional", oneof: "sum", of: () => SignatureDescriptor_Data_Single },
  { no: 2, key: "multi", name: "multi", type: "message", rule: "optional", oneof: "sum", of: () => SignatureDescriptor_Data_Multi },
]);

/** Single is the signature data for a single signer */
export interface SignatureDescriptor_Data_Single {
  /** mode is the signing mode of the single signer */
  mode: SignMode;
  /** signature is the raw signature bytes */
  signature: Uint8Array;
}
export const SignatureDescriptor_Data_Single: MessageCodec<SignatureDescriptor_Data_Single> = defineMessage<SignatureDescriptor_Data_Single>("cosmos.tx.signing.v1beta1.SignatureDescriptor.Data.Single", [
  { no: 1, key: "mode", name: "mode", type: "enum", enumTable: () => SignMode },
  { no: 2, key: "signature", name: "signature", type: "bytes" },
]);

/** Multi is the signature data for a multisig public key */
export interface SignatureDescriptor_Data_Multi {
  /** bitarray specifies which keys within the multisig are signing */
  bitarray?: CompactBitArray | undefined;
  /** signatures is the signatures of the multi-signature */
  signatures: SignatureDescriptor_Data[];
}
export const SignatureDescriptor_Data_Multi: MessageCodec<SignatureDescriptor_Data_Multi> = defineMessage<SignatureDescriptor_Data_Multi>("cosmos.tx.signing.v1beta1.SignatureDescriptor.Data.Multi", [
  { no: 1, key: "bitarray", name: "bitarray", type: "message", rule: "optional", of: () => CompactBitArray },
  { no: 2, key: "signatures", name: "signatures", type: "message", rule: "repeated", of: () => SignatureDescriptor_Data },
]);
