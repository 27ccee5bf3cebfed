import { nextArchiveHeight, writeBlockArchive, type ArchivedBlock } from "@openledger/block-archive";
import { createNodeCrypto } from "@openledger/crypto";
import type { Command } from "commander";
import { openHomeBlocks, openNodeBlocks, type BlockProvider } from "../cli/block-providers.ts";
import { parseId } from "../cli/parse-arguments.ts";
import { DEFAULT_HOME } from "../home.ts";
import { nodeError } from "../node-error.ts";

interface ExportBlocksFlags {
  readonly home: string;
  readonly node?: string;
  readonly from?: string;
  readonly to?: string;
  readonly out: string;
  readonly json: boolean;
}

/** What `export-blocks --json` prints; heights are numbers. */
export interface ExportedBlocks {
  readonly chainId: string;
  readonly firstHeight: number;
  readonly lastHeight: number;
  readonly blocks: number;
  readonly folder: string;
}

/** `openledgerd export-blocks`: raw blocks with their results, for the indexer and for checks without a node. */
export function registerExportBlocks(program: Command): void {
  program
    .command("export-blocks")
    .description("write raw blocks and their results to a folder, behind those that are in it")
    .option("--home <folder>", "folder of a stopped node", DEFAULT_HOME)
    .option("--node <url>", "read from the RPC of a running node instead, for example http://127.0.0.1:26657")
    .option("--from <height>", "first block; by default the first one, or the one that follows what the folder holds")
    .option("--to <height>", "last block; by default the newest")
    .requiredOption("--out <folder>", "where the archive is written")
    .option("--json", "print one JSON object", false)
    .action(async (flags: ExportBlocksFlags) => {
      const report = await exportBlocks(flags);
      const { chainId, blocks, firstHeight, lastHeight, folder } = report;
      process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : `${chainId}: wrote ${blocks} blocks, ${firstHeight} to ${lastHeight}, to ${folder}\n`);
    });
}

async function exportBlocks({ home, node, from, to, out }: ExportBlocksFlags): Promise<ExportedBlocks> {
  const { sha256 } = createNodeCrypto();
  using provider = node === undefined ? openHomeBlocks(home) : await openNodeBlocks(node);
  const next = await nextArchiveHeight(out);
  const first = from === undefined ? (next ?? provider.firstHeight) : parseId(from, "--from");
  const last = to === undefined ? provider.lastHeight : parseId(to, "--to");
  if (next !== undefined && first !== next) throw nodeError("CONFIG", `${out} ends at height ${next - 1n}, so --from is ${next} or left out, not ${first}`);
  if (first < provider.firstHeight || last > provider.lastHeight) {
    throw nodeError("CONFIG", `${provider.name} has blocks ${provider.firstHeight} to ${provider.lastHeight}, not ${first} to ${last}`);
  }
  const onChunk = (height: bigint): void => void process.stderr.write(`export-blocks: ${height} of ${last}\n`);
  const genesis = { chainId: provider.chainId, document: provider.genesisDocument };
  const blocks = await writeBlockArchive(out, genesis, blocksOf(provider, first, last), sha256, { onChunk });
  return { chainId: provider.chainId, firstHeight: Number(first), lastHeight: Number(last), blocks, folder: out };
}

/** Blocks that are asked for before they are written. */
const AHEAD = 8;

async function* blocksOf(provider: BlockProvider, first: bigint, last: bigint): AsyncGenerator<ArchivedBlock, void> {
  const asked: Promise<ArchivedBlock>[] = [];
  for (let height = first; height <= last || asked.length > 0; height += 1n) {
    if (height <= last) {
      const block = provider.block(height);
      // Its error is seen when its turn comes.
      block.catch(() => undefined);
      asked.push(block);
    }
    const due = asked.length >= AHEAD || height >= last ? asked.shift() : undefined;
    if (due !== undefined) yield await due;
  }
}
