import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Secp256k1 } from "@cosmjs/crypto";
import { writeFileAtomic } from "@openledger/kv";
import { fromHex, fromUtf8, toHex, toUtf8 } from "@openledger/primitives";
import { keyringError } from "./errors.ts";

/**
 * A key that a service signs with by itself: a host's receipts, a buyer's tree heads. It holds no coins, so it lies on
 * disk as it is, mode 0600.
 */
export interface ServiceKey {
  /** 33 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes r‖s with low S over a 32-byte hash; deterministic. */
  sign(hash: Uint8Array): Uint8Array;
}

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
  const privateKey = fromHex(text);
  const publicKey = new Uint8Array(Secp256k1.compressPubkey(Secp256k1.makeKeypair(privateKey).pubkey));
  return {
    publicKey,
    sign: (hash) => new Uint8Array(Secp256k1.createSignature(hash, privateKey).toFixedLength()).slice(0, 64),
  };
}

function freshKey(): Uint8Array {
  for (;;) {
    const key = new Uint8Array(randomBytes(32));
    try {
      Secp256k1.makeKeypair(key);
      return key;
    } catch {
      // One in 2^128 random strings is no key.
    }
  }
}
