/** Auth and bank over stores in memory, for tests. */
import { createNodeCrypto } from "@openledger/crypto";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { MessageCodec } from "@openledger/messages";
import { addressFromBytes, assertDefined, height, unixNanos, type Address } from "@openledger/primitives";
import {
  auditModules,
  createUnlimitedGasMeter,
  type AnyMessageHandler,
  type Context,
  type Event,
  type Json,
  type Module,
  type QueryContext,
} from "@openledger/state-machine";
import { branchMultiStore, createMemoryStore, type MultiStore } from "@openledger/store";
import { createAuthKeeper, type AuthKeeper } from "../auth/keeper.ts";
import { createAuthModule } from "../auth/module.ts";
import type { ReservedCoins } from "./expected-keepers.ts";
import { createBankKeeper, FEE_COLLECTOR, type FullBankKeeper } from "./keeper.ts";
import { createBankModule } from "./module.ts";

const crypto = createNodeCrypto();
const chain = { chainId: "openledger-test-1", bech32Prefix: "open", baseDenom: "uopen" };

/** Address number `seed`, 1..255. */
export const account = (seed: number): Address => addressFromBytes("open", new Uint8Array(20).fill(seed));
export const coin = (amount: bigint | string, denom = "uopen"): Coin => ({ denom, amount: String(amount) });

export interface BankWorld {
  readonly ctx: Context;
  readonly queryContext: QueryContext;
  readonly auth: AuthKeeper;
  readonly bank: FullBankKeeper;
  readonly modules: readonly Module[];
  readonly events: Event[];
  /** Runs a message as the frame does: what fails leaves nothing. */
  deliver<Msg extends object>(codec: MessageCodec<Msg>, msg: Msg): void;
  query<Request extends object, Response extends object>(
    method: { readonly path: string; readonly request: MessageCodec<Request>; readonly response: MessageCodec<Response> },
    request: Request,
  ): Response;
  broken(): readonly string[];
}

/** `reserved` is what the bank lets nobody take; nothing by default. */
export function createBankWorld(genesis: { readonly auth?: Json; readonly bank?: Json } = {}, reserved?: ReservedCoins): BankWorld {
  const stores = new Map([
    ["acc", createMemoryStore()],
    ["bank", createMemoryStore()],
  ]);
  const store: MultiStore = { store: (name) => assertDefined(stores.get(name), `no store ${name}`) };
  const events: Event[] = [];
  const contextOn = (on: MultiStore): Context => ({
    chain,
    crypto,
    block: { height: height(1n), time: unixNanos(0n), proposer: new Uint8Array(20) },
    store: on,
    gas: createUnlimitedGasMeter(),
    emit: (event) => void events.push(event),
  });
  const ctx = contextOn(store);
  const queryContext: QueryContext = { chain, crypto, height: height(1n), time: unixNanos(0n), store };
  const auth = createAuthKeeper();
  const bank = createBankKeeper(auth, [FEE_COLLECTOR], reserved === undefined ? {} : { reserved });
  const authModule = createAuthModule(auth, [{ name: FEE_COLLECTOR, permissions: [] }]);
  const modules = [authModule, createBankModule(bank)];
  authModule.initGenesis(ctx, genesis.auth);
  modules[1]?.initGenesis(ctx, genesis.bank);
  events.length = 0;

  return {
    ctx,
    queryContext,
    auth,
    bank,
    modules,
    events,
    deliver(codec, msg) {
      const handler = handlerOf(modules, codec.typeUrl);
      const branch = branchMultiStore(store);
      handler.checkStateless(msg, chain);
      handler.handle(contextOn(branch), msg);
      const changes = branch.changeSet().find((changed) => changed.store === "bank")?.changes ?? [];
      const broken = modules[1]?.brokenBy?.(store.store("bank"), changes);
      if (broken !== undefined) throw new Error(broken);
      branch.write();
    },
    query(method, request) {
      const handler = modules.flatMap(({ queries }) => queries).find(({ path }) => path === method.path);
      const response = assertDefined(handler, `no query ${method.path}`).handle(queryContext, request);
      return method.response.fromBytes(assertDefined(handler, "found").response.toBytes(response));
    },
    broken: () => auditModules(modules, queryContext).flatMap(({ broken }) => broken),
  };
}

function handlerOf(modules: readonly Module[], typeUrl: string): AnyMessageHandler {
  const handlers = modules.flatMap(({ messages }) => messages);
  return assertDefined(handlers.find(({ codec }) => codec.typeUrl === typeUrl), `no handler of ${typeUrl}`);
}
