import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../db/database.ts";
import { readLiveSchema } from "../db/live-schema.ts";
import { openPostgres } from "../db/postgres.ts";
import { createSyntheticChain, type SyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode } from "../testing/synthetic-node.ts";
import { startChild } from "./child.ts";
import type { Counts, SoakGate } from "./gate.ts";
import { isContiguous, readIndexState } from "./index-state.ts";

const BLOCKS = 30;

interface Refusal {
  readonly name: string;
  readonly chain: SyntheticChain;
  readonly head: number;
  /** Both values are in the message. */
  readonly says: RegExp;
}

/** A node that serves something else than what the index began with. */
export const otherChain: SoakGate = {
  id: "R6",
  title: "another chain id, genesis, history or head ends the process and writes nothing; --reset drops nothing",
  async run({ postgres }) {
    const chain = createSyntheticChain({ txsPerBlock: 2 });
    await using node = await openSyntheticNode(chain, BLOCKS);
    const url = await postgres.createDatabase("r6");
    const backfill = async (...more: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> => {
      await using child = startChild("run", "--role", "backfill", "--node", node.url, "--db", url, ...more);
      return { code: await child.ended, text: child.text() };
    };
    await backfill();
    await using database = openPostgres(url);
    const before = await readIndexState(database.writer);
    const refusals: readonly Refusal[] = [
      { name: "chainId", chain: createSyntheticChain({ txsPerBlock: 2, chainId: "synthetic-2" }), head: BLOCKS, says: /synthetic-1 and the node serves synthetic-2/ },
      { name: "genesis", chain: createSyntheticChain({ txsPerBlock: 2, genesisTime: "2027-02-01T00:00:00Z" }), head: BLOCKS, says: /genesis \w{64} and the node's is \w{64}/ },
      { name: "head", chain, head: BLOCKS - 5, says: new RegExp(`at height ${BLOCKS - 5} and the index at ${BLOCKS}`) },
      { name: "history", chain: createSyntheticChain({ txsPerBlock: 2, forkAt: 10 }), head: BLOCKS, says: /has block \w{64} and the node \w{64}/ },
    ];
    const counts: Record<string, boolean> = {};
    for (const { name, chain: other, head, says } of refusals) {
      [node.chain, node.head] = [other, head];
      const { code, text } = await backfill();
      counts[name] = code === 1 && says.test(text);
    }
    const after = await readIndexState(database.writer);
    const reset = await resetTo(database.writer, backfill);
    const isUntouched = after.digest === before.digest && after.checkpoint === before.checkpoint;
    return { isMet: Object.values(counts).every((isRefused) => isRefused) && isUntouched && reset.isMet, counts: { ...counts, isUntouched, ...reset.counts } };
  },
};

async function resetTo(
  db: Db,
  backfill: (...more: readonly string[]) => Promise<{ readonly code: number | null }>,
): Promise<{ readonly isMet: boolean; readonly counts: Counts }> {
  const before = await readIndexState(db);
  const { code } = await backfill("--reset");
  const live = await readLiveSchema(db);
  const [old, fresh] = [await readIndexState(db), await readIndexState(db, live)];
  const [kept] = rowsOf<{ count: number }>(await db.execute(sql`select count(*)::int as count from public.blocks`));
  const isMet = code === 0 && live !== "public" && isContiguous(fresh) && fresh.checkpoint === BLOCKS && old.digest === before.digest;
  return { isMet, counts: { resetSchema: live, keptBlocks: kept?.count ?? 0, newBlocks: fresh.blocks } };
}

/** A block whose parent is not the one that was indexed. */
export const brokenParent: SoakGate = {
  id: "R7",
  title: "a block with another parent stops the writer at the block before it",
  async run({ postgres }) {
    await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 2 }), 20);
    const wrong = "AB".repeat(32);
    node.transform = (method, height, result) => {
      if (method !== "block" || height !== 15) return result;
      const block = structuredClone(result) as { block: { header: { last_block_id: { hash: string } } } };
      block.block.header.last_block_id.hash = wrong;
      return block;
    };
    const url = await postgres.createDatabase("r7");
    await using child = startChild("run", "--role", "sync", "--node", node.url, "--db", url, "--port", "0");
    const code = await child.ended;
    await using database = openPostgres(url);
    const { checkpoint, blocks } = await readIndexState(database.writer);
    const isNamed = child.text().includes("BROKEN_PARENT") && child.text().includes(wrong.toLowerCase());
    return { isMet: code === 1 && isNamed && checkpoint < 15, counts: { exitCode: code ?? -1, isNamed, checkpoint, blocks } };
  },
};
