import { areValidCoins } from "@openledger/state-machine";
import type { GenesisAccount } from "@openledger/chain";
import type { Command } from "commander";
import { DEFAULT_HOME } from "../home.ts";
import { initHome } from "../init-home.ts";
import { nodeError } from "../node-error.ts";

interface InitFlags {
  readonly home: string;
  readonly chainId: string;
  readonly moniker: string;
  readonly prefix: string;
  readonly denom: string;
  readonly account: readonly string[];
}

/** `openledgerd init`: a home folder for a network of one machine. */
export function registerInit(program: Command): void {
  program
    .command("init")
    .description("create a home folder: validator key, genesis and config.toml")
    .option("--home <folder>", "folder to create", DEFAULT_HOME)
    .option("--chain-id <id>", "name of the chain", "openledger-local-1")
    .option("--moniker <name>", "name of this node", "openledger")
    .option("--prefix <text>", "bech32 prefix of addresses", "open")
    .option("--denom <denom>", "base denom", "uopen")
    .option(
      "--account <address=coins>",
      "genesis balance, e.g. open1...=1000000uopen,500udemo; may be repeated",
      (value: string, all: readonly string[]) => [...all, value],
      [] as readonly string[],
    )
    .action((flags: InitFlags) => {
      const { paths, genesis } = initHome({
        home: flags.home,
        chainId: flags.chainId,
        moniker: flags.moniker,
        bech32Prefix: flags.prefix,
        baseDenom: flags.denom,
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
  const parsed = coins.split(",").map((coin) => /^(\d{1,38})([a-zA-Z][a-zA-Z0-9/:._-]{2,127})$/.exec(coin.trim()));
  const list = parsed.map((match) => ({ denom: match?.[2] ?? "", amount: match?.[1] ?? "" }));
  const sorted = list.toSorted((a, b) => (a.denom < b.denom ? -1 : a.denom > b.denom ? 1 : 0));
  if (address === "" || rest.length > 0 || !areValidCoins(sorted)) {
    throw nodeError("CONFIG", `--account ${text}: give address=coins, e.g. open1...=1000000uopen,500udemo`);
  }
  return { address, coins: sorted.map(({ denom, amount }) => ({ denom, amount: BigInt(amount) })) };
}
