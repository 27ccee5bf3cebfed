import { TxError } from "./tx-error.ts";
import type { Json } from "./module.ts";

/** A genesis file that cannot be used; the text says where and why. */
export function genesisError(where: string, problem: string): TxError {
  return new TxError("genesis", 2, `genesis ${where}: ${problem}`);
}

/** The object at `where`; absent counts as empty. Throws a {@link TxError} of codespace `genesis`. */
export function jsonObject(value: Json | undefined, where: string): { readonly [key: string]: Json } {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw genesisError(where, "must be an object");
  return value;
}

/** The list at `where`; absent counts as empty. Throws a {@link TxError}. */
export function jsonArray(value: Json | undefined, where: string): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (!isArray(value)) throw genesisError(where, "must be a list");
  return value;
}

/** The text at `where`, or `absent` when nothing is there. Throws a {@link TxError}. */
export function jsonString(value: Json | undefined, where: string, absent?: string): string {
  if (value === undefined && absent !== undefined) return absent;
  if (typeof value !== "string") throw genesisError(where, "must be text in quotes");
  return value;
}

/** The unsigned integer at `where`, as decimal text or a safe number; `absent` when nothing is there. */
export function jsonUint(value: Json | undefined, where: string, absent?: bigint): bigint {
  if (value === undefined && absent !== undefined) return absent;
  if (typeof value === "string" && /^[0-9]{1,78}$/.test(value)) return BigInt(value);
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  throw genesisError(where, "must be an integer of 0 or more, written as text");
}

/** The truth value at `where`, or `absent` when nothing is there. Throws a {@link TxError}. */
export function jsonBoolean(value: Json | undefined, where: string, absent?: boolean): boolean {
  if (value === undefined && absent !== undefined) return absent;
  if (typeof value !== "boolean") throw genesisError(where, "must be true or false");
  return value;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
