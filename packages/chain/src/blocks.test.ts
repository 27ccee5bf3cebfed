import { toHex } from "@openledger/primitives";
import { isTaken, type StateMachine } from "@openledger/state-machine";
import { beforeAll, describe, expect, test } from "vitest";
import { account, balance, blockRequest, createWallets, crypto, execute, genesisOf, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";
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

  describe("of 200,000 gas", () => {
    const start = (): StateMachine => {
      const genesis = genesisOf([alice, bob]) as { consensus_params: { block: { max_gas: string } } };
      genesis.consensus_params.block.max_gas = "200000";
      const chain = createChain({ crypto });
      chain.initChain(parseGenesis(genesis));
      return chain;
    };
    const byAlice = (gasLimit: number, sequence = 0n) => signTx(alice, [sendMessage(alice.address, bob.address, "5")], { sequence, gasLimit });
    const byBob = (gasLimit: number) => signTx(bob, [sendMessage(bob.address, carol.address, "5")], { accountNumber: 1n, gasLimit });
    const NO_GAS = { code: 11, codespace: "sdk", log: "no block gas left to run tx: out of gas", gasWanted: 0n, gasUsed: 0n, events: [] };

    test("a transaction that may use more gas than is left is refused without a trace, and runs in the next block", async () => {
      const chain = start();
      const [first, second] = [await byAlice(100_000), await byBob(190_000)];
      const refused = runBlock(chain, [first, second]).response.txResults;
      expect(refused).toMatchObject([{ code: 0 }, NO_GAS]);
      expect(refused.map(isTaken)).toEqual([true, false]);
      expect([balance(chain, bob.address), account(chain, bob.address).sequence]).toEqual(["1000005", 0n]);
      expect([chain.checkAlone(second).code, chain.trips(second)]).toEqual([0, undefined]);
      expect(runBlock(chain, [second]).response.txResults).toMatchObject([{ code: 0 }]);
    });

    test("what is chosen by gas limits runs, though what came before it ran out of gas", async () => {
      const chain = start();
      const [first, second] = [await byAlice(30_000), await byBob(170_000)];
      const results = runBlock(chain, [first, second]).response.txResults;
      expect(results).toMatchObject([{ code: 11, gasWanted: 30_000n }, { code: 0 }]);
      expect(results[0]?.gasUsed).toBeGreaterThan(30_000n);
    });

    test("a gas limit above that of every block is refused as such", async () => {
      const chain = start();
      expect(chain.checkTx(await byBob(200_001), false)).toMatchObject({ code: 41 });
      expect(runBlock(chain, [await byAlice(100_000), await byBob(200_001)]).response.txResults).toMatchObject([{ code: 0 }, { code: 41 }]);
    });
  });
});
