import { writeFileAtomic } from "@openledger/kv";
import { height, toUtf8 } from "@openledger/primitives";
import type { Command } from "commander";
import { parseId, parseUrl } from "../cli/parse-arguments.ts";
import { checkGenesis } from "../genesis/check-genesis.ts";
import { exportGenesis } from "../genesis/export-genesis.ts";
import { readGenesisDocument, type GenesisDocument } from "../genesis/genesis-document.ts";
import { previousChainsOf } from "../genesis/previous-chains.ts";
import { markHandedOver } from "../handed-over.ts";
import { DEFAULT_HOME, homePaths } from "../home.ts";

interface ExportFlags {
  readonly home: string;
  readonly height?: string;
  readonly chainId?: string;
  readonly jailAllowedAddrs?: string;
  readonly "comet.rpc"?: string;
  readonly outputDocument?: string;
}

/** `openledgerd export`: the state of a stopped node as a genesis file. */
export function registerExport(program: Command): void {
  program
    .command("export")
    .description("print the state of a stopped node as a genesis file that goes on from there")
    .option("--home <folder>", "folder of a stopped node", DEFAULT_HOME)
    .option("--height <height>", "any height that is kept, the last by default; a lower one needs --chain-id")
    .option("--chain-id <id>", "name of the chain that begins there, that of the node's chain by default")
    .option("--jail-allowed-addrs <operators>", "go on with CometBFT: validators that make the blocks, separated by commas; all others are jailed until they unjail")
    .option("--comet.rpc <url>", "for a home of --consensus abci: a CometBFT of the chain, whose signed headers the genesis names")
    .option("--output-document <file>", "write to a file instead")
    .action(async ({ home, height: at, chainId, jailAllowedAddrs, outputDocument, ...flags }: ExportFlags) => {
      const { "comet.rpc": cometRpc } = flags;
      const { chain_id: left } = readGenesisDocument(homePaths(home).genesisFile);
      const document = await exportGenesis(home, {
        ...(at === undefined ? {} : { height: height(parseId(at, "--height")) }),
        ...(chainId === undefined ? {} : { chainId }),
        ...(jailAllowedAddrs === undefined ? {} : { validators: jailAllowedAddrs.split(",").map((one) => one.trim()).filter((one) => one !== "") }),
        ...(cometRpc === undefined ? {} : { cometRpc: parseUrl(cometRpc, "--comet.rpc") }),
      });
      checkGenesis(document, "the export");
      const text = `${JSON.stringify(document, undefined, 2)}\n`;
      if (outputDocument === undefined) process.stdout.write(text);
      else writeFileAtomic(outputDocument, toUtf8(text), { mode: 0o644 });
      if (jailAllowedAddrs !== undefined && document.chain_id === left) {
        markHandedOver(homePaths(home), `${left} was handed over to validators above height ${BigInt(String(document["initial_height"])) - 1n}.`);
      }
      process.stderr.write(`${adviceFor(document, left, jailAllowedAddrs !== undefined)}\n`);
    });
}

function adviceFor(document: GenesisDocument, left: string, isForComet: boolean): string {
  const { chain_id: id, initial_height: initial } = document;
  const at = BigInt(String(initial)) - 1n;
  const isNamed = previousChainsOf(document)?.some((one) => one.chain_id === left && one.exported_height === `${at}`) === true;
  const headers = isNamed ? "" : ` It names no header of ${left}, so nobody can prove by it what was settled there: --comet.rpc names a CometBFT that has them.`;
  const begins = isForComet ? ` CometBFT begins with ${validatorsIn(document)}; more than two thirds of that power must run.` : "";
  if (left === id) {
    return `${id} goes on above height ${at}.${begins} The node that was exported must never run again with its key: move its data/priv_validator_state.json to the home that begins from this genesis.${headers}`;
  }
  return `${id} begins above height ${at}.${begins} What was contributed and answered on ${left} names that chain: no answer on ${id} can cite it, and no demand about a pending receipt can be met.${headers}`;
}

function validatorsIn(document: GenesisDocument): string {
  const validators = document["validators"] as readonly { readonly name: string; readonly power: string }[];
  return validators.map(({ name, power }) => `${name} (power ${power})`).join(", ");
}
