import { appendLeaf, EMPTY_FRONTIER, encodeFrontier, frontierRoot, receiptLeaf, settlementLeafHash } from "@openledger/attribution";
import { headerHash, type LightBlock } from "@openledger/comet";
import { Receipt } from "@openledger/messages/openledger/attribution/v1";
import { Settlement, SettlementLeaf } from "@openledger/messages/openledger/market/v1";
import { toBase64, toHex } from "@openledger/primitives";
import { branchMultiStore, createMultiStore, proveQuery, type CommittedVersion } from "@openledger/store";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crypto, signedBlock, testKey, type Members } from "../light/light-chain.fixture.ts";
import { paramsKey, SETTLEMENT_LOG_KEY, settlementKey, type StoreKey } from "../proof/store-keys.ts";
import { appendedPath } from "./appended-path.ts";
import { CHAIN_PROOF_FORMAT, parseChainProof, type ChainProof } from "./chain-proof.ts";
import { lightBlockToFile, type TrustedHeader } from "./light-block-file.ts";
import { verifyChainProof } from "./verify-chain-proof.ts";

const { sha256 } = crypto;
const CHAIN = "offline-1";
const NOW = 1_790_000_100n * 1_000_000_000n;

const receiptAt = (index: bigint): Receipt =>
  Receipt.create({ version: 1, sessionId: 3n, index, nonce: index, amount: "1000", requestRoot: sha256(Uint8Array.of(Number(index))) });
const receipts = [0n, 1n, 2n, 3n, 4n].map(receiptAt);
const receipt = receipts[3] as Receipt;
const leaves = receipts.map((one) => receiptLeaf(sha256, one));
const before = leaves.slice(0, 2).reduce((log, leaf) => appendLeaf(sha256, log, leaf), EMPTY_FRONTIER);
const after = leaves.slice(2).reduce((log, leaf) => appendLeaf(sha256, log, leaf), before);
const settlement = Settlement.create({
  ...{ id: 7n, sessionId: 3n, firstIndex: 2n, receiptCount: 3, amount: { denom: "udemo", amount: "3000" }, lockedBond: "1" },
  logPeaks: [...before.peaks],
  head: {
    head: { version: 1, chainId: CHAIN, sessionId: 3n, size: 5n, root: frontierRoot(sha256, after), cumulativeAmount: "5000" },
    signature: new Uint8Array(64).fill(1),
  },
});
const decided = SettlementLeaf.create({ chainId: CHAIN, settlement, outcome: 1, decidedHeight: 9n });
const older = [1, 2, 3].map((n) => sha256(Uint8Array.of(n))).reduce((log, leaf) => appendLeaf(sha256, log, leaf), EMPTY_FRONTIER);
const log = appendLeaf(sha256, older, settlementLeafHash(sha256, decided));

/** State 1 holds the settlement, the log with it, and parameters. */
function committed(): CommittedVersion {
  const stores = createMultiStore({ sha256, stores: ["bank", "market", "rewards"] });
  const block = branchMultiStore(stores);
  const put = ({ store, key }: StoreKey, value: Uint8Array): void => block.store(store).set(key, value);
  put(settlementKey(7n), Settlement.toBytes(settlement));
  put(SETTLEMENT_LOG_KEY, encodeFrontier(log));
  for (const store of ["bank", "market", "rewards"]) put(paramsKey(store), Uint8Array.of(1, 2, 3));
  stores.commit(stores.preview(block.changeSet()));
  return stores.reader(1n);
}

const state = committed();
const block = signedBlock({ chainId: CHAIN, height: 2n, time: NOW - 5n, members: [[testKey(1), 10n]], appHash: state.appHash });
const trusted: TrustedHeader = { height: 2n, hash: headerHash(sha256, block.header) };

function valueOf({ store, key }: StoreKey): ChainProof["facts"][number] {
  const { value, ops } = proveQuery(sha256, state, store, key);
  return {
    ...{ store, key: toHex(key), value: toBase64(value ?? new Uint8Array(0)) },
    ops: ops.map((op) => ({ type: op.type, key: toHex(op.key), data: toBase64(op.data) })),
  };
}

function proofIn(place: "state" | "log"): ChainProof {
  const { key, value, ops } = valueOf(place === "state" ? settlementKey(7n) : SETTLEMENT_LOG_KEY);
  const logPath = appendedPath(sha256, older, [settlementLeafHash(sha256, decided)], 3) ?? [];
  return {
    format: CHAIN_PROOF_FORMAT,
    settlement: {
      ...{ place, bytes: toBase64(place === "state" ? Settlement.toBytes(settlement) : SettlementLeaf.toBytes(decided)) },
      receiptPath: (appendedPath(sha256, before, leaves.slice(2), 3) ?? []).map(toHex),
      ...{ logIndex: place === "state" ? "0" : "3", logPath: place === "state" ? [] : logPath.map(toHex) },
    },
    state: { height: "1", key, value, ops },
    facts: [valueOf(paramsKey("rewards"))],
    block: lightBlockToFile(block),
    path: [],
  };
}

const statesOf = (proof: ChainProof): string[] =>
  verifyChainProof({ crypto, chainId: CHAIN, trusted, now: NOW }, receipt, proof).map((check) => check.state);

/** Every text in a JSON value, by its path. */
function textsOf(json: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json === "string") return [path];
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => textsOf(value, [...path, key]));
}

function changedAt(json: unknown, [key, ...rest]: readonly string[], change: (text: string) => string): unknown {
  if (key === undefined) return change(String(json));
  const copy = structuredClone(json) as Record<string, unknown>;
  copy[key] = changedAt(copy[key], rest, change);
  return copy;
}

