import { existsSync } from "node:fs";
import { createChain, defaultGenesis, parseGenesis, type DefaultGenesisOptions, type GenesisAccount } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, makeFolder, writeFileAtomic } from "@openledger/kv";
import { addressToBytes, EncodingError, InvariantViolation, toUtf8, unixNanos } from "@openledger/primitives";
import { createValidatorKey, newSignState } from "@openledger/sequencer";
import { TxError } from "@openledger/state-machine";
import { configTemplate } from "./config.ts";
import { spellOutDefaults } from "./genesis/spell-out-defaults.ts";
import { readGenesisFile, type GenesisFile } from "./genesis-file.ts";
import { homePaths, type HomePaths } from "./home.ts";
import { nodeError } from "./node-error.ts";

export interface InitHomeOptions {
  readonly home: string;
  readonly moniker?: string;
  readonly chainId?: string;
  readonly bech32Prefix?: string;
  readonly baseDenom?: string;
  readonly accounts?: readonly GenesisAccount[];
  /** Genesis of modules by name, instead of their defaults. */
  readonly appState?: NonNullable<DefaultGenesisOptions["appState"]>;
  /** Now by default. */
  readonly genesisTimeMs?: number;
}

export interface InitializedHome {
  readonly paths: HomePaths;
  readonly genesis: GenesisFile;
}

const DEFAULT_MONIKER = "openledger";

/** The power of a lone validator is of no consequence; 10 is what CometBFT's own init gives. */
const VALIDATOR_POWER = 10n;

/**
 * Creates a home folder: validator key, last-sign state, genesis and config.toml. Throws `HOME` if it has a genesis or
 * a validator key already: neither is ever overwritten. Throws `CONFIG`, before anything is written, when no chain can
 * begin as the options say.
 */
export function initHome(options: InitHomeOptions): InitializedHome {
  const paths = homePaths(options.home);
  for (const file of [paths.genesisFile, paths.validatorKeyFile, paths.signStateFile]) {
    if (existsSync(file)) throw nodeError("HOME", `${file} exists; choose another --home, or remove the folder to begin anew`);
  }
  rehearse(options);
  makeFolder(paths.configFolder, { mode: 0o700 });
  const { sha256 } = createNodeCrypto();
  using _lock = lockDataFolder(paths.dataFolder);
  const key = createValidatorKey(paths.validatorKeyFile, sha256);
  const { moniker = DEFAULT_MONIKER } = options;
  const document = spellOutDefaults(documentOf(options, key.publicKey));
  writeFileAtomic(paths.signStateFile, newSignState(key), { mode: 0o600 });
  writeFileAtomic(paths.configFile, toUtf8(configTemplate(moniker)));
  // Last, because its presence says that the home is complete.
  writeJson(paths.genesisFile, document);
  return { paths, genesis: readGenesisFile(paths.genesisFile, sha256) };
}

function documentOf(options: InitHomeOptions, publicKey: Uint8Array): ReturnType<typeof defaultGenesis> {
  const { moniker = DEFAULT_MONIKER, home: _home, genesisTimeMs = Date.now(), ...chain } = options;
  return defaultGenesis({
    ...chain,
    genesisTime: unixNanos(BigInt(genesisTimeMs) * 1_000_000n),
    // Without accounts nobody could operate a validator: gentx bonds the first one then.
    validators: [{ publicKey, power: VALIDATOR_POWER, name: moniker, operator: options.accounts?.[0]?.address }],
  });
}

/** Begins the chain in memory with another key. */
function rehearse(options: InitHomeOptions): void {
  const { moniker = DEFAULT_MONIKER, bech32Prefix = "open", accounts = [] } = options;
  if (!/^.{1,70}$/s.test(moniker)) throw nodeError("CONFIG", "a node's name has 1 to 70 characters; give it as --moniker NAME");
  if (!/^[a-z][a-z0-9]{0,19}$/.test(bech32Prefix)) {
    throw nodeError("CONFIG", `a prefix of addresses has 1 to 20 lower-case letters and digits, a letter first, not ${JSON.stringify(bech32Prefix)}`);
  }
  for (const { address } of accounts) requireAddress(bech32Prefix, address);
  try {
    createChain({ crypto: createNodeCrypto() }).initChain(parseGenesis(documentOf(options, new Uint8Array(32).fill(1))));
  } catch (error) {
    if (error instanceof TxError || error instanceof InvariantViolation) throw nodeError("CONFIG", `no chain can begin like this: ${error.message}`, error);
    throw error;
  }
}

function requireAddress(prefix: string, address: string): void {
  try {
    addressToBytes(prefix, address);
  } catch (error) {
    if (error instanceof EncodingError) throw nodeError("CONFIG", `${address} is no address of this chain, where they begin with ${prefix}1: ${error.message}`, error);
    throw error;
  }
}

function writeJson(path: string, value: unknown): void {
  writeFileAtomic(path, toUtf8(`${JSON.stringify(value, undefined, 2)}\n`), { mode: 0o644 });
}
