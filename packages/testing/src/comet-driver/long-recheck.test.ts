import { createChain, parseGenesis } from "@openledger/chain";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { height, unixNanos } from "@openledger/primitives";
import type { CheckTxResponse, StateMachine } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { toAny } from "../simulation/accounts.ts";
import { createBench, crypto, type Bench } from "./app-process.fixture.ts";

/** More than is kept decoded: sixty transfers in one transaction. */
function longSend(bench: Bench, from: number, sequence: bigint): Uint8Array {
  const [sender, receiver] = [bench.accounts[from]?.address ?? "", bench.accounts[(from + 1) % 4]?.address ?? ""];
  const message = toAny(MsgSend, { fromAddress: sender, toAddress: receiver, amount: [{ denom: "uopen", amount: "1" }] });
  return bench.sign(from, sequence, Array.from({ length: 60 }, () => message));
}

function execute(machine: StateMachine, txs: readonly Uint8Array[]): void {
  const at = height(machine.info().height + 1n);
  const time = unixNanos(1_790_000_000_000_000_000n + at * 1_000_000_000n);
  const steps = machine.executeBlock({ height: at, time, proposer: new Uint8Array(20), hash: new Uint8Array(32), txs });
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return machine.commit(step.value);
}

test("rechecks of long transactions say after each block what a node says that never saw them before", () => {
  using bench = createBench();
  const blocks = [[], [], [bench.send(1, 0n)], [bench.send(3, 0n)], [], [longSend(bench, 0, 0n)], []];
  const waiting = [longSend(bench, 0, 0n), longSend(bench, 0, 1n), longSend(bench, 1, 0n), longSend(bench, 2, 0n)];
  expect(waiting.every(({ length }) => length > 4_096)).toBe(true);
  const machine = createChain({ crypto });
  machine.initChain(parseGenesis(bench.document));
  execute(machine, []);
  expect(waiting.map((tx) => machine.checkTx(tx, false).code)).toEqual([0, 0, 0, 0]);
  blocks.forEach((txs, i) => {
    execute(machine, txs);
    const fresh = createChain({ crypto });
    fresh.initChain(parseGenesis(bench.document));
    for (const before of [[], ...blocks.slice(0, i + 1)]) execute(fresh, before);
    const say = (one: StateMachine): CheckTxResponse[] => waiting.map((tx) => one.checkTx(tx, true));
    expect(say(machine)).toEqual(say(fresh));
  });
  expect(waiting.map((tx) => machine.checkTx(tx, true).code)).toEqual([32, 32, 32, 32]);
});
