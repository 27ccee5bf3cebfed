import type { MessageCodec, DeepPartial } from "@openledger/messages";
import { Offer } from "@openledger/messages/openledger/market/v1";
import { assertDefined, type Crypto } from "@openledger/primitives";
import { createSimulatedChain, type GenesisCoins } from "../chain/simulated-chain.ts";
import { createAccounts, signTx, toAny, type SimulatedAccount } from "../simulation/accounts.ts";
import { auditBlock, findDifferences, findOtherBalances, type AuditBooks } from "../simulation/audit-block.ts";
import { createAuditor, eventsOf, passedAnte } from "../simulation/auditor.ts";
import { createRandom, type Random } from "../simulation/random.ts";
import { readState, type Attempt, type SimState, type SimWorld } from "../simulation/sim-world.ts";
import { createBook, noteBlock, type MarketBook, type ModelSort } from "./market-book.ts";
import { NAMES, type Coalition, type Name, type Seat } from "./people.ts";
import type { Library, Text } from "./library.ts";

const FUNDS = 100_000_000_000n;
const FEE = { denom: "uopen", amount: "25" } as const;
const GAS_LIMIT = 60_000_000n;
const REJECTION_FEE = 1_000n;
const POWER = 100n;
/** Balances and supplies are held to the auditor's after every block, all invariants of all modules after every tenth. */
const INVARIANTS_EVERY = 10;
const STAKED_POOL = "bonded_tokens_pool";

/** Terms of the simulated market: units of the denom that offers are priced in, and blocks of one second. */
export const TERMS = {
  pricePerCall: 100_000n,
  openingFee: 100_000n,
  unsignedCalls: 2,
  hostBond: 20_000_000n,
  demandBond: 5_000n,
  counterexampleBond: 50_000n,
  disputeBond: 30_000n,
  bondPerKib: 10n,
  blocksPerEpoch: 40,
} as const;

/** A chain with people who are honest, and some who may not be. */
export interface MarketWorld extends SimWorld {
  readonly seed: string;
  /** What offers are priced in. */
  readonly denom: string;
  readonly people: Readonly<Record<Name, SimulatedAccount>>;
  readonly names: ReadonlyMap<string, Name>;
  readonly coalition: Coalition;
  readonly book: MarketBook;
  /** By their words. */
  readonly texts: Map<string, Text>;
  readonly models: Map<bigint, ModelSort>;
  readonly libraries: Map<bigint, Library>;
  /** What the auditor objects to, with the block. */
  readonly differences: string[];
  state: SimState;
  block: number;
  isMalicious(name: Name): name is Seat;
  /** Choices that depend on seed, block, person and purpose alone, so that what one does changes nobody else's. */
  roll(who: string, purpose: string): Random;
  /** The same for what does not change from block to block. */
  fate(of: string): Random;
  /** Sends a message in the next block. */
  send<T extends object>(who: Name, codec: MessageCodec<T>, value: DeepPartial<T>, action: string): void;
  /** Runs the next block with all that was sent, and audits it. */
  runBlock(): void;
}

export interface MarketWorldOptions {
  readonly crypto: Crypto;
  readonly seed: string;
  readonly coalition: Coalition;
}

export function openMarketWorld({ crypto, seed, coalition }: MarketWorldOptions): MarketWorld {
  const denom = createRandom(crypto.sha256, `${seed}/denom`).chance(50) ? "uopen" : "udemo";
  const accounts = createAccounts(crypto, NAMES.length);
  const people = Object.fromEntries(NAMES.map((name, i) => [name, assertDefined(accounts[i], "an account")])) as Record<Name, SimulatedAccount>;
  const genesis: GenesisCoins[] = accounts.map(({ address }) => ({
    address,
    coins: [{ denom: "udemo", amount: FUNDS }, { denom: "uopen", amount: FUNDS }],
  }));
  const validators = [{ publicKey: crypto.sha256(new Uint8Array(1)), power: POWER, operator: people.builder.address }];
  const chain = createSimulatedChain({ crypto, accounts: genesis, validators, appState: appState() });
  chain.runBlock([]);
  const books = openBooks(genesis);
  const sequences = new Map<string, bigint>();
  let waiting: Attempt[] = [];
  const world: MarketWorld = {
    ...{ crypto, seed, denom, chain, accounts, people, coalition, contents: new Map(), receipts: new Map(), texts: new Map() },
    ...{ models: new Map(), libraries: new Map(), book: createBook(), differences: [], state: readState(chain), block: 0 },
    names: new Map(NAMES.map((name) => [people[name].address, name])),
    random: createRandom(crypto.sha256, seed),
    isMalicious: (name): name is Seat => coalition.some((seat) => seat === name),
    roll: (who, purpose) => createRandom(crypto.sha256, `${seed}/${world.block}/${who}/${purpose}`),
    fate: (of) => createRandom(crypto.sha256, `${seed}/${of}`),
    send: (who, codec, value, action) => void waiting.push({ action, account: people[who], message: toAny(codec, value) }),
    runBlock() {
      const attempts = waiting;
      waiting = [];
      runBlock(world, books, attempts, sequences);
    },
  };
  return world;
}

