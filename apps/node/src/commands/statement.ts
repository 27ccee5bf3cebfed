import { checkArchivedBlock, openBlockArchive, type ArchivedBlock, type CheckedBlock } from "@openledger/block-archive";
import { createStatementReader, statementCsv, type EarningsStatement, type StatementBlock, type StatementGenesis, type StatementLine } from "@openledger/client/offline";
import { createNodeCrypto } from "@openledger/crypto";
import { fromBase64, toHex, type Sha256 } from "@openledger/primitives";
import type { Command } from "commander";
import { z } from "zod";
import { openNodeBlocks } from "../cli/block-providers.ts";
import { parseId } from "../cli/parse-arguments.ts";
import { nodeError } from "../node-error.ts";

interface StatementFlags {
  readonly address: string;
  readonly from?: string;
  readonly to?: string;
  readonly denom?: string;
  readonly blocks?: string;
  readonly node?: string;
  readonly csv: boolean;
  readonly json: boolean;
}

/** `openledgerd statement`: what an account earned and claimed, from genesis and raw blocks and nothing else. */
export function registerStatement(program: Command): void {
  program
    .command("statement")
    .description("what an account earned and claimed between two heights, re-derived from raw blocks without an indexer")
    .requiredOption("--address <address>", "whose statement")
    .option("--from <height>", "first height of the period; by default the first block")
    .option("--to <height>", "last height of the period; by default the newest")
    .option("--denom <denom>", "one denom only; by default all that the account was credited with")
    .option("--blocks <folder>", "an archive that openledgerd export-blocks wrote")
    .option("--node <url>", "read from the RPC of a running node instead, for example http://127.0.0.1:26657")
    .option("--csv", "print CSV", false)
    .option("--json", "print one JSON object", false)
    .action(async (flags: StatementFlags) => {
      const statements = await deriveStatements(flags);
      if (flags.json) process.stdout.write(`${JSON.stringify({ statements }, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}\n`);
      else process.stdout.write(statements.map(flags.csv ? statementCsv : statementText).join("\n") || `${flags.address} was never credited with anything\n`);
    });
}

/** Blocks of a chain from its first one on. */
interface BlockSource {
  readonly name: string;
  readonly firstHeight: bigint;
  readonly lastHeight: bigint;
  readonly genesis: StatementGenesis;
  blocks(to: bigint): AsyncIterable<ArchivedBlock>;
}

async function deriveStatements({ address, from, to, denom, blocks, node }: StatementFlags): Promise<readonly EarningsStatement[]> {
  const { sha256 } = createNodeCrypto();
  const source = await openSource(blocks, node, sha256);
  const fromHeight = from === undefined ? source.firstHeight : parseId(from, "--from");
  const toHeight = to === undefined ? source.lastHeight : parseId(to, "--to");
  const { initialHeight } = source.genesis;
  if (source.firstHeight > initialHeight) {
    throw nodeError("CONFIG", `${source.name} begins at height ${source.firstHeight} and the chain at ${initialHeight}: a balance needs all blocks from the first one`);
  }
  if (toHeight > source.lastHeight || fromHeight > toHeight) {
    throw nodeError("CONFIG", `--from ${fromHeight} --to ${toHeight} is no period of ${source.name}, which has blocks up to ${source.lastHeight}`);
  }
  const reader = createStatementReader(address, source.genesis);
  for await (const archived of source.blocks(toHeight)) reader.add(readBlock(source.name, sha256, archived));
  return reader.statements(fromHeight, toHeight).filter((statement) => denom === undefined || statement.denom === denom);
}

const genesisShape = z
  .object({ initial_height: z.union([z.string(), z.number()]).optional().transform((height) => BigInt(height || 1)), app_state: z.unknown() })
  .transform((document): StatementGenesis => ({ initialHeight: document.initial_height, appState: document.app_state }));

