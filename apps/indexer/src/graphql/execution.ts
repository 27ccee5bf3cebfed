import { createSourceEventStream, execute, type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLError } from "graphql";
import { compileQuery, isCompiledQuery, type CompiledQuery } from "graphql-jit";
import type { Plugin } from "graphql-yoga";
import { toHex } from "@openledger/primitives";
import type { Checkpoint } from "../db/checkpoint.ts";
import type { Database, Db } from "../db/database.ts";
import { questionOf, type AnswerCache } from "./answer-cache.ts";
import type { GraphqlContext } from "./builder.ts";
import { isCompilable } from "./compilable.ts";
import { clientError } from "./errors.ts";
import { ending, type StreamEvent } from "./event-stream.ts";
import { limitError } from "./limits.ts";
import { createLoaders } from "./loaders.ts";
import { createPages } from "./nested.ts";
import { operationOf, rootFields } from "./operation.ts";
import type { SharedWork } from "./shared-work.ts";

/** Documents are compiled when they come again: compiling costs more than one interpreted execution. */
const COMPILE_AT_USE = 2;

/** Fields that wait for another machine; no snapshot is held meanwhile. */
const ASKED_OF_NODE = "proof";

/** What a snapshot adds to the answer of every operation. */
interface At {
  readonly height: string;
  readonly hash: string;
}

type Run = (args: ExecutionArgs) => Promise<ExecutionResult>;

type AnswerEvent = (args: ExecutionArgs, event: StreamEvent<unknown>) => Promise<ExecutionResult>;

/** Answers that were given already. */
export interface KnownAnswers {
  readonly cache: AnswerCache;
  /** An answer came from the cache, or went into it. */
  readonly onAnswer: (isKnown: boolean) => void;
}

export interface SnapshotExecution {
  readonly database: Database;
  readonly compiles: boolean;
  /** What subscribers do for each other. */
  readonly shared: SharedWork;
  readonly onDelivery: (height: bigint) => void;
  /** Undefined answers everything anew. */
  readonly known: KnownAnswers | undefined;
}

/**
 * Executes every operation in one snapshot of the database, stamps its answer with `extensions.at`, and refuses first what
 * costs too much. Each event of a subscription is an operation of its own.
 */
export function snapshotExecution({ database, compiles, shared, onDelivery, known }: SnapshotExecution): Plugin {
  const run = compiles ? createCompilingRun() : interpret;
  const answer: Run = (args) => answerInSnapshot(database, args, run, (db, at) => answerIn(db, at, run, args));
  const answerOnce: Run = known === undefined ? answer : (args) => answerInSnapshot(database, args, run, (db, at) => knownOr(known, args, at, () => answerIn(db, at, run, args)));
  return {
    onExecute: ({ args, setExecuteFn, setResultAndStopExecution }) => {
      const error = refusalOf(args);
      if (error === undefined) setExecuteFn(answerOnce);
      else setResultAndStopExecution({ errors: [error] });
    },
    onSubscribe: ({ args, setSubscribeFn, setResultAndStopExecution }) => {
      const error = refusalOf(args);
      if (error === undefined) setSubscribeFn((subscription: ExecutionArgs) => subscribe(subscription, sharedAnswer(shared, answer), onDelivery));
      else setResultAndStopExecution({ errors: [error] });
    },
  };
}

/** The context of reads outside of a snapshot: what a subscription waits with. */
export function readsOf(db: Db): Pick<GraphqlContext, "db" | "loaders" | "pages"> {
  return { db, loaders: createLoaders(db), pages: createPages(db) };
}

type Read = (db: Db, at: Checkpoint | undefined) => Promise<ExecutionResult>;

async function answerInSnapshot(database: Database, args: ExecutionArgs, run: Run, read: Read): Promise<ExecutionResult> {
  // The schema describes itself without the database, also while that is down.
  if (isIntrospection(args)) return run(args);
  if (asksNode(args)) return read(database.reader, await database.snapshot(async (_db, at) => at));
  let answer: ExecutionResult | undefined;
  try {
    await database.snapshot(async (db, at) => {
      answer = await read(db, at);
    });
  } catch (error) {
    // A statement that failed leaves its error in the answer, and nothing that the engine could commit.
    if (answer === undefined) throw error;
  }
  return answer ?? {};
}

/** The same question of the same state has the same answer. Errors are not kept: they may pass. */
async function knownOr({ cache, onAnswer }: KnownAnswers, args: ExecutionArgs, at: Checkpoint | undefined, answer: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  const question = at === undefined || asksNode(args) ? undefined : questionOf(args);
  if (at === undefined || question === undefined) return answer();
  const text = cache.get(at, question);
  onAnswer(text !== undefined);
  if (text !== undefined) return written({ data: {} }, text);
  const result = await answer();
  if (result.errors !== undefined) return result;
  const made = JSON.stringify(result);
  cache.put(at, question, made);
  return written(result, made);
}

/** A result whose text the server takes as it is. */
function written(result: ExecutionResult, text: string): ExecutionResult {
  const answer = { ...result, stringify: () => text };
  return answer;
}

