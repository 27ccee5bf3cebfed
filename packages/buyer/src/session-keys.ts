import { randomBytes } from "node:crypto";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { openServiceKey, type ServiceKey } from "@openledger/keyring";
import { toHex } from "@openledger/primitives";

/** Session keys of a home, each in a file named for its public part. */
export interface SessionKeys {
  /** A key that no session has used. */
  fresh(): ServiceKey;
  /** The key with this public part, if this home made it. */
  find(publicKey: Uint8Array): ServiceKey | undefined;
}

export function openSessionKeys(folder: string): SessionKeys {
  const pathOf = (publicKey: Uint8Array): string => join(folder, `${toHex(publicKey)}.key`);
  return {
    fresh() {
      const draft = join(folder, `new-${randomBytes(8).toString("hex")}`);
      const key = openServiceKey(draft);
      renameSync(draft, pathOf(key.publicKey));
      return key;
    },
    find: (publicKey) => (existsSync(pathOf(publicKey)) ? openServiceKey(pathOf(publicKey)) : undefined),
  };
}
