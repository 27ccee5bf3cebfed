// Rounds that fail cost memory for a few candidates only, and a block that was forgotten is executed again to the same end.
import { join } from "node:path";
import { ResponseProcessProposal_ProposalStatus as Status, type RequestFinalizeBlock } from "@openledger/messages/tendermint/abci";
import { toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { createBench, type AppProcess } from "./app-process.fixture.ts";

/** How many blocks a round's candidates are kept of; one more pushes the oldest out. */
const KEPT = 3;

async function propose({ comet }: AppProcess, { decidedLastCommit: proposedLastCommit, ...proposal }: RequestFinalizeBlock): Promise<void> {
  const { status } = await comet.consensus.call("processProposal", { ...proposal, proposedLastCommit });
  expect(status).toBe(Status.ACCEPT);
}

test.each([
  ["the newest is not executed again", KEPT, 0],
  ["the oldest of those that are kept is not executed again", 1, 0],
  ["one that others pushed out is executed again", 0, 1],
])("of four candidates of one height, %s", async (_, decided, again) => {
  using bench = createBench(5);
  let executions = 0;
  const app = await bench.start({
    wrap: (machine) => ({
      ...machine,
      executeBlock(request) {
        executions += 1;
        return machine.executeBlock(request);
      },
    }),
  });
  await bench.engine.handshake(app.comet);
  await bench.engine.decide(app.comet, []);
  const candidates = [0, 1, 2, 3].map((sender) => bench.engine.nextBlock([bench.send(sender, 0n)]));
  for (const candidate of candidates) await propose(app, candidate);
  const chosen = candidates[decided] as RequestFinalizeBlock;
  executions = 0;
  await bench.engine.finish(app.comet, chosen);
  expect(executions).toBe(again);

  // Another App that saw nothing but the decided blocks comes to the same state.
  const other = await bench.start({ folder: join(bench.folder, "other") });
  expect(await bench.engine.handshake(other.comet)).toMatchObject({ replayed: 2 });
  expect(toHex(other.machine.info().appHash)).toBe(toHex(app.machine.info().appHash));
  await bench.engine.decide(app.comet, [bench.send(decided, 1n)]);
  await other.kill();
  await app.kill();
});

test("many rounds of one height hold the writes of a few candidates, not of all", async () => {
  using bench = createBench(4);
  const forgotten: string[] = [];
  const app = await bench.start({
    wrap: (machine) => ({
      ...machine,
      forget(block) {
        forgotten.push(toHex(block.response.appHash));
        machine.forget?.(block);
      },
    }),
  });
  await bench.engine.handshake(app.comet);
  await bench.engine.decide(app.comet, []);
  const blocks = Array.from({ length: 10 }, (_, round) => {
    const block = bench.engine.nextBlock([bench.send(round % 4, 0n)]);
    return { ...block, time: { seconds: (block.time?.seconds ?? 0n) + BigInt(round), nanos: 0 } };
  });
  for (const block of blocks) await propose(app, block);
  expect(new Set(forgotten).size).toBe(blocks.length - KEPT);
  // The first of them was forgotten, and is decided.
  const [first] = blocks as [RequestFinalizeBlock];
  const response = await bench.engine.finish(app.comet, first);
  expect(toHex(response?.appHash ?? new Uint8Array(0))).toBe(forgotten[0]);
  expect((await bench.engine.decide(app.comet, [bench.send(1, 0n)]))?.txResults[0]?.code).toBe(0);
  await app.kill();
});
