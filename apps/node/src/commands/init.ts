import type { GenesisAccount } from "@openledger/chain";
import { Option, type Command } from "commander";
import { parseCoins } from "../cli/coins-argument.ts";
import { DEFAULT_HOME } from "../home.ts";
import { initHome } from "../init-home.ts";
import { nodeError } from "../node-error.ts";

interface InitFlags {
  readonly home: string;
  readonly chainId: string;
  readonly moniker: string;
  readonly bech32Prefix: string;
  readonly defaultDenom: string;
  readonly prefix?: string;
  readonly denom?: string;
  readonly account: readonly string[];
}

/** `openledgerd init`: a home folder for a network of one machine. */
export function registerInit(program: Command): void {
  program
    .command("init [moniker]")
    .description("create a home folder: validator key, genesis and config.toml")
    .option("--home <folder>", "folder to create", DEFAULT_HOME)
    .option("--chain-id <id>", "name of the chain", "openledger-local-1")
    .option("--moniker <name>", "name of this node", "openledger")
    .option("--bech32-prefix <text>", "prefix of addresses", "open")
    .option("--default-denom <denom>", "denom of fees and bonds", "uopen")
    .addOption(new Option("--prefix <text>", "the same as --bech32-prefix").hideHelp())
    .addOption(new Option("--denom <denom>", "the same as --default-denom").hideHelp())
    .option(
      "--account <address=coins>",
      "genesis balance, e.g. open1...=1000000uopen,500udemo; may be repeated",
      (value: string, all: readonly string[]) => [...all, value],
      [] as readonly string[],
    )
    .action((moniker: string | undefined, flags: InitFlags) => {
      const { paths, genesis } = initHome({
        home: flags.home,
        chainId: flags.chainId,
        moniker: moniker ?? flags.moniker,
        bech32Prefix: flags.prefix ?? flags.bech32Prefix,
        baseDenom: flags.denom ?? flags.defaultDenom,
        accounts: flags.account.map(genesisAccount),
      });
      process.stdout.write(
        `Created ${paths.home} for chain ${genesis.request.chainId}.\n` +
          `  ${paths.genesisFile}: who owns what at the beginning; edit it before the first start\n` +
          `  ${paths.configFile}: settings\n` +
          `  ${paths.validatorKeyFile}: the key that seals blocks; keep it secret and never use it in two places\n` +
          `Next: openledgerd start --home ${paths.home}\n`,
      );
    });
}

function genesisAccount(text: string): GenesisAccount {
  const [address = "", coins = "", ...rest] = text.split("=");
  if (address === "" || rest.length > 0) {
    throw nodeError("CONFIG", `--account ${text}: give address=coins, e.g. open1...=1000000uopen,500udemo`);
  }
  const parsed = parseCoins(coins, `--account ${text}: give address=coins; the coins`);
  return { address, coins: parsed.map(({ denom, amount }) => ({ denom, amount: BigInt(amount) })) };
}