const refused = (json: unknown): boolean => {
  try {
    return statesOf(parseChainProof(json)).includes("fails");
  } catch (error) {
    return error instanceof Error && error.name === "ChainProofError";
  }
};

test.each(["state", "log"] as const)("a settlement in the %s holds, and any one changed character is noticed", (place) => {
  const proof = proofIn(place);
  expect(statesOf(proof)).toEqual(["holds", "holds", "holds", "holds", "holds"]);
  const paths = textsOf(proof).filter(([first, second]) => !(place === "state" && first === "settlement" && second === "logIndex"));
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.nat(), fc.constantFrom("0", "1", "7", "A", "a", "f"), (path, at, letter) => {
      const changed = changedAt(proof, path, (text) => {
        const i = at % Math.max(1, text.length);
        return `${text.slice(0, i)}${letter}${text.slice(i + 1)}`;
      });
      expect(JSON.stringify(changed) === JSON.stringify(proof) || refused(changed)).toBe(true);
    }),
    { numRuns: 250 },
  );
});

test("a proof of one place does not stand for the other, and another settlement is not this one", () => {
  const [inState, inLog] = [proofIn("state"), proofIn("log")];
  expect(refused({ ...inState, state: inLog.state })).toBe(true);
  expect(refused({ ...inLog, state: inState.state })).toBe(true);
  const foreign = Settlement.toBytes({ ...settlement, id: 8n });
  expect(refused({ ...inState, settlement: { ...inState.settlement, bytes: toBase64(foreign) } })).toBe(true);
  expect(refused({ ...inState, path: Array(1_001).fill(inState.block) })).toBe(true);
});

test("a header that a genesis vouches for leads on after the trusting period, and the line says on what that rests", () => {
  const { header } = signedBlock({ chainId: CHAIN, height: 1n, time: NOW - 10n, members: [[testKey(1), 10n]] });
  const first: TrustedHeader = { height: 1n, hash: headerHash(sha256, header), header };
  const lineOf = (from: TrustedHeader, hours: bigint): string => {
    const now = NOW + hours * 3_600_000_000_000n;
    const line = verifyChainProof({ crypto, chainId: CHAIN, trusted: from, now }, receipt, proofIn("log")).at(-1);
    return `${line?.state}: ${line?.detail}`;
  };
  expect([lineOf(first, 167n), lineOf({ ...first, neverExpires: true }, 167n)]).toEqual(["holds: ", "holds: "]);
  expect(lineOf(first, 169n)).toBe("fails: the trusted header 1 is older than the trusting period");
  expect(lineOf({ ...first, neverExpires: true }, 169n)).toMatch(/^holds: header 1 is older than 168 hours; it is taken from the genesis/);
  // Without an end is not without signatures.
  const foreign = signedBlock({ chainId: CHAIN, height: 1n, time: NOW - 10n, members: [[testKey(2), 10n]] });
  const other: TrustedHeader = { height: 1n, hash: headerHash(sha256, foreign.header), header: foreign.header, neverExpires: true };
  expect(lineOf(other, 169n)).toMatch(/^not-in-file: the validators changed/);
});

test("a proof that was taken while the settlement was pending says so, with height and time; one of the log does not", () => {
  const detailOf = (place: "state" | "log"): string | undefined =>
    verifyChainProof({ crypto, chainId: CHAIN, trusted, now: NOW }, receipt, proofIn(place)).find(({ name }) => name === "settled-on-chain")?.detail;
  expect(detailOf("state")).toBe("settlement 7 was pending at height 1 (before 2026-09-21T14:14:59.999Z): it could still be challenged");
  expect(detailOf("log")).toBe("");
});

test.each(["state", "log"] as const)("a forged header does not hold with the genuine one of its height beside it, for a settlement in the %s", (place) => {
  const members: Members = [[testKey(99), 10n]];
  const genuine = signedBlock({ chainId: CHAIN, height: 2n, time: NOW - 5n, members, appHash: sha256(Uint8Array.of(42)) });
  const trust: TrustedHeader = { height: 2n, hash: headerHash(sha256, genuine.header), header: genuine.header };
  const trustedLine = (path: readonly LightBlock[], of: TrustedHeader | undefined): string => {
    const proof: ChainProof = { ...proofIn(place), path: path.map(lightBlockToFile) };
    return verifyChainProof({ crypto, chainId: CHAIN, trusted: of, now: NOW }, receipt, proof).at(-1)?.state ?? "";
  };
  expect(trustedLine([], trust)).toBe("fails");
  expect(trustedLine([genuine], trust)).toBe("fails");
  expect(trustedLine([genuine], { height: 2n, hash: trust.hash })).toBe("fails");
  // Nor with anything else of one height, wherever the trusted header is.
  expect(trustedLine([block], trusted)).toBe("fails");
  expect(trustedLine([genuine], undefined)).toBe("fails");
  const above = signedBlock({ chainId: CHAIN, height: 3n, time: NOW - 4n, members, previous: genuine.header });
  const aboveTrusted: TrustedHeader = { height: 3n, hash: headerHash(sha256, above.header), header: above.header };
  expect(trustedLine([genuine], aboveTrusted)).toBe("fails");
  expect(trustedLine([genuine, above], aboveTrusted)).toBe("fails");
  expect(trustedLine([above], aboveTrusted)).toBe("fails");
  const below = [genuine, block].map(({ header }) => signedBlock({ chainId: CHAIN, height: 1n, time: header.time - 5n, members }));
  expect(trustedLine(below, trust)).toBe("fails");
});
