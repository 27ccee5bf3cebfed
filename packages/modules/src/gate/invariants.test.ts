import { addressToBytes } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";
import { branch, createMemoryStore, type KeyValueStore } from "@openledger/store";
import { expect, test } from "vitest";
import { account, createWorld, type World } from "../support/world.fixture.ts";
import { depositFor, GATE, GATE_GENESIS, issuer } from "./gate.fixture.ts";
import { brokenBy } from "./invariants.ts";
import { escrows, externalParts, GATE as STORE, ledgers } from "./state.ts";

const ann = account(51);

function deposited(): World {
  const world = createWorld({ balances: [], genesis: GATE_GENESIS });
  depositFor(world, ann, 10n);
  return world;
}

/** What is said of changes by their own, and of the state that they lead to. */
function said(change: (store: KeyValueStore) => void): { readonly byChange: string | undefined; readonly byState: readonly string[] } {
  const world = deposited();
  const store = world.context().store.store(STORE);
  const before = createMemoryStore();
  for (const [key, value] of store.iterate()) before.set(key, value);
  const changed = branch(before);
  change(changed);
  change(store);
  return { byChange: brokenBy(before, changed.changes()), byState: world.brokenInvariants() };
}

test("an external part, an escrow or a total that moves alone is seen at once, and in the full count", () => {
  const key = [addressToBytes("open", ann), "udemo"] as const;
  const more = said((store) => externalParts.set(store, key, 12n));
  expect(more.byChange).toBe("external parts of udemo grew by 2 more than the ledger says");
  expect(more.byState).toEqual([`${ann} has 10udemo, 12 of them external`, "accounts hold 12 external udemo, the ledger says 10"]);
  const hidden = said((store) => escrows.set(store, 7n, { denom: "udemo", internal: "0", external: "3" }));
  expect(hidden).toEqual({ byChange: "external parts of udemo grew by 3 more than the ledger says", byState: ["sessions hold 3 external udemo, the ledger says 0"] });
  const invented = said((store) => {
    const ledger = ledgers.require(store, "udemo");
    ledgers.set(store, "udemo", { ...ledger, total: { ...ledger.total, entered: "9", externalDemand: "12" } as typeof ledger.total });
  });
  const text = "9 entered != 10 held + 0 in sessions + 12 spent on answers + 0 retired + 0 left";
  expect(invented).toEqual({ byChange: `udemo: ${text}`, byState: [`udemo: ${text}`, "udemo: 12 counted as external demand, 9 entered"] });
  expect(said(() => undefined)).toEqual({ byChange: undefined, byState: [] });
});

test.each<readonly [string, Json, RegExp]>([
  ["a gate for the base denom", { gates: [{ denom: "uopen", issuer, name: "x" }] }, /gates\[0\]\.denom: is the base denom/],
  ["two gates for a denom", { gates: [GATE, GATE] }, /gates\[1\]\.denom: udemo has two gates/],
  ["an issuer who is nobody", { gates: [{ denom: "udemo", issuer: "open1x", name: "x" }] }, /gates\[0\]\.issuer/],
  ["a gate without a name", { gates: [{ denom: "udemo", issuer, name: "" }] }, /gates\[0\]\.name: must have 1 to 64 characters/],
  ["what is no denom", { gates: [{ denom: "u", issuer, name: "x" }] }, /gates\[0\]\.denom: must be a denom/],
  ["an epoch of no length", { params: { epoch_seconds: "0" } }, /epoch_seconds must lie in/],
  ["no epoch kept", { params: { epochs_kept: "0" } }, /epochs_kept must lie in/],
])("a genesis with %s is refused at its place", (_name, gate, message) => {
  expect(() => createWorld({ balances: [], genesis: { gate } })).toThrow(message);
});
