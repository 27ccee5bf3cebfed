import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Bip39, EnglishMnemonic, Random, Slip10, Slip10Curve, stringToPath } from "@cosmjs/crypto";
import { DirectSecp256k1Wallet, type OfflineDirectSigner } from "@cosmjs/proto-signing";
import { openKeyring } from "@openledger/keyring";
import { writeFileAtomic } from "@openledger/kv";
import { toUtf8, type Sha256 } from "@openledger/primitives";
import { z } from "zod";
import { demoError, readTextIfThere, type DemoHome } from "./demo-home.ts";

export const PREFIX = "open";

/** A key that signs, and its address. */
export interface Signer {
  readonly wallet: OfflineDirectSigner;
  readonly address: string;
}

/** Parties with one key each, kept in a keyring in a home of their own. */
export type Role = "faucet" | "curator" | "builder" | "host" | "buyer" | HostRole | "guide" | "listener";

/** Who hosts the spoken model. */
export type HostRole = "harbour" | "meadow" | "summit";

export interface DemoKeys {
  readonly roles: Readonly<Record<Role, Signer>>;
  /** Wallets of repository owners, one HD path each, in the order in which they were first seen. */
  readonly contributors: ContributorKeys;
}

export interface ContributorKeys {
  /** The owner's wallet; a new owner takes the next path, which is noted on disk first. */
  signer(owner: string): Promise<Signer>;
  /** Owners with a wallet, by address. */
  owners(): Promise<ReadonlyMap<string, string>>;
  /** 32 bytes that only this home knows, from which the salts of a content derive. */
  contentSecret(title: string): Uint8Array;
}

const ROLES: readonly Role[] = ["faucet", "curator", "builder", "host", "buyer", "harbour", "meadow", "summit", "guide", "listener"];
const fileSchema = z.object({ mnemonic: z.string(), owners: z.array(z.string()) });
type KeyFile = z.infer<typeof fileSchema>;

/** Opens the keys of a demo folder, or makes them. All lie on disk in plain text: they are demo keys. */
export async function openDemoKeys(home: DemoHome, sha256: Sha256): Promise<DemoKeys> {
  const roles = await Promise.all(ROLES.map(async (role) => [role, await roleKey(home[role], role)] as const));
  return {
    roles: Object.fromEntries(roles) as Record<Role, Signer>,
    contributors: await openContributorKeys(home.contributors, sha256),
  };
}

/** The role's key in its home, made if there is none. */
export async function roleKey(home: string, role: Role): Promise<Signer> {
  const keyring = openKeyring({ home, backend: "test", prefix: PREFIX });
  const known = await keyring.list();
  if (!known.some(({ name }) => name === role)) await keyring.add(role);
  return keyring.wallet(role);
}

/** Opens the wallets of contributors in this folder, or makes them. */
export async function openContributorKeys(home: string, sha256: Sha256): Promise<ContributorKeys> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const path = join(home, "demo-keys.json");
  const file = readKeyFile(path) ?? writeKeyFile(path, { mnemonic: newMnemonic(), owners: [] });
  const seed = await Bip39.mnemonicToSeed(new EnglishMnemonic(file.mnemonic));
  const signers = new Map<string, Promise<Signer>>();
  const pathOf = (owner: string): number => {
    const known = file.owners.indexOf(owner);
    if (known >= 0) return known;
    file.owners.push(owner);
    writeKeyFile(path, file);
    return file.owners.length - 1;
  };
  const signer = (owner: string): Promise<Signer> => {
    const known = signers.get(owner) ?? derive(seed, pathOf(owner));
    signers.set(owner, known);
    return known;
  };
  return {
    signer,
    async owners() {
      const named = await Promise.all(file.owners.map(async (owner) => [(await signer(owner)).address, owner] as const));
      return new Map(named);
    },
    contentSecret: (title) => sha256(toUtf8(`openledger demo content secret\n${file.mnemonic}\n${title}`)),
  };
}

async function derive(seed: Uint8Array, index: number): Promise<Signer> {
  const { privkey } = Slip10.derivePath(Slip10Curve.Secp256k1, seed, stringToPath(`m/44'/118'/0'/0/${index}`));
  const wallet = await DirectSecp256k1Wallet.fromKey(privkey, PREFIX);
  const [account] = await wallet.getAccounts();
  if (account === undefined) throw demoError("HOME", `no key at HD path ${index}`);
  return { wallet, address: account.address };
}

function newMnemonic(): string {
  return Bip39.encode(Random.getBytes(32)).toString();
}

function readKeyFile(path: string): KeyFile | undefined {
  const text = readTextIfThere(path);
  if (text === undefined) return undefined;
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw demoError("HOME", `${path} is no key file of the demo; add --fresh to begin anew`, cause);
  }
}

function writeKeyFile(path: string, file: KeyFile): KeyFile {
  writeFileAtomic(path, toUtf8(`${JSON.stringify(file, undefined, 2)}\n`), { mode: 0o600 });
  return file;
}
