import { createNodeCrypto } from "@openledger/crypto";
import { toHex, toUtf8 } from "@openledger/primitives";
import { multiStoreRoot } from "@openledger/store";
import { describe, expect, test } from "vitest";

const { sha256 } = createNodeCrypto();

describe("TestSimpleMap of the Cosmos SDK (store/internal/maps), as the root of a multistore", () => {
  test.each([
    [{}, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [{ key1: "value1" }, "a44d3cc7daba1a4600b00a2434b30f8b970652169810d6dfa9fb1793a2189324"],
    [{ key1: "value2" }, "0638e99b3445caec9d95c05e1a3fc1487b4ddec6a952ff337080360b0dcc078c"],
    [{ key1: "value1", key2: "value2" }, "8fd19b19e7bb3f2b3ee0574027d8a5a4cec370464ea2db2fbfa5c7d35bb0cff3"],
    [{ key1: "value1", key2: "value2", key3: "value3" }, "1dd674ec6782a0d586a903c9c63326a41cbe56b3bba33ed6ff5b527af6efb3dc"],
  ])("%j", (stores, root) => {
    const roots = Object.entries(stores).map(([name, value]) => ({ name, hash: toUtf8(value) }));
    expect(toHex(multiStoreRoot(sha256, roots))).toBe(root);
  });
});
