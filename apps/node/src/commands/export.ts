import { writeFileAtomic } from "@openledger/kv";
import { height, toUtf8 } from "@openledger/primitives";
import type { Command } from "commander";
import { parseId } from "../cli/parse-arguments.ts";
import { checkGenesis } from "../genesis/check-genesis.ts";
import { exportGenesis } from "../genesis/export-genesis.ts";
import { DEFAULT_HOME } from "../home.ts";

interface ExportFlags {
  readonly home: string;
  readonly height?: string;
  readonly outputDocument?: string;
}

/** `openledgerd export`: the state of a stopped node as a genesis file. */
export function registerExport(program: Command): void {
  program
    .command("export")
    .description("print the state of a stopped node as a genesis file that goes on from there")
    .option("--home <folder>", "folder of a stopped node", DEFAULT_HOME)
    .option("--height <height>", "any height that is kept, the last by default")
    .option("--output-document <file>", "write to a file instead")
    .action(async ({ home, height: at, outputDocument }: ExportFlags) => {
      const document = await exportGenesis(home, at === undefined ? undefined : height(parseId(at, "--height")));
      checkGenesis(document, "the export");
      const text = `${JSON.stringify(document, undefined, 2)}\n`;
      if (outputDocument === undefined) process.stdout.write(text);
      else writeFileAtomic(outputDocument, toUtf8(text), { mode: 0o644 });
    });
}
