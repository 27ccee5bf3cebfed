import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { expect, test } from "vitest";
import { contributionKey } from "./contribution-key.ts";
import { verifySources } from "./verify-sources.ts";

const ref = (datanetId: bigint, seq: bigint): ContributionRef => ({ datanetId, seq });
/** Datanet 1 has three contributions in the manifest, of which 1/3 was revoked; 1/4 came after it, 2/1 is elsewhere. */
const POSITIONS: Readonly<Record<string, bigint>> = { "1/1": 0n, "1/2": 1n, "1/3": 2n, "1/4": 3n, "2/1": 0n };
const registered = (one: ContributionRef): { logIndex: bigint } | undefined => {
  const logIndex = POSITIONS[contributionKey(one)];
  return logIndex === undefined ? undefined : { logIndex };
};
const TERMS = {
  manifestLogSize: (datanetId: bigint): bigint => (datanetId === 1n ? 3n : 0n),
  isRevoked: (one: ContributionRef): boolean => contributionKey(one) === "1/3",
};
const retrieval = { ...TERMS, derive: (): undefined => undefined };
const PASSAGES = [4n, 0n, 7n];

test("sources in order, of the manifest and no more than the passages, can be right", () => {
  for (const sources of [[], [ref(1n, 1n)], [ref(1n, 1n), ref(1n, 2n)]]) {
    expect(() => verifySources({ passages: PASSAGES, sources }, retrieval, registered)).not.toThrow();
  }
  expect(() => verifySources({ passages: [], sources: [] }, TERMS, registered)).not.toThrow();
});

test.each<readonly [string, ContributionRef[], string]>([
  ["out of order", [ref(1n, 2n), ref(1n, 1n)], "derivation"],
  ["named twice", [ref(1n, 1n), ref(1n, 1n)], "derivation"],
  ["not accepted in time", [ref(1n, 9n)], "contribution-late"],
  ["accepted after the version was frozen", [ref(1n, 4n)], "outside-manifest"],
  ["of another datanet", [ref(2n, 1n)], "outside-manifest"],
  ["revoked when the session opened", [ref(1n, 3n)], "revoked"],
])("sources that are %s cannot be right", (_, sources, code) => {
  expect(() => verifySources({ passages: PASSAGES, sources }, retrieval, registered)).toThrow(expect.objectContaining({ code }));
});

test("more sources than passages, and any of either in a kind without derivation, cannot be right", () => {
  const sources = [ref(1n, 1n), ref(1n, 2n)];
  const derivation = expect.objectContaining({ code: "derivation" });
  expect(() => verifySources({ passages: [4n], sources }, retrieval, registered)).toThrow(derivation);
  expect(() => verifySources({ passages: [4n], sources: [] }, TERMS, registered)).toThrow(derivation);
  expect(() => verifySources({ passages: [], sources }, TERMS, registered)).toThrow(derivation);
});
