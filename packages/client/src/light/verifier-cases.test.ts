// The tables of CometBFT's light/verifier_test.go: four validators with powers 20, 30, 40 and 50, of whom the last three
// have two thirds.
import {
  CometError,
  DEFAULT_TRUST_LEVEL,
  isTrustExpired,
  validateTrustLevel,
  verifyBackwards,
  verifyLightStep,
  type LightBlock,
} from "@openledger/comet";
import { describe, expect, test } from "vitest";
import { crypto, setOf, signedBlock, testKey, type BlockPlan, type Members, type TestKey } from "./light-chain.fixture.ts";

const HOUR = 3_600_000_000_000n;
const MS = 1_000_000n;
const DRIFT = 10_000n * MS;
const START = BigInt(Date.parse("2006-01-02T15:04:05Z")) * MS;
const keys = [1, 2, 3, 4].map(testKey) as [TestKey, TestKey, TestKey, TestKey];
const powers = (members: readonly TestKey[], first: bigint): Members =>
  members.map((key, i) => [key, first + 10n * BigInt(i)] as const);
const members = powers(keys, 20n);
const others = powers(keys, 10n).map(([key]) => [key, 1n] as const);
const trusted = signedBlock({ chainId: "light", height: 1n, time: START, members });

const block = (plan: Partial<BlockPlan>): LightBlock =>
  signedBlock({ chainId: "light", height: 2n, time: START + HOUR, members, ...plan });
const codeOf = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof CometError) return error.code;
    throw error;
  }
  return "trusted";
};
const verdict = (next: LightBlock, period = 3n * HOUR, now = START + 2n * HOUR): string =>
  codeOf(() =>
    verifyLightStep(crypto, trusted, next, { trustingPeriod: period, maxClockDrift: DRIFT, trustLevel: DEFAULT_TRUST_LEVEL }, now),
  );

describe("adjacent headers", () => {
  test.each<readonly [string, LightBlock, string]>([
    ["the same header", trusted, "WRONG_HEIGHT"],
    ["another chain", block({ chainId: "other" }), "WRONG_CHAIN"],
    ["a time before the trusted one", block({ time: START - HOUR }), "WRONG_TIME"],
    ["a time in the future", block({ time: START + 3n * HOUR }), "WRONG_TIME"],
    ["a time ahead by less than the drift", block({ time: START + 2n * HOUR + DRIFT - MS }), "trusted"],
    ["all signed", block({}), "trusted"],
    ["two thirds signed", block({ signers: keys.slice(1) }), "trusted"],
    ["one third signed", block({ signers: keys.slice(3) }), "NOT_ENOUGH_POWER"],
    ["validators that were not announced", block({ members: others }), "WRONG_VALIDATORS"],
    ["validators that the header does not name", { ...block({}), validators: setOf(others) }, "WRONG_VALIDATORS"],
  ])("%s", (_claim, next, expected) => {
    expect(verdict(next)).toBe(expected);
  });

  test("an expired trusted header", () => {
    expect(verdict(block({}), HOUR, START + HOUR)).toBe("TRUST_EXPIRED");
    expect(isTrustExpired(trusted.header, HOUR, START + HOUR - 1n)).toBe(false);
  });
});

describe("headers that are not adjacent", () => {
  const [first, , , last] = keys;
  test.each<readonly [string, LightBlock, string]>([
    ["all new and old validators signed", block({ height: 3n }), "trusted"],
    ["two thirds of the same validators signed", block({ height: 4n, signers: keys.slice(1) }), "trusted"],
    ["one third of the same validators signed", block({ height: 5n, signers: keys.slice(3) }), "NOT_ENOUGH_POWER"],
    ["two thirds of the old ones are the new ones", block({ height: 5n, members: powers(keys.slice(1), 30n) }), "trusted"],
    ["one third of the old ones are the new ones", block({ height: 5n, members: [[last, 50n]] }), "trusted"],
    ["less than a third of the old ones is left", block({ height: 5n, members: [[first, 20n]] }), "NOT_ENOUGH_TRUST"],
  ])("%s", (_claim, next, expected) => {
    expect(verdict(next)).toBe(expected);
  });

  test("a signature of a trusted validator that is wrong, or there twice, is refused", () => {
    const next = block({ height: 5n });
    const [one, ...rest] = next.commit.signatures;
    if (one === undefined) throw new Error("signatures are expected");
    const forged = { ...next, commit: { ...next.commit, signatures: [{ ...one, signature: new Uint8Array(64) }, ...rest] } };
    expect(verdict(forged)).toBe("WRONG_SIGNATURE");
    const stranger = powers([testKey(9)], 500n);
    const alone = block({ height: 5n, members: [...stranger, [first, 20n]] });
    const twice = alone.commit.signatures.map(() => alone.commit.signatures[1]).filter((sig) => sig !== undefined);
    expect(verdict({ ...alone, commit: { ...alone.commit, signatures: twice } })).toBe("WRONG_VALIDATORS");
  });
});

test.each([
  [1n, 1n, true],
  [1n, 3n, true],
  [2n, 3n, true],
  [3n, 3n, true],
  [4n, 5n, true],
  [6n, 5n, false],
  [0n, 1n, false],
  [0n, 0n, false],
  [1n, 0n, false],
])("a trust level of %s/%s is allowed: %s", (numerator, denominator, isAllowed) => {
  expect(codeOf(() => validateTrustLevel({ numerator, denominator }))).toBe(isAllowed ? "trusted" : "WRONG_TRUST_LEVEL");
});

test("backwards, only the very header that the trusted one names is accepted", () => {
  const older = block({ height: 4n });
  const newer = block({ height: 5n, time: START + 2n * HOUR, previous: older.header });
  const back = (header: typeof older.header): string => codeOf(() => verifyBackwards(crypto.sha256, newer.header, header));
  expect(back(older.header)).toBe("trusted");
  expect(back({ ...older.header, appHash: new Uint8Array(32) })).toBe("WRONG_BLOCK");
  expect(back({ ...older.header, chainId: "other" })).toBe("WRONG_CHAIN");
  expect(back({ ...older.header, time: newer.header.time })).toBe("WRONG_TIME");
  expect(back({ ...older.header, version: { block: 10n, app: 1n } })).toBe("MALFORMED");
});
