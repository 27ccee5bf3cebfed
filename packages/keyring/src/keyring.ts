import { chmod, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToString, stringToPath, type HdPath } from "@cosmjs/crypto";
import { DirectSecp256k1HdWallet } from "@cosmjs/proto-signing";
import { makeFolder, writeFileAtomic } from "@openledger/kv";
import { addressFromBytes, addressToBytes, fromUtf8, toHex, toUtf8 } from "@openledger/primitives";
import { checkMnemonic } from "./check-mnemonic.ts";
import { keyringError } from "./errors.ts";
import { parseKeyRecord, type KeyRecord } from "./key-record.ts";
import { openSecret, sealSecret } from "./seal.ts";

/** `file`: encrypted under a password. `test`: plain text on disk, for demos and tests only. */
export type KeyringBackend = "file" | "test";

/** What may be shown of a key. */
export interface KeyInfo {
  readonly name: string;
  readonly address: string;
  /** 33 bytes, hex. */
  readonly publicKey: string;
  readonly hdPath: string;
}

export interface KeyringOptions {
  /** Home folder; keys lie in `<home>/keyring-<backend>`. */
  readonly home: string;
  readonly backend: KeyringBackend;
  /** Prefix of addresses. */
  readonly prefix: string;
  /** Asked once per call that needs it; `confirm` when a new password is set. Backend `file` only. */
  readonly password?: (purpose: { readonly confirm: boolean }) => Promise<string>;
}

/** Named keys of one home. Files have mode 0600. Throws OperationalError `KEY_*`. */
export interface Keyring {
  /** Makes a key; the mnemonic is returned once, to be written down. */
  add(name: string, options?: { readonly hdPath?: string }): Promise<KeyInfo & { readonly mnemonic: string }>;
  /** Takes a key from its mnemonic. */
  recover(name: string, mnemonic: string, options?: { readonly hdPath?: string }): Promise<KeyInfo>;
  /** By name. */
  list(): Promise<KeyInfo[]>;
  show(name: string): Promise<KeyInfo>;
  delete(name: string): Promise<void>;
  /** A CosmJS wallet of this one key. */
  wallet(name: string): Promise<{ readonly wallet: DirectSecp256k1HdWallet; readonly address: string }>;
}

const DEFAULT_PATH = "m/44'/118'/0'/0/0";
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const PASSWORD_LENGTH_MIN = 8;

export function openKeyring(options: KeyringOptions): Keyring {
  const folder = join(options.home, `keyring-${options.backend}`);
  const pathOf = (name: string): string => join(folder, `${checkedName(name)}.json`);

  const load = async (name: string): Promise<KeyRecord> => {
    const bytes = await readFile(pathOf(name)).catch((error: unknown) => {
      if (isMissing(error)) {
        throw keyringError("KEY_NOT_FOUND", `no key "${name}" in ${folder}; "keys list" shows what there is`);
      }
      throw error;
    });
    return parseKeyRecord(bytes, pathOf(name));
  };

  const store = async (name: string, mnemonic: string, hdPath = DEFAULT_PATH): Promise<KeyInfo> => {
    const path = pathOf(name);
    const exists = (await names(folder)).includes(name);
    if (exists) throw keyringError("KEY_EXISTS", `a key "${name}" exists; choose another name or delete it first`);
    const info = await infoOf(name, mnemonic, hdPath, options.prefix);
    const record: KeyRecord = { format: "openledger.key/1", ...info, secret: await secretOf(options, mnemonic, info) };
    makeFolder(folder, { mode: 0o700 });
    writeFileAtomic(path, toUtf8(`${JSON.stringify(record, undefined, 2)}\n`));
    await chmod(path, 0o600);
    return info;
  };

  return {
    async add(name, { hdPath } = {}) {
      checkedName(name);
      const { mnemonic } = await DirectSecp256k1HdWallet.generate(24);
      return { ...(await store(name, mnemonic, hdPath)), mnemonic };
    },
    recover: (name, mnemonic, { hdPath } = {}) => store(name, mnemonic.trim().replace(/\s+/g, " "), hdPath),
    async list() {
      const records = await Promise.all((await names(folder)).map(load));
      return records.map((record) => publicPart(record, options.prefix));
    },
    show: async (name) => publicPart(await load(name), options.prefix),
    async delete(name) {
      await load(name);
      await rm(pathOf(name));
    },
    async wallet(name) {
      const record = await load(name);
      const mnemonic = await mnemonicOf(options, record);
      const wallet = await walletOf(mnemonic, record.hdPath, options.prefix);
      const [account] = await wallet.getAccounts();
      if (account === undefined || toHex(account.pubkey) !== record.publicKey) {
        throw keyringError("KEY_FILE", `the key file of "${name}" names another public key than its mnemonic gives`);
      }
      return { wallet, address: account.address };
    },
  };
}

