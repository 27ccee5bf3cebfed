import type { Address, Height } from "@openledger/primitives";
import type { MessageCodec } from "@openledger/messages";
import type { Change, KeyValueReader } from "@openledger/store";
import type { ConsensusParams, ValidatorUpdate } from "./app.ts";
import type { ChainConfig, Context, QueryContext } from "./context.ts";
import type { Event } from "./event.ts";
import type { ErrorDefinition } from "./tx-error.ts";

/** One message of a module: how it is decoded, who signs, what can be said without state, what it does. */
export interface MessageHandler<Msg extends object, Response extends object> {
  readonly codec: MessageCodec<Msg>;
  readonly response: MessageCodec<Response>;
  /** Amino name for LEGACY_AMINO_JSON, for example `cosmos-sdk/MsgSend` or `openledger/MsgContribute`. */
  readonly aminoName: string;
  /** Bech32 addresses that must sign, in order, without duplicates. */
  signers(msg: Msg): readonly string[];
  /**
   * Nobody signs a transaction with this message, and nobody pays for it: it has its proof in itself. It runs as the first
   * transaction of a block only, alone in it, and never out of a mempool.
   */
  readonly isUnsigned?: true;
  /** ValidateBasic: shapes, lengths, ranges, without state. Throws a TxError. */
  checkStateless(msg: Msg, chain: ChainConfig): void;
  /**
   * Guards first, one line each; then effects; then the event. Throws a TxError, which discards every effect. CheckTx
   * and every execution of a transaction get the same `msg`: it must not be changed.
   */
  handle(ctx: Context, msg: Msg): Response;
}

/** A read-only gRPC method reached by ABCI query path `/<package>.Query/<Method>`. */
export interface QueryHandler<Request extends object, Response extends object> {
  readonly path: string;
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
  handle(ctx: QueryContext, request: Request): Response;
}

/** A handler or query whose message types are known only to its own module. */
export type AnyMessageHandler = MessageHandler<object, object>;
export type AnyQueryHandler = QueryHandler<object, object>;

/** JSON value as parsed from a genesis file. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A law of a module's state, checked on all of it. */
export interface Identity {
  /** The law as a sentence: `the supply of each denom is the sum of its balances`. */
  readonly says: string;
  /** What it was checked on: `2 denoms, 12 balances`. */
  readonly found: string;
  /** Sentences about where it does not hold. */
  readonly broken: readonly string[];
}

/** An {@link Identity} with the name of its module. */
export interface AuditedIdentity extends Identity {
  readonly module: string;
}

/** How a chain that goes on from an export differs from the one it leaves. */
export interface Handover {
  /** Bech32 operators of the validators that make its blocks; every other one is jailed until it unjails. */
  readonly validators: readonly string[];
}

/** The manifest of a module: the only thing that others import of it. */
export interface Module {
  /** Codespace and key in the genesis file's app_state. */
  readonly name: string;
  /** Name of the module's store, in the SDK's spelling where the SDK has one (`acc`, `bank`). */
  readonly storeName: string;
  readonly errors: readonly ErrorDefinition[];
  readonly messages: readonly AnyMessageHandler[];
  /** What an Any inside a message may hold besides messages and public keys: allowances, authorizations, contents. */
  readonly types?: readonly MessageCodec<object>[];
  readonly queries: readonly AnyQueryHandler[];
  /** Writes the module's genesis; must write its params key. Throws a TxError or InvariantViolation on bad genesis. */
  initGenesis(ctx: Context, genesis: Json | undefined): void;
  /** After the transactions of the genesis file, when it has any: what they decided takes effect. */
  finishGenesis?(ctx: Context): void;
  /** What `initGenesis` would read to come to this state again; without it, an export holds the pairs of the store. */
  exportGenesis?(ctx: QueryContext): Json;
  /**
   * Changes what is exported for a chain that other validators go on with; writes to a branch that is never committed.
   * Throws a TxError for a handover that cannot be.
   */
  handOver?(ctx: Context, handover: Handover): void;
  beginBlock?(ctx: Context): void;
  endBlock?(ctx: Context): void;
  /** Changes of the consensus set that genesis or the end of this block decided; read after them. */
  validatorUpdates?(ctx: QueryContext): readonly ValidatorUpdate[];
  /** The parameters of the next block, of the one module that keeps them. */
  consensusParams?(ctx: QueryContext): ConsensusParams;
  /** What the module conserves, each law by itself. Runs in tests and `doctor`, reads everything. */
  identities?(ctx: QueryContext): readonly Identity[];
  /**
   * What the writes of one transaction, or of a block's begin or end, break of the totals that the module conserves;
   * undefined when they hold. Runs always, so it costs as much as the changes, not as the state.
   */
  brokenBy?(before: KeyValueReader, changes: readonly Change[]): string | undefined;
  /**
   * What a block changed of this module's state, as events at its very end, for whoever follows the chain without
   * executing it: `changes` are all writes of the block, keys ascending, in the chain's first block those of genesis too.
   * For records whose changes no message tells exactly; costs as much as the changes. `at` is the block's height.
   */
  report?(changes: readonly Change[], chain: ChainConfig, at: Height): readonly Event[];
}

/** Keeps the message type inside; the frame only ever hands the handler what its own codec decoded. */
export function messageHandler<Msg extends object, Response extends object>(handler: MessageHandler<Msg, Response>): AnyMessageHandler {
  return {
    ...handler,
    codec: handler.codec as MessageCodec<object>,
    response: handler.response as MessageCodec<object>,
    signers: (msg) => handler.signers(msg as Msg),
    checkStateless: (msg, chain) => handler.checkStateless(msg as Msg, chain),
    handle: (ctx, msg) => handler.handle(ctx, msg as Msg),
  };
}

/** Keeps the request type inside, as {@link messageHandler} does. */
export function queryHandler<Request extends object, Response extends object>(handler: QueryHandler<Request, Response>): AnyQueryHandler {
  return {
    ...handler,
    request: handler.request as MessageCodec<object>,
    response: handler.response as MessageCodec<object>,
    handle: (ctx, request) => handler.handle(ctx, request as Request),
  };
}

/** Every law of all modules, checked on the whole state: what tests, the simulator and `doctor` hold a chain to. */
export function auditModules(modules: readonly Module[], ctx: QueryContext): readonly AuditedIdentity[] {
  return modules.flatMap(({ name, identities }) => (identities?.(ctx) ?? []).map((identity) => ({ module: name, ...identity })));
}

/** Address of a module account: the first 20 bytes of sha256(name), as in the SDK. */
export type ModuleAddress = (name: string) => Address;
