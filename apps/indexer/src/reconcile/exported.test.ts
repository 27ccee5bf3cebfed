import { createChain, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { height, unixNanos } from "@openledger/primitives";
import type { ExecutedBlock } from "@openledger/state-machine";
import { executeBlock, simulate } from "@openledger/testing";
import { expect, test } from "vitest";
import { openPglite } from "../db/pglite.ts";
import { migrate, readMigrations } from "../db/migrate.ts";
import { writeBlock, writeGenesis } from "../db/write-block.ts";
import { deadLetters } from "../schema/chain.ts";
import { blocksOfChain, genesisOfChain, nodeOfChain, type PlayedChain } from "../testing/simulated-blocks.ts";
import { reconcile } from "./reconcile.ts";

const crypto = createNodeCrypto();
const HOUR = 3_600_000_000_000n;

/** A chain that goes on from the exported state of another, for some empty blocks in which everything open is decided. */
function continued(): PlayedChain {
  const { chain } = simulate({ crypto, seed: "index 1", blocks: 50 });
  const first = chain.height + 1n;
  const document = { ...(JSON.parse(chain.genesisText) as object), initial_height: String(first), app_state: chain.machine.exportAppState() };
  const genesisText = JSON.stringify(document);
  const machine = createChain({ crypto, retainVersions: 4 });
  machine.initChain(parseGenesis(JSON.parse(genesisText)));
  const blocks: ExecutedBlock[] = [];
  for (let at = 0n; at < 5n; at += 1n) {
    const request = { height: height(first + at), time: unixNanos(chain.time + (at + 1n) * HOUR), proposer: new Uint8Array(20), hash: new Uint8Array(32), txs: [] };
    const block = executeBlock(machine, request);
    machine.commit(block);
    blocks.push(block);
  }
  return { chainId: chain.chainId, genesisText, blocks, machine };
}

test("an index of a chain that began with another's export has its balances and stakes, and says which records it lacks", async () => {
  const chain = continued();
  await using database = await openPglite(undefined);
  await migrate(database, await readMigrations());
  let checkpoint = await writeGenesis(database, genesisOfChain(chain));
  for (const block of blocksOfChain(chain)) checkpoint = await writeBlock(database, checkpoint, block);
  const report = await reconcile(database, nodeOfChain(chain));
  // What was spent before is in the node's totals alone.
  expect(report.differences.filter(({ of }) => of !== "demand")).toEqual([]);
  expect(report.identities.flatMap(({ says, broken }) => broken.map((sentence) => `${says}: ${sentence}`)).filter((text) => !text.includes("settlement") && !text.includes("external demand"))).toEqual([]);
  expect(report.compared).toMatchObject({ validators: expect.any(Number) as number });
  const letters = await database.reader.select().from(deadLetters);
  expect(letters.map(({ reason }) => reason)).toContain("genesis carries the state of module market from an earlier chain, of which no block tells");
}, 60_000);
