import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createSecp256k1Key, type Secp256k1Key } from "@openledger/crypto";
import { writeFileAtomic } from "@openledger/kv";
import { fromHex, fromUtf8, toHex, toUtf8 } from "@openledger/primitives";
import { keyringError } from "./errors.ts";

/**
 * A key that a service signs with by itself: a host's receipts, a buyer's tree heads. It holds no coins, so it lies on
 * disk as it is, mode 0600.
 */
export type ServiceKey = Secp256k1Key;

/** Where a host's receipt key lies in its home; the offer on chain names its public part. */
export function receiptKeyPath(home: string): string {
  return join(home, "gateway", "receipt.key");
}

/** Reads the key at `path`, or makes it there before it is first used. Throws `KEY_FILE` for anything else. */
export function openServiceKey(path: string): ServiceKey {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileAtomic(path, toUtf8(`${toHex(freshKey())}\n`), { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  const text = fromUtf8(readFileSync(path)).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw keyringError("KEY_FILE", `${path} holds no key; restore it from a copy`);
  const key = createSecp256k1Key(fromHex(text));
  if (key === undefined) throw keyringError("KEY_FILE", `${path} holds no key; restore it from a copy`);
  return key;
}

/** One in 2^128 random strings is no key. */
function freshKey(): Uint8Array {
  for (;;) {
    const bytes = new Uint8Array(randomBytes(32));
    if (createSecp256k1Key(bytes) !== undefined) return bytes;
  }
}
