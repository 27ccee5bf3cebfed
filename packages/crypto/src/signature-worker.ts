/** A thread of the signature pool: takes batches of checks and answers one byte for each, 1 for a good one. */
import { parentPort, workerData } from "node:worker_threads";
import { createNodeCrypto, type Secp256k1Source } from "./node-crypto.ts";
import { decodeChecks } from "./signature-batch.ts";

const { verifySecp256k1 } = createNodeCrypto({ secp256k1: workerData as Secp256k1Source });

parentPort?.on("message", (batch: Uint8Array) => {
  const verdicts = Uint8Array.from(decodeChecks(batch), ({ publicKey, messageHash, signature }) => (verifySecp256k1(publicKey, messageHash, signature) ? 1 : 0));
  parentPort?.postMessage(verdicts, [verdicts.buffer]);
});
