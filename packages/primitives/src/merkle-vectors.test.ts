// Trees that others made: CometBFT's crypto/merkle/tree_test.go and the reference tree of Certificate Transparency.
import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { fromHex, merkleProof, merkleRoot, merkleSplit, toHex, verifyMerkleProof } from "./index.ts";

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(hash("sha256", data, "buffer"));

describe("TestHashFromByteSlices of CometBFT", () => {
  test.each([
    ["empty", [], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["single", ["010203"], "054edec1d0211f624fed0cbca9d4f9400b0e491c43742af2c5b0abebf0c990d8"],
    ["single blank", [""], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
    ["two", ["010203", "040506"], "82e6cfce00453804379b53962939eaa7906b39904be0813fcadd31b100773c4b"],
    ["many", ["0102", "0304", "0506", "0708", "090a"], "f326493eceab4f2d9ffbc78c59432a0a005d6ea98392045c74df5d14a113be18"],
  ])("%s", (_name, leaves, root) => {
    expect(toHex(merkleRoot(sha256, leaves.map(fromHex)))).toBe(root);
  });
});

test("Test_getSplitPoint of CometBFT", () => {
  const counts = [2, 3, 4, 5, 10, 20, 100, 255, 256, 257];
  expect(counts.map(merkleSplit)).toEqual([1, 2, 2, 4, 8, 16, 64, 128, 128, 256]);
});

describe("the tree of Certificate Transparency's reference test", () => {
  const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map(fromHex);
  const roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ];

  test.each(roots.map((root, i) => [i + 1, root] as const))("of %i leaves", (size, root) => {
    expect(toHex(merkleRoot(sha256, leaves.slice(0, size)))).toBe(root);
  });

  test("the path of its sixth leaf among eight", () => {
    const { aunts } = merkleProof(sha256, leaves, 5);
    expect(aunts.map(toHex)).toEqual([
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
    const proof = merkleProof(sha256, leaves, 5);
    expect(verifyMerkleProof(sha256, fromHex(roots[7] ?? ""), leaves[5] ?? new Uint8Array(0), proof)).toBe(true);
  });
});
