import { createNodeCrypto } from "@openledger/crypto";
import { fromBase64, toBase64, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { celestiaCommitment, celestiaNamespace } from "./celestia-commitment.ts";

const { sha256 } = createNodeCrypto();

test("the commitment of celestia-types' documented blob is reproduced", () => {
  const namespace = celestiaNamespace(Uint8Array.of(1, 2, 3, 4, 5));
  expect(toBase64(namespace)).toBe("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQIDBAU=");
  const commitment = celestiaCommitment(sha256, { namespace, data: toUtf8("some data to store on blockchain") });
  expect(commitment).toEqual(fromBase64("m0A4feU6Fqd5Zy9td3M7lntG8A3PKqe6YdugmAsWz28="));
});

// Made by lumina-node-wasm 0.12's `Blob`, the wasm build of celestia-types, for bytes i * 31 + 7.
const VECTORS: readonly (readonly [number, string])[] = [
  [1, "r5mdfcjCLxbyj+UemJsOXLtOpfhU34lAS3Bw5JDhn/c="],
  [478, "YhbcNK19z4RxjReU/ievPaw5YrFFl2EOUO1FPu/ncmA="],
  [479, "D+4M5NK1WwDtQo3x7S8xUkGoSAko+aAWV/yvPbqWxJg="],
  [5_000, "eCmEkvCjIkvY3CQPAKwTYghJ3aTQLIKmjIJt1VXnGdo="],
  [40_000, "DYmbLcK2gyvxVvTTJmDldcCbgLErmxCx6OZ4LDpLk7E="],
  [100_000, "jXXNSTYrImaUbMcA0vz8yMTH4Sfj5NKJilEKBLBlijI="],
  [1_000_001, "pbnrDAD6OEtoXaJQgk8Ws2wEtlbUUHkOUWXH/GndHp0="],
];

test.each(VECTORS)("the commitment of %i bytes is that of Celestia's own library", (length, expected) => {
  const data = new Uint8Array(length).map((_, i) => i * 31 + 7);
  const namespace = celestiaNamespace(Uint8Array.of(1, 2, 3, 4, 5));
  expect(toBase64(celestiaCommitment(sha256, { namespace, data }))).toBe(expected);
});
