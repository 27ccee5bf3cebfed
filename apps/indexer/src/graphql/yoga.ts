import type { IncomingMessage } from "node:http";
import type { GraphQLError } from "graphql";
import { createYoga, type Plugin, type YogaServerInstance } from "graphql-yoga";
import type { Database } from "../db/database.ts";
import type { RollupHeights } from "../source/committed-block.ts";
import type { CommitFeed, GraphqlContext } from "./builder.ts";
import { toClientError, type ErrorLog } from "./edge-errors.ts";
import type { ProofSource } from "../source/proof-source.ts";
import { readsOf, snapshotExecution, type KnownAnswers } from "./execution.ts";
import { createSharedWork } from "./shared-work.ts";
import { TOKENS_MAX } from "./limits.ts";
import { persistedOperations, type PersistedOperations } from "./persisted.ts";
import { schema } from "./schema.ts";
import { subscriberLimit } from "./subscriber-limit.ts";

export interface YogaOptions {
  readonly database: Database;
  readonly headHeight: () => bigint;
  readonly rollup: () => RollupHeights | undefined;
  readonly commits: CommitFeed;
  readonly logError: ErrorLog;
  /** An event of a height is on its way to a subscriber. */
  readonly onDelivery?: ((height: bigint) => void) | undefined;
  readonly persisted: PersistedOperations;
  /** Where proofs of the chain's state come from; undefined answers none. */
  readonly proofs: ProofSource | undefined;
  /** Compiles documents that come again; off interprets every execution. */
  readonly compiles: boolean;
  /** Answers that were given already; absent answers everything anew. */
  readonly known?: KnownAnswers | undefined;
  /** Whom a request counts for. */
  readonly clientOf: (request: IncomingMessage) => string;
  readonly subscribersPerClient: number;
  /** Takes a request of a client, which each step of a replay counts as; returns 0, or the seconds after which to ask again. */
  readonly waitSeconds?: ((client: string) => number) | undefined;
}

/** What Node's server hands to each request. */
interface NodeRequest {
  readonly req: IncomingMessage;
}

export type GraphqlServer = YogaServerInstance<NodeRequest, GraphqlContext>;

const EVENT_ID_LENGTH_MAX = 200;

/** GraphQL over HTTP at `/graphql`, with GraphiQL, open to every origin, without credentials. */
export function createGraphql(options: YogaOptions): GraphqlServer {
  const { database, headHeight, rollup, commits, logError, proofs, persisted, compiles, clientOf, subscribersPerClient } = options;
  const shared = createSharedWork(commits);
  const fixed = { waitSeconds: options.waitSeconds ?? (() => 0), headHeight, rollup, commits, shared, proofs, snapshot: database.snapshot, checkpoint: () => undefined, ...readsOf(database.reader) };
  return createYoga<NodeRequest, GraphqlContext>({
    schema,
    graphqlEndpoint: "/graphql",
    landingPage: false,
    logging: false,
    batching: false,
    // The HTTP server has done so already, and this copies each body through a stream of its own.
    maxRequestBodySize: false,
    parserAndValidationCache: true,
    cors: { origin: "*", credentials: false, methods: ["GET", "POST", "OPTIONS"] },
    graphiql: { title: "OpenLedger GraphQL" },
    context: ({ req }) => ({ ...fixed, client: clientOf(req), lastEventId: lastEventIdOf(req) }),
    maskedErrors: { maskError: (error) => toClientError(error, logError) },
    plugins: [
      persistedOperations(persisted),
      tokenLimit,
      snapshotExecution({ database, compiles, shared, onDelivery: options.onDelivery ?? (() => undefined), known: options.known }),
      subscriberLimit(subscribersPerClient),
      eventIds,
      answerErrors(logError),
    ],
  });
}

function lastEventIdOf(request: IncomingMessage): string | undefined {
  const id = request.headers["last-event-id"];
  return typeof id === "string" && id !== "" && id.length <= EVENT_ID_LENGTH_MAX ? id : undefined;
}

const tokenLimit: Plugin = {
  onParse({ parseFn, setParseFn }) {
    setParseFn((source, options) => parseFn(source, { ...options, maxTokens: TOKENS_MAX }));
  },
};

/** Writes the `id:` field of each server-sent event, which a browser's EventSource returns as `Last-Event-ID`. */
const eventIds: Plugin = {
  onSubscribe: () => ({
    onSubscribeResult: () => ({
      onNext({ result, setResult }) {
        const eventId: unknown = result.extensions?.["eventId"];
        if (typeof eventId !== "string") return;
        // The text goes behind `data: ` of the event; JSON has no line feeds of its own.
        const answer = { ...result, stringify: (value: unknown) => `${JSON.stringify(value)}\nid: ${eventId}` };
        setResult(answer);
      },
    }),
  }),
};

/** Gives a code and a request id to the errors that never reach a resolver: parsing, validation, HTTP. */
function answerErrors(log: ErrorLog): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !("errors" in result) || result.errors === undefined) return;
      const errors = result.errors.map((error: GraphQLError) => ("requestId" in error.extensions ? error : toClientError(error, log)));
      setResult({ ...result, errors });
    },
  };
}
