import { getOperationAST, type DocumentNode, type GraphQLError } from "graphql";
import { createYoga, type Plugin, type YogaServerInstance } from "graphql-yoga";
import type { Checkpoint } from "../db/checkpoint.ts";
import type { Db } from "../db/database.ts";
import type { RollupHeights } from "../source/committed-block.ts";
import type { CommitFeed, GraphqlContext } from "./builder.ts";
import { toClientError, type ErrorLog } from "./edge-errors.ts";
import { clientError } from "./errors.ts";
import { limitError, TOKENS_MAX } from "./limits.ts";
import { createLoaders } from "./loaders.ts";
import { schema } from "./schema.ts";

export interface YogaOptions {
  readonly db: Db;
  readonly checkpoint: () => Checkpoint | undefined;
  readonly headHeight: () => bigint;
  readonly rollup: () => RollupHeights | undefined;
  readonly commits: CommitFeed;
  readonly logError: ErrorLog;
}

/** GraphQL over HTTP at `/graphql`, with GraphiQL, open to every origin, without credentials. */
export function createGraphql(options: YogaOptions): YogaServerInstance<object, GraphqlContext> {
  const { db, checkpoint, headHeight, rollup, commits, logError } = options;
  return createYoga<object, GraphqlContext>({
    schema,
    graphqlEndpoint: "/graphql",
    landingPage: false,
    logging: false,
    batching: false,
    parserAndValidationCache: true,
    cors: { origin: "*", credentials: false, methods: ["GET", "POST", "OPTIONS"] },
    graphiql: { title: "OpenLedger GraphQL" },
    context: () => ({ db, loaders: createLoaders(db), checkpoint, headHeight, rollup, commits }),
    maskedErrors: { maskError: (error) => toClientError(error, logError) },
    plugins: [tokenLimit, operationLimits, answerErrors(logError)],
  });
}

const tokenLimit: Plugin = {
  onParse({ parseFn, setParseFn }) {
    setParseFn((source, options) => parseFn(source, { ...options, maxTokens: TOKENS_MAX }));
  },
};

const operationLimits: Plugin = {
  onExecute: ({ args, setResultAndStopExecution }) => {
    const error = refusal(args);
    if (error !== undefined) setResultAndStopExecution({ errors: [error] });
  },
  onSubscribe: ({ args, setResultAndStopExecution }) => {
    const error = refusal(args);
    if (error !== undefined) setResultAndStopExecution({ errors: [error] });
  },
};

interface Operation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: unknown;
}

function refusal({ document, operationName, variableValues }: Operation): GraphQLError | undefined {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return clientError("BAD_USER_INPUT", "name one operation of the document in `operationName`");
  return limitError(document, operation, (variableValues ?? {}) as Readonly<Record<string, unknown>>);
}

/** Gives a code and a request id to the errors that never reach a resolver: parsing, validation, HTTP. */
function answerErrors(log: ErrorLog): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !("errors" in result) || result.errors === undefined) return;
      const errors = result.errors.map((error) => ("requestId" in error.extensions ? error : toClientError(error, log)));
      setResult({ ...result, errors });
    },
  };
}