async function openSource(folder: string | undefined, url: string | undefined, sha256: Sha256): Promise<BlockSource> {
  if ((folder === undefined) === (url === undefined)) throw nodeError("CONFIG", "give either --blocks <folder> or --node <url>");
  if (folder !== undefined) {
    const archive = await openBlockArchive(folder, sha256);
    const genesis = genesisShape.parse(await archive.genesis());
    return { name: folder, firstHeight: archive.firstHeight, lastHeight: archive.lastHeight, genesis, blocks: (to) => archive.blocks(archive.firstHeight, to) };
  }
  const provider = await openNodeBlocks(url ?? "");
  const genesis = genesisShape.parse(provider.genesisDocument);
  const { name, firstHeight, lastHeight } = provider;
  async function* blocks(to: bigint): AsyncGenerator<ArchivedBlock, void> {
    let parent: CheckedBlock | undefined;
    for (let height = firstHeight; height <= to; height += 1n) {
      const archived = await provider.block(height);
      parent = checkArchivedBlock(sha256, provider.chainId, parent, archived);
      if (parent.header.height !== height) throw nodeError("CONFIG", `${name} answers height ${height} with block ${parent.header.height}: ask another node`);
      yield archived;
    }
    if (to >= lastHeight) return;
    // The results of a block are named by the header of the next.
    checkArchivedBlock(sha256, provider.chainId, parent, await provider.block(to + 1n));
  }
  return { name, firstHeight, lastHeight, genesis, blocks };
}

const events = z
  .array(z.object({ type: z.string(), attributes: z.array(z.object({ key: z.string(), value: z.string().nullish().transform((value) => value ?? "") })).nullish().transform((list) => list ?? []) }))
  .nullish()
  .transform((list) => list ?? []);
const header = z.object({ height: z.string().regex(/^\d{1,19}$/).transform(BigInt), time: z.string() });
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/).transform(fromBase64);
const blockShape = z.object({ block: z.object({ header, data: z.object({ txs: z.array(base64).nullish() }) }) });
const resultsShape = z.object({ txs_results: z.array(z.object({ events })).nullish(), finalize_block_events: events });

function readBlock(name: string, sha256: Sha256, archived: ArchivedBlock): StatementBlock {
  const block = blockShape.safeParse(archived.block);
  const results = resultsShape.safeParse(archived.results);
  if (!block.success || !results.success) throw nodeError("CONFIG", `${name} has a block in another shape than CometBFT 0.38's`);
  const { header: { height, time }, data } = block.data.block;
  const txHashes = (data.txs ?? []).map((tx) => toHex(sha256(tx)));
  const ofTxs = (results.data.txs_results ?? []).flatMap((tx, txIndex) => tx.events.map((event) => ({ ...event, txIndex })));
  return { height, time, txHashes, events: [...ofTxs, ...results.data.finalize_block_events.map((event) => ({ ...event, txIndex: null }))] };
}

function statementText({ address, denom, fromHeight, toHeight, opening, lines, closing }: EarningsStatement): string {
  const rows = lines.map((line) => [String(line.height), line.kind, signed(line.amount), String(line.balanceAfter), reasonOf(line)]);
  const all = [["height", "kind", "amount", "balance", "reason"], [String(fromHeight), "OPENING", "", String(opening), ""], ...rows, [String(toHeight), "CLOSING", "", String(closing), ""]];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const table = all.map((row) => row.map((cell, column) => (column < 2 || column > 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ").trimEnd());
  return `${address}, ${denom}, in base units\n${table.join("\n")}\n`;
}

function signed(amount: bigint): string {
  return amount < 0n ? String(amount) : `+${amount}`;
}

function reasonOf({ kind, settlementId, sessionId, datanetId, modelId, modelVersion, txHash }: StatementLine): string {
  if (kind === "GENESIS") return "carried over from the chain before";
  if (kind === "CLAIM") return `claimed by transaction ${txHash}`;
  const of = settlementId === null ? (sessionId === null ? "" : `opening fee of session ${sessionId}`) : `settlement ${settlementId} of session ${sessionId}`;
  const by = datanetId !== null ? `datanet ${datanetId}` : modelId !== null ? `model ${modelId}@${modelVersion}` : "";
  return [of, by].filter((part) => part !== "").join(", ") || "drawn from the pools of priors";
}
