import type { Command } from "commander";
import { keyringOf, withKeyFlags, type KeyFlags } from "../cli/chain-flags.ts";
import { addressOrKey } from "../cli/key-or-address.ts";
import { parseCoins } from "../cli/coins-argument.ts";
import { parseId } from "../cli/parse-arguments.ts";
import { addGenesisAccount, type VestingTerms } from "../genesis/add-genesis-account.ts";
import { checkGenesis } from "../genesis/check-genesis.ts";
import { readGenesisDocument, writeGenesisDocument } from "../genesis/genesis-document.ts";
import { DEFAULT_HOME, homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";
import { registerGentx } from "./gentx.ts";

interface AccountFlags extends KeyFlags {
  readonly append: boolean;
  readonly vestingAmount?: string;
  readonly vestingStartTime?: string;
  readonly vestingEndTime?: string;
}

/** `add-genesis-account`, `gentx`, `collect-gentxs` and `validate-genesis`; also below `genesis`, where newer SDK chains have them. */
export function registerGenesis(program: Command): void {
  const group = program.command("genesis").description("prepare the genesis file before the first start");
  registerGentx([program, group]);
  for (const parent of [program, group]) {
    registerAddAccount(parent);
    registerValidate(parent, parent === program ? "validate-genesis" : "validate");
  }
}

function registerAddAccount(parent: Command): void {
  withKeyFlags(parent.command("add-genesis-account <address-or-key> <coins>"))
    .description("let an account own coins from the beginning, e.g. alice 1000000uopen,500udemo")
    .option("--append", "add the coins to an account that is there already", false)
    .option("--vesting-amount <coins>", "coins that are not free at once")
    .option("--vesting-start-time <seconds>", "unix time from which they become free bit by bit")
    .option("--vesting-end-time <seconds>", "unix time at which all are free")
    .action(async (owner: string, coins: string, flags: AccountFlags) => {
      const { genesisFile } = homePaths(flags.home);
      const document = readGenesisDocument(genesisFile);
      const { bech32_prefix: prefix } = document.app_state.system;
      const address = await addressOrKey(owner, prefix, () => keyringOf(flags, prefix));
      const vesting = vestingOf(flags);
      const changed = addGenesisAccount(document, {
        ...{ address, coins: parseCoins(coins, "the coins"), append: flags.append },
        ...(vesting === undefined ? {} : { vesting }),
      });
      checkGenesis(changed, genesisFile);
      writeGenesisDocument(genesisFile, changed);
      process.stderr.write(`${address} owns ${coins} at the beginning of ${document.chain_id}.\n`);
    });
}

function registerValidate(parent: Command, name: string): void {
  parent
    .command(`${name} [file]`)
    .description("say whether a chain can begin from a genesis file")
    .option("--home <folder>", "folder whose genesis is read when no file is named", DEFAULT_HOME)
    .action((file: string | undefined, flags: { readonly home: string }) => {
      const path = file ?? homePaths(flags.home).genesisFile;
      checkGenesis(readGenesisDocument(path), path);
      process.stdout.write(`File at ${path} is a valid genesis file\n`);
    });
}

function vestingOf({ vestingAmount, vestingStartTime, vestingEndTime }: AccountFlags): VestingTerms | undefined {
  if (vestingAmount === undefined) return undefined;
  if (vestingEndTime === undefined) {
    throw nodeError("CONFIG", "invalid vesting parameters; must supply start and end time or end time");
  }
  const amount = parseCoins(vestingAmount, "--vesting-amount");
  const end = parseId(vestingEndTime, "--vesting-end-time");
  return vestingStartTime === undefined ? { amount, end } : { amount, end, start: parseId(vestingStartTime, "--vesting-start-time") };
}
