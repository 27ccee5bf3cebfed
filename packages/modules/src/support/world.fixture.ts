/** The protocol's modules over a real bank in memory, for tests: no frame, no signatures of transactions. */
import { createNodeCrypto } from "@openledger/crypto";
import { addressFromBytes, assertDefined, height, unixNanos, type Address, type Crypto } from "@openledger/primitives";
import {
  auditModules,
  createUnlimitedGasMeter,
  type AnyMessageHandler,
  type ChainConfig,
  type Context,
  type Event,
  type Json,
  type MessageFee,
  type Module,
  type QueryContext,
} from "@openledger/state-machine";
import type { MessageCodec } from "@openledger/messages";
import { branchMultiStore, createMemoryStore, type MultiStore, type OverlayStore } from "@openledger/store";
import { createAttributionKeeper, createAttributionModule } from "../attribution/module.ts";
import { createAuthKeeper } from "../auth/keeper.ts";
import { createBankKeeper, type FullBankKeeper } from "../bank/keeper.ts";
import { createDatanetActions, createDatanetModule, datanetKeeper } from "../datanet/module.ts";
import { createFeedbackModule } from "../feedback/module.ts";
import { createMarketModule, findSession, marketKeeper, settledReceipt } from "../market/module.ts";
import { createAccountabilityModule } from "../accountability/module.ts";
import { createModelModule, modelKeeper } from "../model/module.ts";
import { createGateKeeper, createGateModule, type GateKeeper } from "../gate/module.ts";
import { createRewardsKeeper, createRewardsModule } from "../rewards/module.ts";

const SECOND = 1_000_000_000n;
export const START: bigint = 1_790_000_000n * SECOND;
export const crypto: Crypto = createNodeCrypto();
export const chain: ChainConfig = { chainId: "openledger-test-1", bech32Prefix: "open", baseDenom: "uopen" };

/** Address number `seed`, 1..255. */
export const account = (seed: number): Address => addressFromBytes("open", new Uint8Array(20).fill(seed));

/** Codecs of a message and its response. */
export type Codecs<Msg extends object, Response extends object> = readonly [MessageCodec<Msg>, MessageCodec<Response>];

export interface World {
  readonly bank: FullBankKeeper;
  readonly gates: GateKeeper;
  readonly modules: readonly Module[];
  /** Events of the last message or block end. */
  events: readonly Event[];
  /**
   * Runs one message as the frame does: stateless checks, then the handler on a branch that an error discards. A fee is
   * what the frame has taken before; it leaves no account here.
   */
  deliver<Msg extends object, Response extends object>(codecs: Codecs<Msg, Response>, msg: Msg, fee?: MessageFee): Response;
  /** Ends the block and begins the next one `seconds` later. */
  nextBlock(seconds?: number): void;
  query<Response>(path: string, request: object): Response;
  balance(address: Address, denom: string): bigint;
  /** Sum of all balances of a denom. */
  supply(denom: string): bigint;
  brokenInvariants(): readonly string[];
  context(): Context;
}

