export { createNodeCrypto, type Secp256k1Source } from "./node-crypto.ts";
export { createSecp256k1Key, type Secp256k1Key } from "./secp256k1-key.ts";
export { createSignaturePool, type SignaturePool } from "./signature-pool.ts";
