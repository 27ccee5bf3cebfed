import { expect, test } from "vitest";
import { createNodeCrypto } from "./node-crypto.ts";
import { createSecp256k1Key } from "./secp256k1-key.ts";
import { createSignaturePool } from "./signature-pool.ts";

const key = createSecp256k1Key(new Uint8Array(32).fill(7));
if (key === undefined) throw new Error("seven times 32 is a key");
const checks = Array.from({ length: 50 }, (_, i) => {
  const messageHash = createNodeCrypto().sha256(Uint8Array.of(i));
  return { publicKey: key.publicKey, messageHash, signature: key.sign(messageHash) };
});

test.each(["auto", "wasm"] as const)("threads give the verdicts of the thread that asks, in its order (%s)", async (source) => {
  const pool = createSignaturePool(2, source);
  const [first, second] = checks;
  if (first === undefined || second === undefined) throw new Error("there are checks");
  const wrong = { ...first, signature: second.signature };
  const short = { ...first, signature: first.signature.subarray(0, 63) };
  const answers = await Promise.all([pool.verify(checks), pool.verify([first, wrong, second]), pool.verify([short]), pool.verify([])]);
  expect(answers).toEqual([checks.map(() => true), [true, false, true], [false], []]);
  await pool.close();
});

test("what a closed pool had to do is rejected", async () => {
  const pool = createSignaturePool(1);
  const late = expect(pool.verify(checks)).rejects.toThrow("a thread of the signature pool has ended");
  await pool.close();
  await late;
  await expect(pool.verify(checks)).rejects.toThrow("the threads of the signature pool have ended");
});
