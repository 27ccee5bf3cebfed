import { gas, type Gas } from "@openledger/primitives";
import type { GasMeter } from "./context.ts";
import { sdkErrors } from "./sdk-errors.ts";

/** Gas of key-value access: cosmos-sdk store/types/gas.go, KVGasConfig. */
export const storeGas = {
  has: 1000n,
  delete: 1000n,
  readFlat: 1000n,
  readPerByte: 3n,
  writeFlat: 2000n,
  writePerByte: 30n,
  iterateNext: 30n,
} as const;

/** What a simulation reports as wanted: 2^64-1. */
export const SIMULATED_GAS_WANTED: Gas = gas((1n << 64n) - 1n);

/** A meter that throws the SDK's out-of-gas error as soon as more than `limit` is consumed; `already` was before. */
export function createGasMeter(limit: Gas, already = 0n): GasMeter {
  let consumed = already;
  return {
    limit,
    get consumed() {
      return gas(consumed);
    },
    consume(amount, location) {
      consumed += amount;
      if (consumed > limit) {
        throw sdkErrors.outOfGas(`out of gas in location: ${location}; gasWanted: ${limit}, gasUsed: ${consumed}`);
      }
    },
  };
}

/** A meter that only counts, for simulation and for what no transaction pays. */
export function createUnlimitedGasMeter(): GasMeter {
  let consumed = 0n;
  return {
    limit: gas(0n),
    get consumed() {
      return gas(consumed);
    },
    consume(amount) {
      consumed += amount;
    },
  };
}
