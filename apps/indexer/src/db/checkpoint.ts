import { toHex } from "@openledger/primitives";
import pg from "pg";
import { fatal } from "../errors.ts";
import { indexerState } from "../schema/chain.ts";
import type { SourceGenesis } from "../source/committed-block.ts";
import { COMMIT_CHANNEL } from "./commit-channel.ts";
import { guarded } from "./database-error.ts";
import type { Database, Db, WriteFrame } from "./database.ts";

/** Version of the rows that this code writes; another version's index is not continued. */
export const CODE_VERSION = "6";

/** How far the index reaches. At height `initialHeight - 1` with an empty hash nothing but genesis is indexed. */
export type Checkpoint = typeof indexerState.$inferSelect;

export interface WriteOptions {
  /** One of many transactions behind the head, of which the last ones may be written again after a crash of the server. */
  readonly isBulk?: boolean;
  /** Few rows, whose statements are better sent without waiting than by COPY. */
  readonly isSmall?: boolean;
}

/** The checkpoint, or undefined in an empty database. */
export async function readCheckpoint(db: Db): Promise<Checkpoint | undefined> {
  return theOnly(await guarded(async () => db.select().from(indexerState)));
}

/**
 * The checkpoint once whatever was moving it has ended: a commit whose connection was lost may be under way still. For the
 * writer's connection alone.
 */
export async function readSettledCheckpoint(db: Db): Promise<Checkpoint | undefined> {
  return theOnly(await guarded(async () => db.select().from(indexerState).for("update")));
}

function theOnly(rows: readonly Checkpoint[]): Checkpoint | undefined {
  if (rows.length > 1) throw fatal("INCONSISTENT", `the database holds ${rows.length} chains: use one database per chain`);
  return rows[0];
}

/** Throws a fatal error, which names both values, when the index belongs to another chain than the node's. */
export function checkIdentity(checkpoint: Checkpoint, genesis: SourceGenesis): void {
  if (checkpoint.chainId !== genesis.chainId) {
    throw fatal("WRONG_CHAIN", `the database indexes chain ${checkpoint.chainId} and the node serves ${genesis.chainId}: begin a new schema with --reset, or use another database`);
  }
  if (toHex(checkpoint.genesisHash) !== toHex(genesis.hash)) {
    throw fatal("WRONG_GENESIS", `the database began at genesis ${toHex(checkpoint.genesisHash)} and the node's is ${toHex(genesis.hash)}: that is another chain, or this one begun anew from its exported state; begin a new schema with --reset, or use another database`);
  }
  if (checkpoint.codeVersion !== CODE_VERSION) {
    throw fatal("WRONG_CODE_VERSION", `the database was written by indexer version ${checkpoint.codeVersion} and this is ${CODE_VERSION}: index into another database`);
  }
}

/**
 * Makes this process the only one whose blocks are taken: whoever read an earlier nonce, and was paused since, fails at
 * its next block.
 */
export async function takeOver(database: Database, from: Checkpoint): Promise<Checkpoint> {
  const to = { ...from, nonce: from.nonce + 1n };
  await guarded(() => database.write(async () => undefined, checkpointFrame(from, to)));
  return to;
}

/**
 * Moves the checkpoint on with the begin of a transaction, only from exactly where it was: a second or a paused writer
 * fails here and commits nothing. Its listeners hear of it last, because a notice holds a lock of the whole server until
 * the commit.
 */
export function checkpointFrame(from: Checkpoint, { height, blockHash, appHash, digest, nonce }: Checkpoint, { isBulk = false, isSmall = false }: WriteOptions = {}): WriteFrame {
  const first = `update indexer_state
    set height = ${height}, block_hash = ${bytesLiteral(blockHash)}, app_hash = ${bytesLiteral(appHash)}, digest = ${bytesLiteral(digest)}, nonce = ${nonce}
    where chain_id = ${pg.escapeLiteral(from.chainId)} and genesis_hash = ${bytesLiteral(from.genesisHash)} and height = ${from.height}
      and block_hash = ${bytesLiteral(from.blockHash)} and app_hash = ${bytesLiteral(from.appHash)}
      and code_version = ${pg.escapeLiteral(from.codeVersion)} and nonce = ${from.nonce}
    returning height`;
  const check = (moved: number): void => {
    if (moved === 1) return;
    throw fatal("STALE_WRITER", `the checkpoint is no longer at height ${from.height} of writer ${from.nonce}: another indexer writes to this database`);
  };
  return { first, check, last: `select pg_notify('${COMMIT_CHANNEL}', '${height}')`, isBulk, isSmall };
}

function bytesLiteral(bytes: Uint8Array): string {
  return `decode('${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}', 'hex')`;
}
