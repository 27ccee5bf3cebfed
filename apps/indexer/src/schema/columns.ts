import { bigint, customType, numeric } from "drizzle-orm/pg-core";

/** Raw bytes; a plain Uint8Array on both database drivers. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  toDriver: (value) => value,
  fromDriver: (value) => Uint8Array.from(value),
});

/** A number that the chain itself counts: heights, identities, Unix nanoseconds. Signed 64 bits. */
export const counter = (name: string) => bigint(name, { mode: "bigint" });

/** Any unsigned 64-bit number that a message may carry. */
export const uint64 = (name: string) => numeric(name, { precision: 20, scale: 0, mode: "bigint" });

/** Units of a denom: up to 256 bits. */
export const units = (name: string) => numeric(name, { precision: 78, scale: 0, mode: "bigint" });
