import { writeFileAtomic } from "@openledger/kv";
import { assertDefined, height, toUtf8 } from "@openledger/primitives";
import type { Command } from "commander";
import { parseId } from "../cli/parse-arguments.ts";
import { checkGenesis } from "../genesis/check-genesis.ts";
import { exportGenesis } from "../genesis/export-genesis.ts";
import type { GenesisDocument } from "../genesis/genesis-document.ts";
import { previousChainsOf } from "../genesis/previous-chains.ts";
import { DEFAULT_HOME } from "../home.ts";

interface ExportFlags {
  readonly home: string;
  readonly height?: string;
  readonly chainId?: string;
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
    .option("--output-document <file>", "write to a file instead")
    .action(async ({ home, height: at, chainId, outputDocument }: ExportFlags) => {
      const document = await exportGenesis(home, {
        ...(at === undefined ? {} : { height: height(parseId(at, "--height")) }),
        ...(chainId === undefined ? {} : { chainId }),
      });
      checkGenesis(document, "the export");
      const text = `${JSON.stringify(document, undefined, 2)}\n`;
      if (outputDocument === undefined) process.stdout.write(text);
      else writeFileAtomic(outputDocument, toUtf8(text), { mode: 0o644 });
      process.stderr.write(`${adviceFor(document)}\n`);
    });
}

function adviceFor(document: GenesisDocument): string {
  const { chain_id: id } = document;
  const { chain_id: left, exported_height: at } = assertDefined(previousChainsOf(document)?.at(-1), "an export names the chain it leaves");
  if (left === id) {
    return `${id} goes on above height ${at}. The node that was exported must never run again with its key: move its data/priv_validator_state.json to the home that begins from this genesis.`;
  }
  return `${id} begins above height ${at}. What was contributed and answered on ${left} names that chain: no answer on ${id} can cite it, and no demand about a pending receipt can be met.`;
}
