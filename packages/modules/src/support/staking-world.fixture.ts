/** Auth, bank, staking, slashing and evidence, and distribution and mint where asked for, over stores in memory, block by block, for tests. */
import { createNodeCrypto } from "@openledger/crypto";
import { packAny, type MessageCodec } from "@openledger/messages";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { MsgCreateValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import { assertDefined, height, u32be, unixNanos } from "@openledger/primitives";
import {
  auditModules,
  createUnlimitedGasMeter,
  TxError,
  type Context,
  type Event,
  type Json,
  type Misbehavior,
  type Module,
  type QueryContext,
  type ValidatorUpdate,
  type VoteInfo,
} from "@openledger/state-machine";
import { branchMultiStore, createMemoryStore, type MultiStore } from "@openledger/store";
import { createAuthKeeper, type AuthKeeper } from "../auth/keeper.ts";
import { createAuthModule } from "../auth/module.ts";
import type { ReservedCoins } from "../bank/expected-keepers.ts";
import { createBankKeeper, type FullBankKeeper } from "../bank/keeper.ts";
import { createBankModule } from "../bank/module.ts";
import { createDistributionKeeper, type FullDistributionKeeper } from "../distribution/keeper.ts";
import { createDistributionModule } from "../distribution/module.ts";
import { createEvidenceModule } from "../evidence/module.ts";
import { createMintModule } from "../mint/module.ts";
import { createSlashingKeeper, type FullSlashingKeeper } from "../slashing/keeper.ts";
import { createSlashingModule } from "../slashing/module.ts";
import { createStakingKeeper, type FullStakingKeeper } from "../staking/keeper.ts";
import { createStakingModule } from "../staking/module.ts";
import type { StakingHooks } from "./staking.ts";
import { accountText, consensusText, operatorText } from "./validator-addresses.ts";

const crypto = createNodeCrypto();
const chain = { chainId: "openledger-test-1", bech32Prefix: "open", baseDenom: "ustake" };
const SECOND = 1_000_000_000n;
const START = 1_790_000_000n * SECOND;

const otherAccounts = [
  { name: "gov", permissions: ["burner"] },
  { name: "fee_collector", permissions: [] },
  { name: "distribution", permissions: [] },
  { name: "mint", permissions: ["minter"] },
];

/** Address bytes of person number `n`. */
export function person(n: number): Uint8Array {
  return crypto.sha256(u32be(n)).slice(0, 20);
}
export const accountOf = (n: number): string => accountText(chain, person(n));
export const operatorOf = (n: number): string => operatorText(chain, person(n));
export const consensusKeyOf = (n: number): Uint8Array => crypto.sha256(u32be(n + 1_000_000));
export const consensusAddressOf = (n: number): Uint8Array => crypto.sha256(consensusKeyOf(n)).slice(0, 20);
export const consensusOf = (n: number): string => consensusText(chain, consensusAddressOf(n));
export const stake = (units: bigint | number): { denom: string; amount: string } => ({ denom: "ustake", amount: String(units) });

export interface StakingWorldOptions {
  /** Person number n owns this many units, n from 1. */
  readonly people: number;
  readonly units?: bigint;
  readonly staking?: { readonly [key: string]: Json };
  readonly slashing?: { readonly [key: string]: Json };
  readonly bank?: Json;
  /** Who seals blocks, as genesis says. */
  readonly sealers?: readonly ValidatorUpdate[];
  /** Genesis of distribution; without it that module is not there. */
  readonly distribution?: { readonly [key: string]: Json };
  /** Genesis of mint; without it that module is not there. */
  readonly mint?: { readonly [key: string]: Json };
  readonly hooks?: readonly StakingHooks[];
  /** What the bank lets nobody take; nothing by default. */
  readonly reserved?: (accounts: AuthKeeper) => ReservedCoins;
  /** Modules after these, and their genesis. */
  readonly more?: (parts: StakingWorldParts) => readonly Module[];
  readonly genesis?: { readonly [module: string]: Json };
}

/** What further modules are built of. */
export interface StakingWorldParts {
  readonly bank: FullBankKeeper;
  /** A bank that reserves nothing. */
  readonly escrow: FullBankKeeper;
  readonly staking: FullStakingKeeper;
  readonly distribution: FullDistributionKeeper;
  /** All modules of the world, once they are built. */
  readonly modules: () => readonly Module[];
}

export interface StakingWorld {
  /** Context of the block in progress; writes go straight to its state. */
  readonly ctx: Context;
  readonly bank: FullBankKeeper;
  readonly staking: FullStakingKeeper;
  readonly slashing: FullSlashingKeeper;
  readonly distribution: FullDistributionKeeper;
  readonly modules: readonly Module[];
  readonly queryContext: QueryContext;
  readonly events: Event[];
  /** Runs a message as the frame does: what fails leaves nothing and throws. */
  deliver<Msg extends object>(codec: MessageCodec<Msg>, msg: Parameters<MessageCodec<Msg>["create"]>[0]): unknown;
  /** `codespace/code` of a message that is refused, "ok" of one that is not. */
  attempt<Msg extends object>(codec: MessageCodec<Msg>, msg: Parameters<MessageCodec<Msg>["create"]>[0]): string;
  createValidator(n: number, units: bigint): void;
  /** Ends the block in progress and begins the next one, `seconds` later. */
  nextBlock(options?: { readonly seconds?: bigint; readonly votes?: readonly VoteInfo[]; readonly misbehavior?: readonly Misbehavior[] }): void;
  query<Q extends object, R extends object>(
    method: { readonly path: string; readonly request: MessageCodec<Q>; readonly response: MessageCodec<R> },
    request: Parameters<MessageCodec<Q>["create"]>[0],
  ): R;
  broken(): readonly string[];
}

export function createStakingWorld(options: StakingWorldOptions): StakingWorld {
  const hooks: StakingHooks[] = [];
  const auth = createAuthKeeper();
  const blocked = ["bonded_tokens_pool", "not_bonded_tokens_pool", "distribution", "mint"];
  const bank = createBankKeeper(auth, blocked, options.reserved === undefined ? {} : { reserved: options.reserved(auth) });
  const staking = createStakingKeeper(bank, hooks);
  const slashing = createSlashingKeeper(staking);
  const distribution = createDistributionKeeper(bank, staking);
  hooks.push(...(options.distribution === undefined ? [] : [distribution.hooks]), slashing.hooks, ...(options.hooks ?? []));
  const pools = ["bonded_tokens_pool", "not_bonded_tokens_pool"].map((name) => ({ name, permissions: ["burner", "staking"] }));
  const modules: readonly Module[] = [
    createAuthModule(auth, [...pools, ...otherAccounts]),
    createBankModule(bank),
    createStakingModule(staking),
    createSlashingModule({ keeper: slashing, staking, authorities: bank }),
    createEvidenceModule({ staking, slashing }),
    ...(options.distribution === undefined ? [] : [createDistributionModule(distribution)]),
    ...(options.mint === undefined ? [] : [createMintModule({ bank, staking })]),
    ...(options.more?.({ bank, escrow: createBankKeeper(auth, blocked), staking, distribution, modules: () => modules }) ?? []),
  ];
  const stores = new Map(modules.map(({ storeName }) => [storeName, createMemoryStore()]));
  const store: MultiStore = { store: (name) => assertDefined(stores.get(name), `no store ${name}`) };
  const events: Event[] = [];
  let block: Context["block"] = { height: height(0n), time: unixNanos(START), proposer: new Uint8Array(20) };
  const contextOn = (on: MultiStore): Context => ({
    chain,
    crypto,
    get block() {
      return block;
    },
    store: on,
    gas: createUnlimitedGasMeter(),
    emit: (event) => void events.push(event),
  });
  const ctx = contextOn(store);
  const queryContext = (): QueryContext => ({ chain, crypto, height: block.height, time: block.time, store });
  const { units = 1_000_000_000n } = options;
  const balances = Array.from({ length: options.people }, (_, i) => ({ address: accountOf(i + 1), coins: [stake(units)] }));
  const accounts = balances.map(({ address }) => ({ "@type": "/cosmos.auth.v1beta1.BaseAccount", address, pub_key: null, account_number: "0", sequence: "0" }));
  const genesis: { readonly [name: string]: Json | undefined } = {
    auth: { accounts },
    bank: options.bank ?? { balances },
    staking: { valset_source: "staking", ...options.staking },
    slashing: options.slashing,
    distribution: options.distribution,
    mint: options.mint,
    ...options.genesis,
  };
  const atGenesis = { ...ctx, block: { ...block, genesis: { initialHeight: height(1n), validators: options.sealers ?? [] } } };
  for (const module of modules) module.initGenesis(atGenesis, genesis[module.name]);
  block = { ...block, height: height(1n), time: unixNanos(START + 5n * SECOND) };
  events.length = 0;

  const deliver: StakingWorld["deliver"] = (codec, partial) => {
    const handler = assertDefined(
      modules.flatMap(({ messages }) => messages).find((candidate) => candidate.codec.typeUrl === codec.typeUrl),
      `no handler of ${codec.typeUrl}`,
    );
    const msg = codec.create(partial);
    const branch = branchMultiStore(store);
    const before = events.length;
    try {
      handler.checkStateless(msg, chain);
      const response = handler.handle(contextOn(branch), msg);
      branch.write();
      return response;
    } catch (error) {
      events.length = before;
      throw error;
    }
  };
  return {
    ctx,
    bank,
    staking,
    slashing,
    distribution,
    modules,
    events,
    deliver,
    get queryContext() {
      return queryContext();
    },
    attempt(codec, msg) {
      try {
        deliver(codec, msg);
        return "ok";
      } catch (error) {
        if (error instanceof TxError) return `${error.codespace}/${error.code}`;
        throw error;
      }
    },
    createValidator(n, units) {
      deliver(MsgCreateValidator, {
        description: { moniker: `v${n}` },
        commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "10000000000000000" },
        minSelfDelegation: "1",
        validatorAddress: operatorOf(n),
        pubkey: packAny(PubKey, { key: consensusKeyOf(n) }),
        value: stake(units),
      });
    },
    nextBlock({ seconds = 5n, votes, misbehavior } = {}) {
      for (const module of modules) module.endBlock?.(ctx);
      block = { ...block, height: height(block.height + 1n), time: unixNanos(block.time + seconds * SECOND), votes, misbehavior };
      for (const module of [...modules].reverse()) module.beginBlock?.(ctx);
    },
    query(method, request) {
      const handler = modules.flatMap(({ queries }) => queries).find(({ path }) => path === method.path);
      const found = assertDefined(handler, `no query ${method.path}`);
      return method.response.fromBytes(found.response.toBytes(found.handle(queryContext(), method.request.create(request))));
    },
    broken: () => auditModules(modules, queryContext()).flatMap(({ broken }) => broken),
  };
}
