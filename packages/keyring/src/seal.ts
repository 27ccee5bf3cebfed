/** Encryption of a key file: scrypt makes the key from the password, AES-256-GCM seals and authenticates. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { fromBase64, toBase64, toUtf8 } from "@openledger/primitives";
import { keyringError } from "./errors.ts";

/** Sealed bytes with what is needed, beside the password, to open them. Base64 text. */
export interface SealedSecret {
  readonly kdf: "scrypt";
  /** Cost, block size and parallelism of scrypt. */
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly nonce: string;
  readonly tag: string;
  readonly data: string;
}

// About 64 MiB and a tenth of a second per guess.
const COST = { n: 65_536, r: 8, p: 1 } as const;
const COST_MAX = { n: 1_048_576, r: 32, p: 16 } as const;
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/** `context` is authenticated with the secret, so that files cannot be swapped under another name. */
export async function sealSecret(secret: Uint8Array, password: string, context: string): Promise<SealedSecret> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", await keyOf(password, salt, COST), nonce);
  cipher.setAAD(toUtf8(context));
  const data = Buffer.concat([cipher.update(secret), cipher.final()]);
  return {
    kdf: "scrypt",
    ...COST,
    salt: toBase64(salt),
    nonce: toBase64(nonce),
    tag: toBase64(cipher.getAuthTag()),
    data: toBase64(data),
  };
}

/** Throws `KEY_PASSWORD` when the password is wrong or the file was changed, which look the same. */
export async function openSecret(sealed: SealedSecret, password: string, context: string): Promise<Uint8Array> {
  if (sealed.n > COST_MAX.n || sealed.r > COST_MAX.r || sealed.p > COST_MAX.p) {
    throw keyringError("KEY_FILE", "the key file asks for more work than this version does");
  }
  const decipher = createDecipheriv(
    "aes-256-gcm",
    await keyOf(password, fromBase64(sealed.salt), sealed),
    fromBase64(sealed.nonce),
    { authTagLength: TAG_BYTES },
  );
  decipher.setAAD(toUtf8(context));
  decipher.setAuthTag(fromBase64(sealed.tag));
  try {
    return new Uint8Array(Buffer.concat([decipher.update(fromBase64(sealed.data)), decipher.final()]));
  } catch (error) {
    throw keyringError("KEY_PASSWORD", "wrong password", error);
  }
}

function keyOf(
  password: string,
  salt: Uint8Array,
  cost: { readonly n: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  const options = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(toUtf8(password), salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
