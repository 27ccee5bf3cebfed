/** Charges the SDK's gas for every access to a store (cosmos-sdk store/gaskv). */
import type { Entry, KeyRange, KeyValueStore, MultiStore } from "@openledger/store";
import type { GasMeter } from "./context.ts";
import { storeGas } from "./gas.ts";

/** Products for the lengths that keys and most values have. */
const COSTS_KEPT = 512;
const readCosts = costsOf(storeGas.readPerByte);
const writeCosts = costsOf(storeGas.writePerByte);

function costsOf(perByte: bigint): readonly bigint[] {
  return Array.from({ length: COSTS_KEPT }, (_, length) => perByte * BigInt(length));
}

function readCost(length: number): bigint {
  return readCosts[length] ?? storeGas.readPerByte * BigInt(length);
}

function writeCost(length: number): bigint {
  return writeCosts[length] ?? storeGas.writePerByte * BigInt(length);
}

/** The stores of `parent` behind a meter. */
export function meterMultiStore(parent: MultiStore, meter: GasMeter): MultiStore {
  const opened = new Map<string, KeyValueStore>();
  return {
    store(name) {
      const known = opened.get(name);
      if (known !== undefined) return known;
      const metered = meterStore(parent.store(name), meter);
      opened.set(name, metered);
      return metered;
    },
  };
}

function meterStore(store: KeyValueStore, meter: GasMeter): KeyValueStore {
  return {
    get(key) {
      meter.consume(storeGas.readFlat, "ReadFlat");
      const value = store.get(key);
      meter.consume(readCost(key.length), "ReadPerByte");
      meter.consume(readCost(value?.length ?? 0), "ReadPerByte");
      return value;
    },
    has(key) {
      meter.consume(storeGas.has, "Has");
      return store.has(key);
    },
    set(key, value) {
      meter.consume(storeGas.writeFlat, "WriteFlat");
      meter.consume(writeCost(key.length), "WritePerByte");
      meter.consume(writeCost(value.length), "WritePerByte");
      store.set(key, value);
    },
    delete(key) {
      meter.consume(storeGas.delete, "Delete");
      store.delete(key);
    },
    iterate: (range) => meterIteration(store, range, meter),
  };
}

/** As gaskv does, the first entry is charged when the iterator opens and again when it is left. */
function* meterIteration(store: KeyValueStore, range: KeyRange | undefined, meter: GasMeter): Generator<Entry, void> {
  let isFirst = true;
  for (const entry of store.iterate(range)) {
    if (isFirst) chargeEntry(entry, meter);
    isFirst = false;
    yield entry;
    chargeEntry(entry, meter);
  }
  if (isFirst) meter.consume(storeGas.iterateNext, "IterNextFlat");
}

function chargeEntry([key, value]: Entry, meter: GasMeter): void {
  meter.consume(readCost(key.length), "ReadPerByte");
  meter.consume(readCost(value.length), "ReadPerByte");
  meter.consume(storeGas.iterateNext, "IterNextFlat");
}