function openBooks(genesis: readonly GenesisCoins[]): AuditBooks {
  const staked = { address: STAKED_POOL, coins: [{ denom: "uopen", amount: POWER * 1_000_000n }] };
  return {
    auditor: createAuditor("uopen", [...genesis, staked]),
    ...{ bonds: new Map(), offers: new Map(), sessions: new Map(), settlements: new Map(), deposits: new Map(), disputes: new Map() },
  };
}

const READ_AGAIN = ["datanet_created", "version_frozen", "model_published"] as const;

/** `sequences` are those of the accounts that sent something so far. */
function runBlock(world: MarketWorld, books: AuditBooks, attempts: readonly Attempt[], sequences: Map<string, bigint>): void {
  const { chain, crypto, book } = world;
  const ahead = new Map(sequences);
  const txs = attempts.map(({ account, message }) => {
    const sequence = ahead.get(account.address) ?? 0n;
    ahead.set(account.address, sequence + 1n);
    return signTx(crypto, account, [message], { chainId: chain.chainId, sequence, gasLimit: GAS_LIMIT, fee: FEE });
  });
  const executed = chain.runBlock(txs);
  world.block += 1;
  const results = attempts.map((attempt, i) => ({ attempt, result: assertDefined(executed.response.txResults[i], "a result for each") }));
  for (const { attempt, result } of results) {
    const { address } = attempt.account;
    if (passedAnte(result)) sequences.set(address, (sequences.get(address) ?? 0n) + 1n);
  }
  const before = book.offers;
  noteBlock(world, results, executed.response.events);
  if (results.some(({ result }) => READ_AGAIN.some((type) => eventsOf(result.events, type).length > 0))) world.state = readState(chain);
  // What ended in this block was still there when it was paid.
  const offers = [...new Set([...before, ...book.offers])].map(({ id, modelId }) => Offer.create({ id, modelId, modelVersion: 1n }));
  auditBlock(books, attempts, executed, { ...world.state, offers }, { fee: FEE, rejectionFee: REJECTION_FEE });
  const find = world.block % INVARIANTS_EVERY === 0 ? findDifferences : findOtherBalances;
  world.differences.push(...find(chain, books.auditor).map((one) => `block ${world.block}: ${one}`));
}

/** Short windows, and no limit that blocks of a simulation would meet. */
function appState(): { readonly [module: string]: { readonly params: Readonly<Record<string, string | string[]>> } } {
  return {
    datanet: {
      params: {
        ...{ review_period_seconds: "30", rejection_fee: String(REJECTION_FEE), dispute_bond: String(TERMS.disputeBond) },
        ...{ dispute_owner_seconds: "5", dispute_escalation_seconds: "5", dispute_decision_seconds: "10", dispute_turn_blocks: "1" },
      },
    },
    market: {
      params: {
        ...{ window_seconds: "6", window_blocks: "2", response_seconds: "3", response_blocks: "2", record_seconds: "5" },
        ...{ settle_period_seconds: "12", max_session_seconds: "1000", listed_denoms: ["uopen", "udemo"] },
        ...{ demand_bond: String(TERMS.demandBond), counterexample_bond: String(TERMS.counterexampleBond) },
      },
    },
  };
}
