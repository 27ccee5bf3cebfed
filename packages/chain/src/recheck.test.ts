import { createAuthKeeper, createAuthModule, createBankKeeper, createBankModule, FEE_COLLECTOR } from "@openledger/modules";
import { createStateMachine, event, type Context, type Json, type StateMachine } from "@openledger/state-machine";
import { describe, expect, test } from "vitest";
import { account, createWallets, crypto, genesisOf, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";
import { parseGenesis } from "./genesis.ts";

/** A small generator with a seed, so that a failure can be run again. */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

const checked = (chain: StateMachine, tx: Uint8Array) => {
  const { code, log, codespace, gasUsed, gasWanted, events, sequence } = chain.checkTx(tx, true);
  return { code, log, codespace, gasUsed, gasWanted, events, sequence };
};

interface Pending {
  readonly from: Wallet;
  readonly tx: Uint8Array;
}

async function randomTx(chain: StateMachine, wallets: readonly Wallet[], pool: readonly Pending[], below: (limit: number) => number): Promise<Pending> {
  const number = below(wallets.length);
  const [from, to] = [wallets[number] as Wallet, wallets[below(wallets.length)] as Wallet];
  const waiting = pool.filter((pending) => pending.from === from).length;
  const sequence = account(chain, from.address).sequence + BigInt(waiting);
  const fee = below(2) === 0 ? [] : [{ denom: "uopen", amount: String(1 + below(400_000)) }];
  const timeout = below(4) === 0 ? { timeoutHeight: chain.info().height + 1n + BigInt(below(2)) } : {};
  const send = sendMessage(from.address, to.address, String(1 + below(900_000)));
  return { from, tx: await signTx(from, [send], { accountNumber: BigInt(number), sequence, fee, ...timeout }) };
}

type StartChain = (wallets: readonly Wallet[]) => StateMachine;

/** A chain whose ante chain looks at more of the block than ours: what it saw stands in an event. */
function startChainThatLooksAt(look: (block: Context["block"]) => unknown): StartChain {
  return (wallets) => {
    const accounts = createAuthKeeper();
    const bank = createBankKeeper(accounts, [FEE_COLLECTOR]);
    const chain = createStateMachine({
      crypto,
      accounts,
      fees: {
        collectFee(ctx, payer, fee) {
          ctx.emit(event("seen", { block: String(look(ctx.block)) }));
          bank.collectFee(ctx, payer, fee);
        },
      },
      modules: [createAuthModule(accounts, [{ name: FEE_COLLECTOR, permissions: [] }]), createBankModule(bank)],
    });
    const { appState, ...genesis } = parseGenesis(genesisOf(wallets));
    const given = appState as { readonly [module: string]: Json };
    chain.initChain({ ...genesis, appState: Object.fromEntries(chain.modules.map(({ name }) => [name, given[name] ?? {}])) });
    return chain;
  };
}

async function compareWithUnchecked(start: StartChain, seeds: readonly number[]): Promise<{ readonly kept: number; readonly refused: number }> {
  const wallets = await createWallets(4);
  const outcomes = { kept: 0, refused: 0 };
  for (const seed of seeds) {
    const below = randomBelow(seed);
    const chain = start(wallets);
    const blocks: (readonly Uint8Array[])[] = [[]];
    runBlock(chain);
    let pool: Pending[] = [];
    for (let round = 0; round < 6; round++) {
      for (let i = 0; i < 6; i++) {
        const pending = await randomTx(chain, wallets, pool, below);
        if (chain.checkTx(pending.tx, false).code === 0) pool.push(pending);
      }
      blocks.push(pool.splice(0, below(pool.length + 1)).map(({ tx }) => tx));
      const { response } = runBlock(chain, blocks.at(-1));
      const fresh = start(wallets);
      const responses = blocks.map((txs) => runBlock(fresh, txs).response);
      expect(responses.at(-1), `seed ${seed}`).toEqual(response);
      pool = pool.filter(({ tx }) => {
        const answer = checked(chain, tx);
        expect(answer, `seed ${seed}`).toEqual(checked(fresh, tx));
        outcomes[answer.code === 0 ? "kept" : "refused"]++;
        return answer.code === 0;
      });
    }
  }
  return outcomes;
}

describe("a recheck and a block answer as a chain does that never checked the transactions before", () => {
  test("on our chain", async () => {
    const { kept, refused } = await compareWithUnchecked(startChain, [1, 2, 3]);
    expect(kept).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(2);
  });

  test.each<[string, (block: Context["block"]) => unknown]>([
    ["its time", ({ time }) => time],
    ["its height", ({ height }) => height],
    ["its proposer", ({ proposer }) => proposer],
    ["all of it", (block) => (({ height, time, proposer }) => `${height} ${time} ${proposer.join()}`)({ ...block })],
    ["which fields it has", (block) => ["height", "time", "proposer", "evidence"].filter((name) => name in block).length],
  ])("on a chain whose ante chain looks at the block: %s", async (_, look) => {
    const { kept } = await compareWithUnchecked(startChainThatLooksAt(look), [1]);
    expect(kept).toBeGreaterThan(4);
  });
});