/** A world with these balances and this genesis by module name. */
export function createWorld(options: {
  readonly balances: readonly { readonly address: Address; readonly denom: string; readonly units: bigint }[];
  readonly genesis?: { readonly [module: string]: Json };
}): World {
  const stores = createStores();
  const accounts = createAuthKeeper();
  const gates = createGateKeeper(accounts, MODULE_ACCOUNTS);
  const bank = createBankKeeper(accounts, [], { externals: gates });
  const modules = wire(bank, gates);
  let at = { height: 1n, time: START };
  const addresses = new Set<Address>(options.balances.map(({ address }) => address));

  function contextOn(store: MultiStore, events: Event[]): Context {
    const block = { height: height(at.height), time: unixNanos(at.time), proposer: new Uint8Array(20) };
    return { chain, crypto, block, store, gas: createUnlimitedGasMeter(), emit: (event) => events.push(event) };
  }
  const queryContext = (): QueryContext => ({
    chain,
    crypto,
    height: height(at.height),
    time: unixNanos(at.time),
    store: stores,
  });

  const genesis = contextOn(stores, []);
  for (const { address, denom, units } of options.balances) {
    bank.mintAtGenesis(genesis, address, { denom, amount: units.toString() });
  }
  accounts.createModuleAccount(genesis, "gate", ["minter", "burner"]);
  for (const module of modules) module.initGenesis(genesis, options.genesis?.[module.name]);

  const world: World = {
    bank,
    gates,
    modules,
    events: [],
    deliver<Msg extends object, Response extends object>(
      [codec, response]: Codecs<Msg, Response>,
      msg: Msg,
      fee?: MessageFee,
    ): Response {
      const handler = handlerOf(modules, codec.typeUrl);
      // What arrives went through the wire.
      const decoded = codec.fromBytes(codec.toBytes(msg));
      const branch = branchMultiStore(stores);
      const events: Event[] = [];
      handler.checkStateless(decoded, chain);
      const ctx = contextOn(branch, events);
      const result = handler.handle(fee === undefined ? ctx : { ...ctx, fee }, decoded);
      branch.write();
      world.events = events;
      return response.fromBytes(response.toBytes(result as Response));
    },
    nextBlock(seconds = 1) {
      const events: Event[] = [];
      const branch = branchMultiStore(stores);
      for (const module of modules) module.endBlock?.(contextOn(branch, events));
      branch.write();
      world.events = events;
      at = { height: at.height + 1n, time: at.time + BigInt(seconds) * SECOND };
    },
    query<Response>(path: string, request: object): Response {
      const query = assertDefined(
        modules.flatMap((module) => module.queries).find((one) => one.path === path),
        path,
      );
      return query.handle(queryContext(), request) as Response;
    },
    balance: (address, denom) => bank.balance(queryContext(), address, denom),
    supply(denom) {
      const all = [...addresses, ...MODULE_ACCOUNTS.map((name) => bank.moduleAddress(queryContext(), name))];
      return all.reduce((sum, address) => sum + world.balance(address, denom), 0n);
    },
    brokenInvariants: () => auditModules(modules, queryContext()).flatMap(({ broken }) => broken),
    context: () => contextOn(stores, []),
  };
  return world;
}

const MODULE_ACCOUNTS = ["fee_collector", "treasury", "datanet", "market", "rewards", "gate", "gov", "accountability"];

function wire(bank: FullBankKeeper, gates: GateKeeper): readonly Module[] {
  const attribution = createAttributionKeeper(datanetKeeper);
  const rewards = createRewardsKeeper({ bank, datanets: datanetKeeper });
  return [
    createAttributionModule(),
    createDatanetModule({ bank, tokeniser: attribution, priors: rewards }),
    createModelModule({ datanets: datanetKeeper, tokeniser: attribution, authorities: bank }),
    createMarketModule({ bank, datanets: datanetKeeper, models: modelKeeper, attribution, rewards, demand: gates }),
    createRewardsModule({ bank, datanets: datanetKeeper }),
    createGateModule({ bank, gates }),
    createFeedbackModule({
      receipts: { settledReceipt, session: findSession },
      datanets: createDatanetActions({ bank, priors: rewards }),
    }),
    createAccountabilityModule({ bank, market: marketKeeper, models: modelKeeper, datanets: datanetKeeper, datanetActions: createDatanetActions({ bank, priors: rewards }) }),
  ];
}

function handlerOf(modules: readonly Module[], typeUrl: string): AnyMessageHandler {
  const handlers = modules.flatMap((module) => module.messages);
  return assertDefined(
    handlers.find((handler) => handler.codec.typeUrl === typeUrl),
    `no handler of ${typeUrl}`,
  );
}

function createStores(): MultiStore {
  const stores = new Map<string, OverlayStore>();
  return {
    store(name) {
      const store = stores.get(name) ?? createMemoryStore();
      stores.set(name, store);
      return store;
    },
  };
}