async function answerIn(db: Db, at: Checkpoint | undefined, run: Run, args: ExecutionArgs): Promise<ExecutionResult> {
  const snapshot = createGuard(db);
  try {
    const contextValue: GraphqlContext = { ...(args.contextValue as GraphqlContext), ...readsOf(snapshot.db), checkpoint: () => at };
    const result = await run({ ...args, contextValue });
    return at === undefined ? result : { ...result, extensions: { ...result.extensions, at: stampOf(at) } };
  } finally {
    snapshot.end();
  }
}

/**
 * When a required field fails, the answer leaves while fields beside it still wait; what they would read after that must
 * not run in the transaction of another operation on the same connection.
 */
function createGuard(db: Db): { readonly db: Db; end(): void } {
  let isOver = false;
  const guarded = new Proxy(db, {
    get(target, name) {
      if (isOver) throw clientError("NOT_FOUND", "the operation has been answered already");
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { db: guarded, end: () => void (isOver = true) };
}

function stampOf({ height, blockHash }: Checkpoint): At {
  return { height: height.toString(), hash: `0x${toHex(blockHash)}` };
}

/** Runs the resolver of each event in the snapshot of that event. */
async function subscribe(args: ExecutionArgs, answer: AnswerEvent, onDelivery: (height: bigint) => void): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const iterator = source[Symbol.asyncIterator]() as AsyncIterableIterator<StreamEvent<unknown>>;
  return ending(answersTo(iterator, args, answer, onDelivery), () => void iterator.return?.());
}

async function* answersTo(source: AsyncIterable<StreamEvent<unknown>>, args: ExecutionArgs, answer: AnswerEvent, onDelivery: (height: bigint) => void): AsyncGenerator<ExecutionResult, void> {
  for await (const event of source) {
    const result = await answer(args, event);
    // Every stream is ordered by height first.
    onDelivery(BigInt(event.eventId.split("/", 1)[0] ?? 0));
    yield { ...result, extensions: { ...result.extensions, eventId: event.eventId } };
  }
}

/** Subscribers who ask the same of the same event share its answer. */
function sharedAnswer(shared: SharedWork, answer: Run): AnswerEvent {
  const names = new WeakMap<DocumentNode, number>();
  let named = 0;
  return (args, event) => {
    const { document, operationName, variableValues } = args;
    const name = names.get(document) ?? (named += 1);
    names.set(document, name);
    const variables = JSON.stringify(variableValues, (_key, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
    return shared.once(JSON.stringify(["answer", name, operationName, variables, event.eventId]), () => answer({ ...args, rootValue: event }));
  };
}

const interpret: Run = async (args) => execute(args);

interface KnownOperation {
  uses: number;
  /** Null when it can't be compiled. */
  compiled?: CompiledQuery | null;
}

/** Compiles documents that come again to functions; what can't be compiled is interpreted. */
function createCompilingRun(): Run {
  const known = new WeakMap<DocumentNode, Map<string, KnownOperation>>();
  return async (args) => {
    const { document, operationName, rootValue, contextValue, variableValues } = args;
    const operations = known.get(document) ?? new Map<string, KnownOperation>();
    known.set(document, operations);
    const operation = operations.get(operationName ?? "") ?? { uses: 0 };
    operations.set(operationName ?? "", operation);
    operation.uses += 1;
    if (operation.uses < COMPILE_AT_USE) return interpret(args);
    if (operation.compiled === undefined) operation.compiled = compile(args);
    return operation.compiled?.query(rootValue, contextValue, variableValues ?? {}) ?? interpret(args);
  };
}

function compile({ schema, document, operationName }: ExecutionArgs): CompiledQuery | null {
  if (!isCompilable(schema, document)) return null;
  // Built-in scalars and enumerations are what the types of the resolvers say; ours are written as text all the same.
  const compiled = compileQuery(schema, document, operationName ?? undefined, { useExperimentalPathBasedSkipInclude: true, disableLeafSerialization: true });
  return isCompiledQuery(compiled) ? compiled : null;
}

function isIntrospection(args: ExecutionArgs): boolean {
  const { selections } = operationOf(args)?.selectionSet ?? { selections: [] };
  return selections.length > 0 && selections.every((selection) => selection.kind === "Field" && selection.name.value.startsWith("__"));
}

function asksNode({ document, operationName }: ExecutionArgs): boolean {
  const operation = operationOf({ document, operationName });
  return operation !== undefined && rootFields(document, operation).has(ASKED_OF_NODE);
}

function refusalOf(args: ExecutionArgs): GraphQLError | undefined {
  const operation = operationOf(args);
  if (operation === undefined) return clientError("BAD_USER_INPUT", "name one operation of the document in `operationName`");
  if (asksNode(args) && rootFields(args.document, operation).size > 1) {
    return clientError("BAD_USER_INPUT", `ask for \`${ASKED_OF_NODE}\` in an operation of its own: it waits for a node and is not read with the rest`);
  }
  return limitError(args.document, operation, args.variableValues ?? {});
}