async function secretOf(options: KeyringOptions, mnemonic: string, info: KeyInfo): Promise<KeyRecord["secret"]> {
  if (options.backend === "test") return { mnemonic };
  const password = await askPassword(options, true);
  if (password.length < PASSWORD_LENGTH_MIN) {
    throw keyringError("KEY_PASSWORD", `a password has at least ${PASSWORD_LENGTH_MIN} characters`);
  }
  return sealSecret(toUtf8(mnemonic), password, contextOf(info));
}

async function mnemonicOf(options: KeyringOptions, record: KeyRecord): Promise<string> {
  const { secret } = record;
  if ("mnemonic" in secret) return secret.mnemonic;
  return fromUtf8(await openSecret(secret, await askPassword(options, false), contextOf(record)));
}

async function askPassword({ password }: KeyringOptions, confirm: boolean): Promise<string> {
  if (password === undefined) throw keyringError("KEY_PASSWORD", "the keyring is encrypted, and no password was given");
  return password({ confirm });
}

function contextOf({ name, publicKey, hdPath }: Pick<KeyInfo, "name" | "publicKey" | "hdPath">): string {
  return `openledger.key/1 ${name} ${publicKey} ${hdPath}`;
}

async function infoOf(name: string, mnemonic: string, hdPath: string, prefix: string): Promise<KeyInfo> {
  const [account] = await (await walletOf(mnemonic, hdPath, prefix)).getAccounts();
  if (account === undefined) throw keyringError("KEY_MNEMONIC", "the mnemonic gives no key");
  return { name, address: account.address, publicKey: toHex(account.pubkey), hdPath };
}

async function walletOf(mnemonic: string, hdPath: string, prefix: string): Promise<DirectSecp256k1HdWallet> {
  checkMnemonic(mnemonic);
  return DirectSecp256k1HdWallet.fromMnemonic(mnemonic, { prefix, hdPaths: [pathFrom(hdPath)] });
}

function pathFrom(text: string): HdPath {
  try {
    const path = stringToPath(text);
    if (pathToString(path) === text) return path;
  } catch {
    // It is answered below, as a path that is not written canonically.
  }
  throw keyringError("KEY_PATH", `${text} is not a path such as ${DEFAULT_PATH}`);
}

async function names(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const found = entries.filter((entry) => entry.endsWith(".json")).map((entry) => entry.slice(0, -".json".length));
  return found.filter((name) => NAME.test(name)).sort((a, b) => (a < b ? -1 : 1));
}

function checkedName(name: string): string {
  if (NAME.test(name)) return name;
  throw keyringError("KEY_NAME", "a key name has 1 to 64 letters, digits, dots, dashes or underscores");
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** The address is that of the prefix asked for: one folder of keys may serve several chains. */
function publicPart({ name, address, publicKey, hdPath }: KeyRecord, prefix: string): KeyInfo {
  const bytes = addressToBytes(address.slice(0, Math.max(address.lastIndexOf("1"), 0)), address);
  return { name, address: addressFromBytes(prefix, bytes), publicKey, hdPath };
}
