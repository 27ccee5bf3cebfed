import { z } from "zod";
import { fromUtf8 } from "@openledger/primitives";
import { keyringError } from "./errors.ts";
import type { SealedSecret } from "./seal.ts";

const sealed = z.object({
  kdf: z.literal("scrypt"),
  ...{ n: z.int().min(1024), r: z.int().min(1), p: z.int().min(1) },
  ...{ salt: z.base64(), nonce: z.base64(), tag: z.base64(), data: z.base64() },
});

const record = z.object({
  format: z.literal("openledger.key/1"),
  name: z.string(),
  address: z.string(),
  publicKey: z.string(),
  hdPath: z.string(),
  secret: z.union([z.object({ mnemonic: z.string() }), sealed]),
});

/** A key file: what may be read without the password, and the mnemonic, sealed or (backend `test`) plain. */
export interface KeyRecord {
  readonly format: "openledger.key/1";
  readonly name: string;
  readonly address: string;
  /** 33 bytes, hex. */
  readonly publicKey: string;
  readonly hdPath: string;
  readonly secret: SealedSecret | { readonly mnemonic: string };
}

export function parseKeyRecord(bytes: Uint8Array, path: string): KeyRecord {
  try {
    return record.parse(JSON.parse(fromUtf8(bytes)));
  } catch (error) {
    throw keyringError("KEY_FILE", `${path} is no key file of this version; restore it from its mnemonic`, error);
  }
}
