import { readFileSync } from "node:fs";
import type { SignState } from "@openledger/kv";
import { equalBytes, fromUtf8, toHex, toUtf8 } from "@openledger/primitives";
import type { ValidatorKey } from "./validator-key.ts";

/** The last-sign state of a key that never signed: CometBFT's form, and the address of the key that it was made with. */
export function newSignState({ address }: Pick<ValidatorKey, "address">): Uint8Array {
  return toUtf8(`${JSON.stringify({ height: "0", round: 0, step: 0, address: toHex(address) }, undefined, 2)}\n`);
}

/**
 * Whether the last-sign state at `path`, as it was opened, says by itself that it belongs to another key: its signature is not
 * what this key makes of the same bytes (ed25519 gives one signature for a message), or, before the first one, it was made
 * with another address. A state that has neither says nothing.
 */
export function isSignStateOfAnotherKey(path: string, { last }: Pick<SignState, "last">, key: Pick<ValidatorKey, "address" | "sign">): boolean {
  if (last !== undefined && last.signature.length > 0) return !equalBytes(key.sign(last.signBytes), last.signature);
  const { address } = JSON.parse(fromUtf8(readFileSync(path))) as { readonly address?: unknown };
  return address !== undefined && address !== toHex(key.address);
}
