/** A chain under random work goes on from its exported genesis as if nothing had happened. */
import { createChain, parseGenesis } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { height, toHex, unixNanos } from "@openledger/primitives";
import type { ExecutedBlock, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { simulate } from "../simulation/simulate.ts";
import { executeBlock } from "./simulated-chain.ts";

const crypto = createNodeCrypto();
const HOUR = 3_600_000_000_000n;

function nextBlock(machine: StateMachine, at: bigint, time: bigint): ExecutedBlock {
  const executed = executeBlock(machine, { height: height(at), time: unixNanos(time), proposer: new Uint8Array(20), hash: new Uint8Array(32), txs: [] });
  machine.commit(executed);
  return executed;
}

/** Hashes of what each store holds, so that a difference names its module. */
function contentOf(machine: StateMachine): Record<string, string> {
  const state = machine.exportAppState();
  return Object.fromEntries(Object.entries(state).map(([module, json]) => [module, toHex(crypto.sha256(new TextEncoder().encode(JSON.stringify(json))))]));
}

test.each(["export 1", "export 2"])("with seed %s: the same balances and pending work, invariants hold, and both decide alike", (seed) => {
  const { chain } = simulate({ crypto, seed, blocks: 60 });
  const { machine } = chain;
  const document = { ...(JSON.parse(chain.genesisText) as object), initial_height: String(machine.info().height + 1n), app_state: machine.exportAppState() };
  const next = createChain({ crypto });
  next.initChain(parseGenesis(JSON.parse(JSON.stringify(document))));
  let [events, time]: [number, bigint] = [0, chain.time];
  // Past every window: pending settlements, sessions and contributions of the old chain are decided on both.
  for (let block = 0; block < 20; block++) {
    time += HOUR;
    const at = machine.info().height + 1n;
    const [old, continued] = [nextBlock(machine, at, time), nextBlock(next, at, time)];
    // In its first block a chain also reports what its genesis holds.
    if (block > 0) expect(continued.response.events).toEqual(old.response.events);
    expect(contentOf(next)).toEqual(contentOf(machine));
    expect(next.invariants()).toEqual([]);
    events += old.response.events.length;
  }
  expect(events).toBeGreaterThan(0);
});
