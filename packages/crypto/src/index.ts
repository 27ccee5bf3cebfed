export { createNodeCrypto, type Secp256k1Source } from "./node-crypto.ts";
