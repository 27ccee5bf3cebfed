import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { toHex } from "@openledger/primitives";
import { loadValidatorKey } from "@openledger/sequencer";
import type { Command } from "commander";
import { keyringOf, withKeyFlags, type KeyFlags } from "../cli/chain-flags.ts";
import { keyNamed } from "../cli/key-or-address.ts";
import { parseCoins } from "../cli/coins-argument.ts";
import { parseCoin, parseId } from "../cli/parse-arguments.ts";
import { commissionOf, requireTerms } from "../cli/validator-terms.ts";
import { loadConfig } from "../config.ts";
import { collectGentxs } from "../genesis/collect-gentxs.ts";
import { createGentx, type GenesisValidator } from "../genesis/create-gentx.ts";
import { bondDenomOf, genesisBalance, readGenesisDocument, writeGenesisDocument, type GenesisDocument } from "../genesis/genesis-document.ts";
import { DEFAULT_HOME, homePaths, type HomePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";

interface GentxFlags extends KeyFlags {
  readonly chainId?: string;
  readonly moniker?: string;
  readonly commissionRate: string;
  readonly commissionMaxRate: string;
  readonly commissionMaxChangeRate: string;
  readonly minSelfDelegation: string;
  readonly details: string;
  readonly website: string;
  readonly identity: string;
  readonly securityContact: string;
  readonly fees?: string;
  readonly gas: string;
  readonly note: string;
  readonly accountNumber: string;
  readonly sequence: string;
  readonly outputDocument?: string;
}

/** `gentx` and `collect-gentxs`; also below `genesis`, where newer SDK chains have them. */
export function registerGentx(parents: readonly Command[]): void {
  for (const parent of parents) {
    registerCreate(parent);
    registerCollect(parent);
  }
}

function registerCreate(parent: Command): void {
  withKeyFlags(parent.command("gentx <key> <amount>"))
    .description("sign a validator into the genesis: this node's key, bonded by an account that owns coins there")
    .option("--chain-id <id>", "must be that of the genesis file")
    .option("--moniker <name>", "name of the validator; that in config.toml by default")
    .option("--commission-rate <share>", "what the validator keeps of its delegators' rewards", "0.1")
    .option("--commission-max-rate <share>", "the most that it may ever be", "0.2")
    .option("--commission-max-change-rate <share>", "how much it may change in a day", "0.01")
    .option("--min-self-delegation <units>", "least that the operator must keep bonded", "1")
    .option("--details <text>", "about the validator", "")
    .option("--website <url>", "of the validator", "")
    .option("--identity <text>", "signature of an identity, e.g. at Keybase", "")
    .option("--security-contact <text>", "where to report a fault", "")
    .option("--fees <coins>", "what the transaction pays; nothing by default")
    .option("--gas <units>", "gas limit, which genesis does not enforce", "200000")
    .option("--note <text>", "memo of the transaction", "")
    .option("--offline", "always so: a genesis transaction is signed without a node", true)
    .option("--account-number <number>", "0 before there is a chain", "0")
    .option("--sequence <number>", "0 before there is a chain", "0")
    .option("--output-document <file>", "file to write instead of config/gentx/gentx-<node>.json")
    .action(async (key: string, amount: string, flags: GentxFlags) => {
      const paths = homePaths(flags.home);
      const document = readGenesisDocument(paths.genesisFile);
      const validator = validatorOf(document, paths, amount, flags);
      const ring = keyringOf(flags, validator.bech32Prefix);
      const name = await keyNamed(ring, key, validator.bech32Prefix);
      const { address } = await ring.show(name);
      requireOwned(document, address, validator.bond.amount);
      say(validator, address);
      const { wallet } = await ring.wallet(name);
      const file = flags.outputDocument ?? gentxFile(paths, validator.consensusKey);
      if (existsSync(file)) throw nodeError("HOME", `${file} exists; remove it to sign another genesis transaction`);
      writeFileSync(file, `${JSON.stringify(await createGentx(validator, wallet, address))}\n`, { flag: "wx" });
      process.stderr.write(`Genesis transaction written to "${file}"\n`);
    });
}

function registerCollect(parent: Command): void {
  parent
    .command("collect-gentxs")
    .description("put the transactions in config/gentx into the genesis file, and check that a chain begins with them")
    .option("--home <folder>", "folder that init made", DEFAULT_HOME)
    .option("--gentx-dir <folder>", "folder of transactions instead of config/gentx")
    .action(({ home, gentxDir }: { readonly home: string; readonly gentxDir?: string }) => {
      const { genesisFile, configFolder } = homePaths(home);
      const collected = collectGentxs(readGenesisDocument(genesisFile), gentxDir ?? join(configFolder, "gentx"), genesisFile);
      writeGenesisDocument(genesisFile, collected);
      process.stderr.write(`${collected.app_state.genutil?.gen_txs.length ?? 0} genesis transactions are in ${genesisFile}.\n`);
    });
}

function validatorOf(document: GenesisDocument, paths: HomePaths, amount: string, flags: GentxFlags): GenesisValidator {
  const chainId = document.chain_id;
  if (flags.chainId !== undefined && flags.chainId !== chainId) {
    throw nodeError("CONFIG", `--chain-id ${flags.chainId} is not that of the genesis file, ${chainId}`);
  }
  const bond = parseCoin(amount, "the amount");
  const bondDenom = bondDenomOf(document);
  if (bond.denom !== bondDenom) throw nodeError("CONFIG", `validators bond ${bondDenom} on this chain, not ${bond.denom}`);
  const minSelfDelegation = parseId(flags.minSelfDelegation, "--min-self-delegation").toString();
  requireTerms({ bond, minSelfDelegation }, "--min-self-delegation");
  const { details, website, identity, securityContact, note } = flags;
  const moniker = flags.moniker ?? loadConfig(paths.configFile, {}).moniker;
  return {
    ...{ chainId, bond, memo: note, bech32Prefix: document.app_state.system.bech32_prefix },
    description: { moniker, identity, website, securityContact, details },
    commission: commissionOf(flags.commissionRate, flags.commissionMaxRate, flags.commissionMaxChangeRate, "--commission-"),
    minSelfDelegation,
    consensusKey: loadValidatorKey(paths.validatorKeyFile, createNodeCrypto().sha256).publicKey,
    gasLimit: parseId(flags.gas, "--gas"),
    fees: flags.fees === undefined ? [] : parseCoins(flags.fees, "--fees"),
    accountNumber: parseId(flags.accountNumber, "--account-number"),
    sequence: parseId(flags.sequence, "--sequence"),
  };
}

function requireOwned(document: GenesisDocument, address: string, amount: string): void {
  const denom = bondDenomOf(document);
  const owned = genesisBalance(document, address, denom);
  if (owned >= BigInt(amount)) return;
  throw nodeError(
    "CONFIG",
    `account ${address} has only ${owned}${denom} in the genesis, not ${amount}${denom}; "openledgerd add-genesis-account" gives it more`,
  );
}

/** What is about to be signed, in words. */
function say({ chainId, bond, description, consensusKey, minSelfDelegation }: GenesisValidator, address: string): void {
  process.stderr.write(
    `${address} signs for the beginning of ${chainId}:\n` +
      `  create the validator ${JSON.stringify(description.moniker)} with the consensus key ${toHex(consensusKey)}\n` +
      `  bond ${bond.amount} ${bond.denom} to it, and never let its own bond fall below ${minSelfDelegation}\n`,
  );
}

function gentxFile({ configFolder }: HomePaths, consensusKey: Uint8Array): string {
  const folder = join(configFolder, "gentx");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `gentx-${toHex(createNodeCrypto().sha256(consensusKey).subarray(0, 20))}.json`);
}
