import { existsSync } from "node:fs";
import { defaultGenesis, type DefaultGenesisOptions, type GenesisAccount } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder, makeFolder, writeFileAtomic } from "@openledger/kv";
import { toUtf8, unixNanos } from "@openledger/primitives";
import { createValidatorKey } from "@openledger/sequencer";
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

/** The power of a lone validator is of no consequence; 10 is what CometBFT's own init gives. */
const VALIDATOR_POWER = 10n;

/**
 * Creates a home folder: validator key, last-sign state, genesis and config.toml. Throws `HOME` if it has a genesis or
 * a validator key already: neither is ever overwritten.
 */
export function initHome(options: InitHomeOptions): InitializedHome {
  const paths = homePaths(options.home);
  for (const file of [paths.genesisFile, paths.validatorKeyFile, paths.signStateFile]) {
    if (existsSync(file)) throw nodeError("HOME", `${file} exists; choose another --home, or remove the folder to begin anew`);
  }
  makeFolder(paths.configFolder, { mode: 0o700 });
  const { sha256 } = createNodeCrypto();
  using _lock = lockDataFolder(paths.dataFolder);
  const key = createValidatorKey(paths.validatorKeyFile, sha256);
  const { moniker = "openledger", home: _home, genesisTimeMs = Date.now(), ...chain } = options;
  const document = spellOutDefaults(defaultGenesis({
    ...chain,
    genesisTime: unixNanos(BigInt(genesisTimeMs) * 1_000_000n),
    // Without accounts nobody could operate a validator: gentx bonds the first one then.
    validators: [{ publicKey: key.publicKey, power: VALIDATOR_POWER, name: moniker, operator: options.accounts?.[0]?.address }],
  }));
  writeJson(paths.signStateFile, { height: "0", round: 0, step: 0 }, 0o600);
  writeFileAtomic(paths.configFile, toUtf8(configTemplate(moniker)));
  // Last, because its presence says that the home is complete.
  writeJson(paths.genesisFile, document, 0o644);
  return { paths, genesis: readGenesisFile(paths.genesisFile, sha256) };
}

function writeJson(path: string, value: unknown, mode: number): void {
  writeFileAtomic(path, toUtf8(`${JSON.stringify(value, undefined, 2)}\n`), { mode });
}
