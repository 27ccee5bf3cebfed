import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { equalBytes, fromBase64, fromHex, toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { existenceProof, nonExistenceProof } from "./iavl-proof.ts";
import { createIavlTree, type IavlTree } from "./iavl-tree.ts";
import { decodeCommitmentProof } from "./ics23-decode.ts";
import { encodeCommitmentProof } from "./ics23-encode.ts";
import { IAVL_SPEC, TENDERMINT_SPEC, type ProofSpec } from "./ics23-spec.ts";
import { rootOfExistence, verifyExistence, verifyNonExistence } from "./ics23-verify.ts";
import { createMultiStore, type CommittedMultiStore } from "./multi-store.ts";
import { proveQuery, verifyQuery } from "./query-proof.ts";
import { StoreError } from "./store-error.ts";

const sha256 = (data: Uint8Array): Uint8Array => createHash("sha256").update(data).digest();
const bytes = toUtf8;

/** Folder of cosmos/ics23 `testdata`, when the machine has it: named by the environment, or beside the checkout. */
const VECTORS =
  process.env["ICS23_TESTDATA"] ?? fileURLToPath(new URL("../../../../shared/data/vectors/ics23", import.meta.url));
const withoutVectors = !existsSync(VECTORS);

interface Vector {
  readonly key: string;
  readonly value?: string;
  readonly root: string;
  readonly proof: string;
}

function readVector(path: string): Vector {
  return JSON.parse(readFileSync(`${VECTORS}/${path}.json`, "utf8")) as Vector;
}

const specs: readonly (readonly [string, ProofSpec])[] = [
  ["iavl", IAVL_SPEC],
  ["tendermint", TENDERMINT_SPEC],
];
const cases = specs.flatMap(([tree, spec]) => ["left", "middle", "right"].map((side) => ({ tree, spec, side })));

describe("upstream ics23 vectors (set ICS23_TESTDATA to the testdata folder of cosmos/ics23)", () => {
  test.skipIf(withoutVectors).each(cases)(
    "$tree exist_$side verifies and nothing else does",
    ({ tree, spec, side }) => {
      const vector = readVector(`${tree}/exist_${side}`);
      const { exist } = decodeCommitmentProof(fromHex(vector.proof));
      const [root, key, value] = [fromHex(vector.root), fromHex(vector.key), fromHex(vector.value ?? "")];
      expect(exist).toBeDefined();
      if (exist === undefined) return;
      expect(verifyExistence(sha256, spec, root, exist, key, value)).toBe(true);
      expect(verifyExistence(sha256, spec, root, exist, key, bytes("other"))).toBe(false);
      expect(verifyExistence(sha256, spec, sha256(root), exist, key, value)).toBe(false);
      expect(toHex(encodeCommitmentProof({ exist }))).toBe(vector.proof);
    },
  );

  test.skipIf(withoutVectors).each(cases)("$tree nonexist_$side verifies", ({ tree, spec, side }) => {
    const vector = readVector(`${tree}/nonexist_${side}`);
    const { nonexist } = decodeCommitmentProof(fromHex(vector.proof));
    expect(nonexist).toBeDefined();
    if (nonexist === undefined) return;
    const root = fromHex(vector.root);
    expect(verifyNonExistence(sha256, spec, root, nonexist, fromHex(vector.key))).toBe(true);
    for (const present of [nonexist.left?.key, nonexist.right?.key]) {
      if (present !== undefined) expect(verifyNonExistence(sha256, spec, root, nonexist, present)).toBe(false);
    }
    expect(toHex(encodeCommitmentProof({ nonexist }))).toBe(vector.proof);
  });

  test.skipIf(withoutVectors)("every proof that TestCheckAgainstSpec refuses is refused", () => {
    const text = readFileSync(`${VECTORS}/TestCheckAgainstSpecData.json`, "utf8");
    const all = Object.values(JSON.parse(text) as Record<string, SpecCase>);
    const refused = all.filter(({ Err }) => Err !== "");
    expect(refused.length).toBeGreaterThan(5);
    for (const { Proof } of refused) expect(rootOfSpecCase(Proof)).toBeUndefined();
    const lone = all.find(({ Err, Proof }) => Err === "" && Proof.path === undefined);
    expect(lone === undefined ? undefined : rootOfSpecCase(lone.Proof)).toBeDefined();
  });
});

interface SpecOp {
  readonly hash?: number;
  readonly prehash_value?: number;
  readonly length?: number;
  readonly prefix?: string;
  readonly suffix?: string;
}

interface SpecCase {
  readonly Err: string;
  readonly Proof: {
    readonly key: string;
    readonly value: string;
    readonly leaf?: SpecOp;
    readonly path?: readonly SpecOp[];
  };
}

function rootOfSpecCase({ key, value, leaf = {}, path = [] }: SpecCase["Proof"]): Uint8Array | undefined {
  const base64 = (text: string | undefined): Uint8Array => fromBase64(text ?? "");
  return rootOfExistence(sha256, IAVL_SPEC, {
    key: base64(key),
    value: base64(value),
    leaf: {
      hash: leaf.hash ?? 0,
      prehashKey: 0,
      prehashValue: leaf.prehash_value ?? 0,
      length: leaf.length ?? 0,
      prefix: base64(leaf.prefix),
    },
    path: path.map((op) => ({ hash: op.hash ?? 0, prefix: base64(op.prefix), suffix: base64(op.suffix) })),
  });
}

const keyNumber = fc.integer({ min: 0, max: 60 });

function treeOf(numbers: readonly number[]): IavlTree {
  return numbers.reduce(
    (tree, n, i) => tree.apply([{ key: Uint8Array.of(n), value: Uint8Array.of(n, 1) }], BigInt(i + 1)),
    createIavlTree(sha256),
  );
}

describe("tree proofs", () => {
  test("every key is provably present or absent, never both", () => {
    fc.assert(
      fc.property(fc.uniqueArray(keyNumber, { minLength: 1, maxLength: 25 }), keyNumber, (numbers, probe) => {
        const tree = treeOf(numbers);
        const key = Uint8Array.of(probe);
        const root = tree.hash();
        if (numbers.includes(probe)) {
          const proof = existenceProof(tree, key);
          expect(verifyExistence(sha256, IAVL_SPEC, root, proof, key, Uint8Array.of(probe, 1))).toBe(true);
          expect(verifyExistence(sha256, IAVL_SPEC, root, proof, key, Uint8Array.of(probe, 2))).toBe(false);
          expect(() => nonExistenceProof(tree, key)).toThrow(StoreError);
        } else {
          const proof = nonExistenceProof(tree, key);
          expect(verifyNonExistence(sha256, IAVL_SPEC, root, proof, key)).toBe(true);
          expect(() => existenceProof(tree, key)).toThrow(StoreError);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("neighbours that skip a present key do not prove its absence", () => {
    const tree = treeOf([1, 2, 3, 4, 5, 6, 7, 8]);
    const proofOf = (n: number) => existenceProof(tree, Uint8Array.of(n));
    for (let n = 2; n <= 7; n++) {
      const key = Uint8Array.of(n);
      const forged = { key, left: proofOf(n - 1), right: proofOf(n + 1) };
      expect(verifyNonExistence(sha256, IAVL_SPEC, tree.hash(), forged, key)).toBe(false);
      const oneSided = { key, left: proofOf(n - 1), right: undefined };
      expect(verifyNonExistence(sha256, IAVL_SPEC, tree.hash(), oneSided, key)).toBe(false);
      const otherSided = { key, left: undefined, right: proofOf(n + 1) };
      expect(verifyNonExistence(sha256, IAVL_SPEC, tree.hash(), otherSided, key)).toBe(false);
    }
  });
});

describe("query proofs", () => {
  const stores = ["acc", "bank", "datanet", "market", "model"];

  function createState(): CommittedMultiStore {
    const state = createMultiStore({ sha256, stores });
    const entries = (name: string) => ["a", "c", "e"].map((key) => ({ key: bytes(key), value: bytes(name + key) }));
    state.commit(stores.map((store) => ({ store, changes: entries(store) })));
    state.commit([{ store: "bank", changes: [{ key: bytes("c"), value: bytes("new") }] }]);
    return state;
  }

  test("presence and absence verify for every store, and only against their own app hash", () => {
    const state = createState();
    for (const store of stores) {
      for (const text of ["a", "b", "c", "d", "e", "f", "Z"]) {
        const key = bytes(text);
        const { value, ops } = proveQuery(sha256, state.reader(), store, key);
        expect(verifyQuery(sha256, state.appHash, store, key, value, ops)).toBe(true);
        expect(verifyQuery(sha256, state.reader(1n).appHash, store, key, value, ops)).toBe(false);
        expect(verifyQuery(sha256, state.appHash, store, key, bytes("wrong"), ops)).toBe(false);
        expect(verifyQuery(sha256, state.appHash, "other", key, value, ops)).toBe(false);
        expect(verifyQuery(sha256, state.appHash, store, bytes("x"), value, ops)).toBe(false);
        if (value !== undefined) expect(verifyQuery(sha256, state.appHash, store, key, undefined, ops)).toBe(false);
      }
    }
  });

  test("a retained version still proves what it held", () => {
    const state = createState();
    const { value, ops } = proveQuery(sha256, state.reader(1n), "bank", bytes("c"));
    expect(value).toEqual(bytes("bankc"));
    expect(verifyQuery(sha256, state.root(1n).appHash, "bank", bytes("c"), value, ops)).toBe(true);
  });

  test("a proof with any byte changed is refused and never throws", () => {
    const state = createState();
    const key = bytes("c");
    const { value, ops } = proveQuery(sha256, state.reader(), "bank", key);
    ops.forEach((op, i) => {
      for (let at = 0; at < op.data.length; at++) {
        const data = op.data.slice();
        data[at] = (data[at] ?? 0) ^ 0x41;
        const forged = ops.map((other, j) => (i === j ? { ...op, data } : other));
        expect(verifyQuery(sha256, state.appHash, "bank", key, value, forged)).toBe(false);
      }
    });
  });

  test("arbitrary bytes are refused as a malformed proof, or are read and written back to an equal proof", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (data) => {
        try {
          const proof = decodeCommitmentProof(data);
          const again = decodeCommitmentProof(encodeCommitmentProof(proof));
          expect(equalBytes(encodeCommitmentProof(again), encodeCommitmentProof(proof))).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: "StoreError", code: "MALFORMED_PROOF" });
        }
      }),
      { numRuns: 500 },
    );
  });

  test("what cannot be proved says why under its own code", () => {
    const empty = createMultiStore({ sha256, stores });
    const code = (act: () => unknown): string => {
      try {
        act();
        return "none";
      } catch (error) {
        return error instanceof StoreError ? error.code : String(error);
      }
    };
    expect(code(() => proveQuery(sha256, empty.reader(), "bank", bytes("a")))).toBe("NOT_PROVABLE");
    expect(code(() => proveQuery(sha256, createState().reader(), "bank", new Uint8Array(0)))).toBe("NOT_PROVABLE");
    expect(code(() => proveQuery(sha256, createState().reader(), "gov", bytes("a")))).toBe("UNKNOWN_STORE");
  });
});
