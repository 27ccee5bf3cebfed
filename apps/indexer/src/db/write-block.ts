import { toHex } from "@openledger/primitives";
import { fatal } from "../errors.ts";
import type { BlockRows } from "../project/block-rows.ts";
import { chainedDigest, genesisDigest } from "../project/digest.ts";
import { genesisLedger } from "../project/ledger.ts";
import { countRows, mergeRows } from "../project/merge-rows.ts";
import { unlinkedBlock, type BlockHead, type UnlinkedBlock } from "../project/unlinked-block.ts";
import { deadLetters, indexerState } from "../schema/chain.ts";
import type { CommittedBlock, SourceGenesis } from "../source/committed-block.ts";
import { writeAccounts } from "./accounts.ts";
import { appendsOf } from "./append-tables.ts";
import { writeAnswers } from "./answers.ts";
import { writeCarriedState } from "./carried-state.ts";
import { checkpointFrame, CODE_VERSION, type Checkpoint, type WriteOptions } from "./checkpoint.ts";
import { guarded } from "./database-error.ts";
import type { Database, WriteTx } from "./database.ts";
import { writeDemandFlows } from "./demand-minutes.ts";
import { writeLedger, writeSupply } from "./ledger.ts";
import { writeStakes } from "./stakes.ts";
import { applyChanges } from "./state-changes.ts";
import { writeGenesisLines, writeStatementLines } from "./statement-lines.ts";
import { writeRows } from "./write-rows.ts";

/** More rows than these come faster by COPY than by statements with arrays. */
const SMALL_ROWS_MAX = 2_000;

/** Begins an index: genesis balances and the first checkpoint, in one transaction. */
export async function writeGenesis(database: Database, genesis: SourceGenesis): Promise<Checkpoint> {
  const height = genesis.initialHeight - 1n;
  const checkpoint: Checkpoint = {
    chainId: genesis.chainId,
    genesisHash: genesis.hash,
    bech32Prefix: genesis.bech32Prefix,
    height,
    blockHash: new Uint8Array(),
    appHash: new Uint8Array(),
    codeVersion: CODE_VERSION,
    nonce: 1n,
    digest: genesisDigest(CODE_VERSION, genesis),
  };
  const money = genesisLedger(height, genesis.balances);
  await guarded(() =>
    database.write(async (tx) => {
      await tx.db.insert(indexerState).values(checkpoint);
      await writeLedger(tx, money.moves);
      await writeSupply(tx, money.supply);
      await writeRows(tx, deadLetters, (genesis.carried ?? []).map((name, index) => carriedLetter(height, name, index)));
      if (genesis.carriedState !== undefined) await writeCarriedState(tx, height, genesis.carriedState);
      await writeGenesisLines(tx, height, genesis.claimables ?? []);
      await writeAccounts(tx, [...genesis.balances, ...(genesis.claimables ?? [])].map(({ address }) => ({ address, height, txIndex: null })));
    }),
  );
  return checkpoint;
}

/** Rows of what an earlier chain did are not in this index, which says so as it does of a transaction that it can't decode. */
function carriedLetter(height: bigint, name: string, index: number): typeof deadLetters.$inferInsert {
  const reason = `genesis carries the state of module ${name} from an earlier chain, of which no block tells`;
  return { height, txIndex: -1 - index, reason, bytes: new Uint8Array() };
}

/** Writes one block and the checkpoint that says so in one transaction, and returns the new checkpoint. */
export async function writeBlock(database: Database, from: Checkpoint, block: CommittedBlock): Promise<Checkpoint> {
  return writeProjected(database, from, [linkBlock(from, unlinkedBlock(block, from.bech32Prefix))]);
}

/** A block with the rows that it makes after those before it. */
export interface ProjectedBlock {
  readonly block: BlockHead;
  readonly rows: BlockRows;
}

/** Links a block to the index that it continues. Throws a fatal error for any other block. */
export function linkBlock(from: Checkpoint, { block, rows, rowsDigest }: UnlinkedBlock): ProjectedBlock {
  checkFollows(from, block);
  const digest = chainedDigest(from.digest, rowsDigest);
  return { block, rows: { ...rows, blocks: rows.blocks.map((row) => ({ ...row, digest })) } };
}

/** The checkpoint after a block, which continues `from`. */
export function checkpointAfter(from: Checkpoint, { block, rows }: ProjectedBlock): Checkpoint {
  const digest = rows.blocks[0]?.digest ?? from.digest;
  return { ...from, height: block.height, blockHash: block.hash, appHash: block.resultAppHash, digest };
}

/**
 * Writes consecutive blocks, of which the first continues `from`, with the checkpoint after the last of them in one
 * transaction. The rows and the checkpoint are the same however the blocks are cut into transactions.
 */
export async function writeProjected(database: Database, from: Checkpoint, blocks: readonly ProjectedBlock[]): Promise<Checkpoint> {
  const to = blocks.reduce(checkpointAfter, from);
  const rows = mergeRows(blocks.map((projected) => projected.rows));
  const options: WriteOptions = { isBulk: blocks.length > 1, isSmall: countRows(rows) <= SMALL_ROWS_MAX };
  await guarded(() => database.write((tx) => writeAll(tx, rows), checkpointFrame(from, to, options)));
  return to;
}

async function writeAll(tx: WriteTx, rows: BlockRows): Promise<void> {
  await tx.each([
    // These read first, and are answered while the rows below are sent.
    () => writeLedger(tx, rows.ledgerMoves),
    () => writeAccounts(tx, rows.mentions),
    () => writeSupply(tx, rows.supplyMoves),
    () => writeStakes(tx, rows),
    ...appendsOf(tx, rows),
    () => writeDemandFlows(tx.db, rows.demandFlows),
  ]);
  // These look for rows that the same block may have added.
  await writeAnswers(tx.db, rows.answers);
  await applyChanges(tx.db, rows.changes);
  await writeStatementLines(tx, rows);
}

/** A block that does not continue the index is a fork or another chain: both stop the indexer. */
function checkFollows(from: Checkpoint, block: BlockHead): void {
  if (block.chainId !== from.chainId) {
    throw fatal("WRONG_CHAIN", `block ${block.height} is of chain ${block.chainId} and the index of ${from.chainId}`);
  }
  if (block.height !== from.height + 1n) {
    throw fatal("INCONSISTENT", `block ${block.height} does not follow height ${from.height}`);
  }
  if (toHex(block.parentHash) !== toHex(from.blockHash)) {
    throw fatal("BROKEN_PARENT", `block ${block.height} names parent ${toHex(block.parentHash)} and block ${from.height} is ${toHex(from.blockHash)}: the chain has another history than the index; begin a new schema with --reset, or use another database`);
  }
}
