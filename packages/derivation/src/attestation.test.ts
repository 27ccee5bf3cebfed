import { toHex } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attestationSignBytes, createAttestationBook, decodeAttestation, encodeAttestation, isAttestationGenuine, type Attestation, type AttestedBlock } from "./attestation.ts";
import { CHAIN_ID, crypto, testKey } from "./blocks.fixture.ts";

const { sha256 } = crypto;
const keys = [1, 2, 3].map(testKey);
const attesters = keys.map(({ publicKey }) => publicKey);
const blockAt = (height: bigint, state = 0): AttestedBlock => ({ height, blockHash: sha256(Uint8Array.of(Number(height))), appHash: sha256(Uint8Array.of(Number(height), state)) });

function sign(seed: number, block: AttestedBlock, chainId = CHAIN_ID): Attestation {
  const key = testKey(seed);
  return { ...block, publicKey: key.publicKey, signature: key.sign(attestationSignBytes(sha256, chainId, block)) };
}

const blobOf = (attestation: Attestation): { data: Uint8Array } => ({ data: encodeAttestation(sha256, CHAIN_ID, attestation) });

test("an attestation survives its blob, and counts for its chain alone", () => {
  const attestation = sign(1, blockAt(5n));
  const chainIdHash = sha256(new TextEncoder().encode(CHAIN_ID));
  expect(decodeAttestation(sha256, chainIdHash, blobOf(attestation).data)).toEqual(attestation);
  expect(isAttestationGenuine(crypto, CHAIN_ID, attestation)).toBe(true);
  expect(isAttestationGenuine(crypto, "other-1", attestation)).toBe(false);
  expect(decodeAttestation(sha256, sha256(Uint8Array.of(0)), blobOf(attestation).data)).toBeUndefined();
});

test("a block is attested by more than two thirds of the keys that say exactly what is known", () => {
  const book = createAttestationBook({ crypto, chainId: CHAIN_ID, attesters });
  const attested = (limit = 100n): bigint | undefined => book.attested(limit, (height) => blockAt(height));
  book.read([1, 2, 3].map((seed) => blobOf(sign(seed, blockAt(4n)))));
  expect(attested()).toBe(4n);
  // Two of three are not more than two thirds, another state is another word, and strangers have none.
  book.read([blobOf(sign(1, blockAt(6n))), blobOf(sign(2, blockAt(6n))), blobOf(sign(3, blockAt(6n, 1))), blobOf(sign(9, blockAt(6n)))]);
  // The first word of a key counts.
  book.read([blobOf(sign(3, blockAt(6n)))]);
  expect([attested(), book.at(6n).length]).toEqual([4n, 3]);
  const forged = { ...sign(3, blockAt(7n)), signature: new Uint8Array(64) };
  book.read([blobOf(sign(1, blockAt(7n))), blobOf(sign(2, blockAt(7n))), blobOf(forged)]);
  expect(attested()).toBe(4n);
  book.read([blobOf(sign(3, blockAt(7n)))]);
  expect([attested(), attested(6n), book.lastOf(keys[2]?.publicKey ?? new Uint8Array(0))]).toEqual([7n, 4n, 7n]);
  expect(book.attested(100n, () => undefined)).toBeUndefined();
});

test("one key cannot push out what others said, nor take memory without end", () => {
  const book = createAttestationBook({ crypto, chainId: CHAIN_ID, attesters: attesters.slice(0, 1) });
  const block = { blockHash: sha256(Uint8Array.of(1)), appHash: sha256(Uint8Array.of(2)) };
  for (let height = 1n; height <= 1_003n; height++) book.read([blobOf(sign(1, { height, ...block }))]);
  expect([book.at(3n).length, book.at(4n).length, book.at(1_003n).length]).toEqual([0, 1, 1]);
});

test("any bytes are an attestation or nothing", () => {
  const valid = blobOf(sign(1, blockAt(5n))).data;
  const chainIdHash = sha256(new TextEncoder().encode(CHAIN_ID));
  fc.assert(
    fc.property(fc.nat(valid.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(3), (at, xor, cut) => {
      const blob = valid.map((byte, i) => (i === at ? byte ^ xor : byte)).subarray(0, valid.length - cut);
      const found = decodeAttestation(sha256, chainIdHash, blob);
      return found === undefined || toHex(found.publicKey).length === 64;
    }),
    { numRuns: 300 },
  );
});
