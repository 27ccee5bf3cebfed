import { toHex } from "@openledger/primitives";
import { type StateMachine } from "@openledger/state-machine";
import { beforeAll, describe, expect, test } from "vitest";
import { balance, blockRequest, createWallets, crypto, execute, genesisOf, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { parseGenesis } from "./genesis.ts";

let alice: Wallet;
let bob: Wallet;
let carol: Wallet;
beforeAll(async () => {
  [alice, bob, carol] = (await createWallets(3)) as [Wallet, Wallet, Wallet];
});

describe("blocks", () => {
  test("replayed twice, or restored from their change sets, give equal app hashes", async () => {
    const txs = await Promise.all([0n, 1n, 2n].map((sequence) => signTx(alice, [sendMessage(alice.address, carol.address, "5")], { sequence })));
    const run = (chain: StateMachine) => [runBlock(chain), runBlock(chain, txs), runBlock(chain, [txs[0] ?? new Uint8Array(0)])];
    const first = startChain([alice, bob]);
    const blocks = run(first);
    const again = run(startChain([alice, bob]));
    const hashes = (list: typeof blocks) => list.map(({ response }) => toHex(response.appHash));
    expect(hashes(again)).toEqual(hashes(blocks));
    const restored = createChain({ crypto });
    for (const { request, response, changeSet } of blocks) {
      restored.restore({ height: request.height, time: request.time, appHash: response.appHash, changeSet });
    }
    expect(restored.info()).toEqual(first.info());
    expect(restored.chain()).toEqual(first.chain());
    expect(toHex(runBlock(restored).response.appHash)).toBe(toHex(runBlock(first).response.appHash));
  });

  test("a tampered state log is refused", () => {
    const { request, changeSet } = runBlock(startChain([alice]));
    const appHash = new Uint8Array(32);
    expect(() => createChain({ crypto }).restore({ height: request.height, time: request.time, appHash, changeSet })).toThrow("another app hash");
  });

  test("a candidate that is not committed leaves nothing behind", async () => {
    const chain = startChain([alice, bob]);
    const tx = await signTx(alice, [sendMessage(alice.address, bob.address, "9")]);
    const before = chain.info();
    const dropped = execute(chain, blockRequest(1n, [tx]));
    expect(chain.info()).toEqual(before);
    const kept = execute(chain, blockRequest(1n));
    chain.commit(kept);
    expect(toHex(kept.response.appHash)).not.toBe(toHex(dropped.response.appHash));
    expect(balance(chain, bob.address)).toBe("1000000");
  });

  test("initChain may run again before the first commit, and not after", () => {
    const chain = startChain([alice, bob]);
    const request = parseGenesis(genesisOf([alice, bob]));
    chain.initChain(request);
    const hash = toHex(runBlock(chain).response.appHash);
    expect(hash).toBe(toHex(runBlock(startChain([alice, bob])).response.appHash));
    expect(() => chain.initChain(request)).toThrow("only before the first block");
  });

  test("a block that is full refuses what follows", async () => {
    const genesis = genesisOf([alice, bob]) as { consensus_params: { block: { max_gas: string } } };
    genesis.consensus_params.block.max_gas = "100000";
    const chain = createChain({ crypto });
    chain.initChain(parseGenesis(genesis));
    const txs = await Promise.all([0n, 1n, 2n].map((sequence) => signTx(alice, [sendMessage(alice.address, bob.address, "5")], { sequence, gasLimit: 100_000 })));
    const results = runBlock(chain, txs).response.txResults;
    expect(results.map(({ code }) => code)).toEqual([0, 11, 11]);
    expect(results[1]?.log).toMatch(/^out of gas in location: block gas meter; gasWanted: 100000/);
    expect(results[2]?.log).toBe("no block gas left to run tx: out of gas");
    expect(balance(chain, bob.address)).toBe("1000005");
    expect(chain.checkTx(await signTx(bob, [sendMessage(bob.address, alice.address, "5")], { accountNumber: 1n }), false)).toMatchObject({ code: 41 });
  });
});
