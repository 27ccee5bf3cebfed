import { sql } from "drizzle-orm";
import { rowsOf } from "../db/database.ts";
import { openPostgres } from "../db/postgres.ts";
import { createSyntheticChain } from "../testing/synthetic-chain.ts";
import { openSyntheticNode } from "../testing/synthetic-node.ts";
import { startChild, until } from "./child.ts";
import type { SoakGate } from "./gate.ts";
import { heightIn } from "./index-state.ts";

const BLOCKS = 20;
const GARBLED_AT = 7;

/** A transaction that can't be decoded, and later can. */
export const deadLetters: SoakGate = {
  id: "R8",
  title: "an undecodable transaction is a dead letter that everybody sees, indexing goes on, replay heals",
  async run({ postgres }) {
    await using node = await openSyntheticNode(createSyntheticChain({ txsPerBlock: 2 }), BLOCKS);
    const url = await postgres.createDatabase("r8");
    const original = node.transform;
    // The block names another message type than any that is known.
    node.transform = (method, height, result) => (method === "block" && height === GARBLED_AT ? withUnknownMessage(result) : result);
    await using database = openPostgres(url);
    await using child = startChild("run", "--node", node.url, "--db", url, "--port", "0");
    const server = await child.url;
    await until(`height ${BLOCKS}`, async () => (await heightIn(database)) === BLOCKS);
    const seen = await hasIndexingErrors(server);
    const letters = async (): Promise<number> => rowsOf<{ count: number }>(await database.writer.execute(sql`select count(*)::int as count from dead_letters`))[0]?.count ?? 0;
    const before = await letters();
    await using stuck = startChild("replay", "--node", node.url, "--db", url, "--json");
    const stuckCode = await stuck.ended;
    // What the index kept are the bytes that it saw; from here on they decode, as with a version that knows the type.
    node.transform = original;
    await database.writer.execute(sql`update dead_letters set bytes = (select bytes from txs where height = ${GARBLED_AT - 1} and index = 0)`);
    await using healing = startChild("replay", "--node", node.url, "--db", url, "--json");
    const healedCode = await healing.ended;
    const healed = await until("no error is shown", async () => !(await hasIndexingErrors(server)));
    const isMet = seen && before === 1 && stuckCode === 1 && healedCode === 0;
    return { isMet, counts: { deadLetters: before, isShown: seen, replayWhileUnknown: stuckCode ?? -1, replay: healedCode ?? -1, healedShownMs: healed } };
  },
};

function withUnknownMessage(result: unknown): unknown {
  const block = structuredClone(result) as { block: { data: { txs: string[] } } };
  const [first = ""] = block.block.data.txs;
  const bytes = Buffer.from(first, "base64");
  const at = bytes.indexOf("MsgSend");
  bytes.write("MsgWhat", at);
  block.block.data.txs[0] = bytes.toString("base64");
  return block;
}

async function hasIndexingErrors(url: string): Promise<boolean> {
  const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query: "{ _meta { hasIndexingErrors } }" }) };
  const answer = (await (await fetch(`${url}/graphql`, request)).json()) as { data?: { _meta?: { hasIndexingErrors?: boolean } } };
  return answer.data?._meta?.hasIndexingErrors === true;
}
