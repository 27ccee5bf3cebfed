import { packAny } from "@openledger/messages";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { MsgCreateValidator, MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Misbehavior } from "@openledger/messages/tendermint/abci";
import { addressFromBytes, addressToBytes, toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { toAny } from "../simulation/accounts.ts";
import { createBench, crypto, validatorKey, type AppProcess, type Bench } from "./app-process.fixture.ts";

const addressOf = (index: number): Uint8Array => crypto.sha256(validatorKey(index)).slice(0, 20);
const uopen = (amount: string): { denom: string; amount: string } => ({ denom: "uopen", amount });

function operatorOf({ accounts }: Bench, index: number): string {
  return addressFromBytes("openvaloper", addressToBytes("open", accounts[index]?.address ?? ""));
}

/** Powers by validator, of the set that makes the next block. */
function powers({ engine }: Bench): Readonly<Record<number, bigint>> {
  const found = engine.validators.map(({ address, power }) => {
    const index = [0, 1, 2, 3, 4, 5].find((one) => toHex(addressOf(one)) === toHex(address));
    return [index, power] as const;
  });
  return Object.fromEntries(found);
}

async function empty(bench: Bench, { comet }: AppProcess, count: number, absent: ReadonlySet<string> = new Set()): Promise<void> {
  for (let i = 0; i < count; i++) await bench.engine.decide(comet, [], { absent });
}

test("stakes make the validator set two blocks later; absence jails and double votes tombstone, each with one update", async () => {
  using bench = createBench(6, 4);
  const { engine } = bench;
  const running = await bench.start();
  await engine.handshake(running.comet);
  expect(powers(bench)).toEqual({ 0: 10n, 1: 10n, 2: 10n, 3: 10n });

  const delegate = toAny(MsgDelegate, { delegatorAddress: bench.accounts[5]?.address ?? "", validatorAddress: operatorOf(bench, 3), amount: uopen("5000000") });
  const create = toAny(MsgCreateValidator, {
    description: { moniker: "fifth" },
    commission: { rate: "0", maxRate: "0", maxChangeRate: "0" },
    minSelfDelegation: "1",
    delegatorAddress: "",
    validatorAddress: operatorOf(bench, 4),
    pubkey: packAny(PubKey, { key: validatorKey(4) }),
    value: uopen("7000000"),
  });
  const response = await engine.decide(running.comet, [bench.sign(5, 0n, [delegate]), bench.sign(4, 0n, [create])]);
  expect(response?.txResults.map(({ code, log }) => [code, log])).toEqual([[0, ""], [0, ""]]);
  expect(response?.validatorUpdates.length).toBe(2);
  expect(powers(bench)).toEqual({ 0: 10n, 1: 10n, 2: 10n, 3: 10n });
  await empty(bench, running, 1);
  expect(powers(bench)).toEqual({ 0: 10n, 1: 10n, 2: 10n, 3: 15n, 4: 7n });

  // Two proofs about one validator in one block.
  const double = (at: bigint): Misbehavior => ({
    type: 1,
    validator: { address: addressOf(3), power: 15n },
    height: at,
    time: { seconds: 1_790_000_000n + at, nanos: 0 },
    totalVotingPower: 52n,
  });
  await empty(bench, running, 2);
  const slashed = await engine.decide(running.comet, [], { misbehavior: [double(3n), double(4n)] });
  expect(slashed?.validatorUpdates).toEqual([{ pubKey: { ed25519: validatorKey(3) }, power: 0n }]);
  await empty(bench, running, 1);
  expect(powers(bench)).toEqual({ 0: 10n, 1: 10n, 2: 10n, 4: 7n });

  await empty(bench, running, 14, new Set([toHex(addressOf(2))]));
  expect(powers(bench)).toEqual({ 0: 10n, 1: 10n, 4: 7n });
  expect(running.machine.invariants()).toEqual([]);
  await running.kill();

  const other = await bench.start({ folder: `${bench.folder}/other` });
  expect(await engine.handshake(other.comet)).toMatchObject({ appHeight: 0n, didInitChain: true, replayed: engine.blocks.length });
  expect(toHex(other.machine.info().appHash)).toBe(toHex(engine.appHash));
  await other.kill();
});
