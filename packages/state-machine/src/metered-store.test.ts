import { gas, toUtf8 } from "@openledger/primitives";
import { createMemoryStore } from "@openledger/store";
import { describe, expect, test } from "vitest";
import { createGasMeter, createUnlimitedGasMeter } from "./gas.ts";
import { meterMultiStore } from "./metered-store.ts";
import { TxError } from "./tx-error.ts";

const key = toUtf8("key");
const value = toUtf8("value");

function metered(use: (store: ReturnType<ReturnType<typeof meterMultiStore>["store"]>) => void): bigint {
  const memory = createMemoryStore();
  memory.set(toUtf8("a"), value);
  memory.set(toUtf8("b"), value);
  const meter = createUnlimitedGasMeter();
  use(meterMultiStore({ store: () => memory }, meter).store("any"));
  return meter.consumed;
}

describe("store access costs what the SDK's KVGasConfig says", () => {
  test("a read: 1000, and 3 per byte of key and value", () => {
    expect(metered((store) => store.get(toUtf8("a")))).toBe(1000n + 3n * 6n);
    expect(metered((store) => store.get(key))).toBe(1000n + 3n * 3n);
  });
  test("a look: 1000; a deletion: 1000", () => {
    expect(metered((store) => store.has(key))).toBe(1000n);
    expect(metered((store) => store.delete(key))).toBe(1000n);
  });
  test("a write: 2000, and 30 per byte of key and value", () => {
    expect(metered((store) => store.set(key, value))).toBe(2000n + 30n * 8n);
  });
  test("an iteration: each entry's bytes and 30 per step, the first entry twice", () => {
    expect(metered((store) => void [...store.iterate()])).toBe(3n * (6n * 3n + 30n));
    expect(metered((store) => void [...store.iterate({ start: toUtf8("x") })])).toBe(30n);
  });
});

test("a meter stops at the first unit above its limit and remembers what was used", () => {
  const meter = createGasMeter(gas(10n));
  meter.consume(10n, "here");
  expect(() => meter.consume(1n, "there")).toThrow(
    new TxError("sdk", 11, "out of gas in location: there; gasWanted: 10, gasUsed: 11: out of gas"),
  );
  expect(meter.consumed).toBe(11n);
});
