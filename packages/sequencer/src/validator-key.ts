import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { validatorAddress } from "@openledger/comet";
import { writeFileAtomic } from "@openledger/kv";
import { equalBytes, fromBase64, fromUtf8, toBase64, toHex, toUtf8, type Sha256 } from "@openledger/primitives";
import { sequencerError } from "./errors.ts";

/** An ed25519 validator key; the private part stays inside. */
export interface ValidatorKey {
  /** 20 bytes. */
  readonly address: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const SEED_BYTES = 32;

/** Creates a key file in CometBFT's form, readable by its owner only. Throws `VALIDATOR_KEY` if there is one already. */
export function createValidatorKey(path: string, sha256: Sha256): ValidatorKey {
  if (existsSync(path)) throw sequencerError("VALIDATOR_KEY", `${path} exists; a validator key is never overwritten`);
  const pkcs8 = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
  const key = keyOfSeed(pkcs8.subarray(-SEED_BYTES), sha256);
  const document = {
    address: toHex(key.address).toUpperCase(),
    pub_key: { type: "tendermint/PubKeyEd25519", value: toBase64(key.publicKey) },
    priv_key: {
      type: "tendermint/PrivKeyEd25519",
      value: toBase64(Buffer.concat([pkcs8.subarray(-SEED_BYTES), key.publicKey])),
    },
  };
  writeFileAtomic(path, toUtf8(`${JSON.stringify(document, undefined, 2)}\n`), { mode: 0o600 });
  return key;
}

/** Loads CometBFT's `priv_validator_key.json`. Throws `VALIDATOR_KEY`. */
export function loadValidatorKey(path: string, sha256: Sha256): ValidatorKey {
  const secret = readSecret(path);
  if (secret.length !== SEED_BYTES * 2) throw sequencerError("VALIDATOR_KEY", `${path}: the private key has 64 bytes`);
  const key = keyOfSeed(secret.subarray(0, SEED_BYTES), sha256);
  if (!equalBytes(key.publicKey, secret.subarray(SEED_BYTES))) {
    throw sequencerError("VALIDATOR_KEY", `${path}: private and public key do not belong together`);
  }
  return key;
}

function readSecret(path: string): Uint8Array {
  try {
    const document: unknown = JSON.parse(fromUtf8(readFileSync(path)));
    const { priv_key: key } = document as { priv_key?: { type?: unknown; value?: unknown } };
    if (key?.type !== "tendermint/PrivKeyEd25519" || typeof key.value !== "string") throw new TypeError("no ed25519 key");
    return fromBase64(key.value);
  } catch (error) {
    // The cause may quote the file, which holds the secret.
    const reason = error instanceof Error && "code" in error ? String(error.code) : "not a CometBFT key file";
    throw sequencerError("VALIDATOR_KEY", `${path}: ${reason}; run "openledgerd init", or restore the file`);
  }
}

function keyOfSeed(seed: Uint8Array, sha256: Sha256): ValidatorKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const publicKey = new Uint8Array(spki.subarray(-SEED_BYTES));
  return {
    address: validatorAddress(sha256, publicKey),
    publicKey,
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}
