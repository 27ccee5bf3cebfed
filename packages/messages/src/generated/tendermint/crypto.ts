// Generated from proto/ by scripts/generate.ts. Edit the .proto file and run it again.
import type { MessageCodec } from "../../runtime/codec.ts";
import { defineMessage } from "../../runtime/define-message.ts";

export interface Proof {
  total: bigint;
  index: bigint;
  leafHash: Uint8Array;
  aunts: Uint8Array[];
}
export const Proof: MessageCodec<Proof> = defineMessage<Proof>("tendermint.crypto.Proof", [
  { no: 1, key: "total", name: "total", type: "int64" },
  { no: 2, key: "index", name: "index", type: "int64" },
  { no: 3, key: "leafHash", name: "leaf_hash", type: "bytes" },
  { no: 4, key: "aunts", name: "aunts", type: "bytes", rule: "repeated" },
]);

export interface ValueOp {
  /** Encoded in ProofOp.Key. */
  key: Uint8Array;
  /** To encode in ProofOp.Data */
  proof?: Proof | undefined;
}
export const ValueOp: MessageCodec<ValueOp> = defineMessage<ValueOp>("tendermint.crypto.ValueOp", [
  { no: 1, key: "key", name: "key", type: "bytes" },
  { no: 2, key: "proof", name: "proof", type: "message", rule: "optional", of: () => Proof },
]);

export interface DominoOp {
  key: string;
  input: string;
  output: string;
}
export const DominoOp: MessageCodec<DominoOp> = defineMessage<DominoOp>("tendermint.crypto.DominoOp", [
  { no: 1, key: "key", name: "key", type: "string" },
  { no: 2, key: "input", name: "input", type: "string" },
  { no: 3, key: "output", name: "output", type: "string" },
]);

/**
 * ProofOp defines an operation used for calculating Merkle root
 * The data could be arbitrary format, providing nessecary data
 * for example neighbouring node hash
 */
export interface ProofOp {
  type: string;
  key: Uint8Array;
  data: Uint8Array;
}
export const ProofOp: MessageCodec<ProofOp> = defineMessage<ProofOp>("tendermint.crypto.ProofOp", [
  { no: 1, key: "type", name: "type", type: "string" },
  { no: 2, key: "key", name: "key", type: "bytes" },
  { no: 3, key: "data", name: "data", type: "bytes" },
]);

/** ProofOps is Merkle proof defined by the list of ProofOps */
export interface ProofOps {
  ops: ProofOp[];
}
export const ProofOps: MessageCodec<ProofOps> = defineMessage<ProofOps>("tendermint.crypto.ProofOps", [
  { no: 1, key: "ops", name: "ops", type: "message", rule: "repeated", of: () => ProofOp },
]);

/** PublicKey defines the keys available for use with Validators */
export interface PublicKey {
  ed25519?: Uint8Array | undefined;
  secp256k1?: Uint8Array | undefined;
}
export const PublicKey: MessageCodec<PublicKey> = defineMessage<PublicKey>("tendermint.crypto.PublicKey", [
  { no: 1, key: "ed25519", name: "ed25519", type: "bytes", rule: "optional", oneof: "sum" },
  { no: 2, key: "secp256k1", name: "secp256k1", type: "bytes", rule: "optional", oneof: "sum" },
]);
