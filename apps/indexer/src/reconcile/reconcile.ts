import { eq, sql } from "drizzle-orm";
import { toHex } from "@openledger/primitives";
import { readCheckpoint } from "../db/checkpoint.ts";
import { rowsOf, type Database, type Db } from "../db/database.ts";
import { fatal } from "../errors.ts";
import { blocks, deadLetters } from "../schema/chain.ts";
import { differencesOf, factNames, type Difference, type Facts } from "./facts.ts";
import { checkIdentities, poolsHoldStakes, type CheckedIdentity } from "./identities.ts";
import { readAsked, readIndexFacts } from "./index-facts.ts";
import { readNodeFacts, stakeDenomOf } from "./node-facts.ts";
import type { StateQuery } from "./state-query.ts";

/** What a comparison found. */
export interface ReconcileReport {
  readonly ok: boolean;
  readonly chainId: string;
  readonly height: bigint;
  /** Of the block as index and node have it, hex. */
  readonly blockHash: string;
  /** Digest of the index at this height, hex. */
  readonly digest: string;
  /** Records that were compared, by kind. */
  readonly compared: Readonly<Record<keyof Facts, number>>;
  readonly differences: readonly Difference[];
  readonly identities: readonly CheckedIdentity[];
  /** Transactions up to the height that the index could not decode. */
  readonly deadLetters: number;
}

/** A node to compare with. */
export interface ComparedNode {
  /** Its state at a height. */
  stateAt(height: bigint): StateQuery;
  blockHash(height: bigint): Promise<Uint8Array>;
}

interface IndexSide {
  readonly chainId: string;
  readonly bech32Prefix: string;
  readonly height: bigint;
  readonly blockHash: Uint8Array;
  readonly digest: Uint8Array;
  readonly facts: Facts;
  readonly asked: Awaited<ReturnType<typeof readAsked>>;
  readonly identities: readonly CheckedIdentity[];
  readonly deadLetters: number;
}

/**
 * Compares the index with the node's state at `height`, by default the last indexed one, and checks every conservation
 * identity. Throws NODE_ANSWER where the node has no state of that height any more, and NOT_INDEXED for a height without a
 * block in the index.
 */
export async function reconcile(database: Database, node: ComparedNode, height?: bigint): Promise<ReconcileReport> {
  const index = await database.snapshot(async (db) => readIndex(db, height), { isUnbounded: true });
  const blockHash = await node.blockHash(index.height);
  if (toHex(blockHash) !== toHex(index.blockHash)) {
    throw fatal("WRONG_BLOCK", `at height ${index.height} the index has block ${toHex(index.blockHash)} and the node ${toHex(blockHash)}: it is another chain's`);
  }
  const query = node.stateAt(index.height);
  const differences = differencesOf(index.facts, await readNodeFacts(query, index.asked));
  const compared = Object.fromEntries(factNames.map((name) => [name, index.facts[name].size])) as Record<keyof Facts, number>;
  const { chainId, facts, bech32Prefix } = index;
  const identities = [...index.identities, poolsHoldStakes(facts, bech32Prefix, await stakeDenomOf(query))];
  const ok = differences.length === 0 && identities.every(({ broken }) => broken.length === 0);
  return { ok, chainId, height: index.height, blockHash: toHex(blockHash), digest: toHex(index.digest), compared, differences, identities, deadLetters: index.deadLetters };
}

async function readIndex(db: Db, asked: bigint | undefined): Promise<IndexSide> {
  const checkpoint = await readCheckpoint(db);
  if (checkpoint === undefined) throw fatal("NOT_INDEXED", "the database holds no index: run `indexer run` first");
  const height = asked ?? checkpoint.height;
  const [block] = await db.select({ hash: blocks.hash, digest: blocks.digest }).from(blocks).where(eq(blocks.height, height));
  if (block === undefined) throw fatal("NOT_INDEXED", `the index has no block of height ${height}: it reaches ${checkpoint.height}`);
  const facts = await readIndexFacts(db, height);
  const [letters] = rowsOf<{ readonly n: string }>(await db.execute(sql`select count(*)::text as n from ${deadLetters} where height <= ${height}`));
  return {
    chainId: checkpoint.chainId,
    bech32Prefix: checkpoint.bech32Prefix,
    height,
    blockHash: block.hash,
    digest: block.digest,
    facts,
    asked: await readAsked(db, height),
    identities: await checkIdentities(db, facts, height),
    deadLetters: Number(letters?.n ?? 0),
  };
}
