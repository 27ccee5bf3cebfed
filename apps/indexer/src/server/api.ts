import type { IncomingMessage } from "node:http";
import type { Database } from "../db/database.ts";
import { createAnswerCache } from "../graphql/answer-cache.ts";
import type { CommitFeed } from "../graphql/builder.ts";
import type { ErrorLog } from "../graphql/edge-errors.ts";
import { readPersistedOperations } from "../graphql/persisted.ts";
import { createGraphql } from "../graphql/yoga.ts";
import type { ApiConfig } from "./api-options.ts";
import type { RollupHeights } from "../source/committed-block.ts";
import { createProofSource } from "../source/proof-source.ts";
import { clientAddress } from "./client-address.ts";
import { openHttpServer, type HttpEndpoint, type PlainAnswer } from "./http-server.ts";
import { createRateLimiter } from "./rate-limit.ts";
import { sendStatement } from "./statement-route.ts";

export interface ApiOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly config: ApiConfig;
  readonly database: Database;
  /** The node's head when it was last asked. */
  readonly headHeight: () => bigint;
  /** Where the node's blocks stood on DA then. */
  readonly rollup: () => RollupHeights | undefined;
  readonly commits: CommitFeed;
  /** JSON-RPC of the node that proofs of state are asked of; absent answers none. */
  readonly node?: string | undefined;
  readonly logError: ErrorLog;
  /** An event of a height is on its way to a subscriber. */
  readonly onDelivery?: ((height: bigint) => void) | undefined;
  /** An answer came from those that are kept, or was made anew. */
  readonly onAnswer?: ((isKnown: boolean) => void) | undefined;
  /** Answers of `/health`, `/ready` and `/metrics` by path. */
  readonly plain: ReadonlyMap<string, () => PlainAnswer>;
}

/** Opens the API over a database that this process, or another one, writes. Throws PORT_IN_USE and BAD_OPERATIONS. */
export async function openApi(options: ApiOptions): Promise<HttpEndpoint> {
  const { host, port, config, database, headHeight, rollup, commits, logError, plain } = options;
  const documents = config.operations === undefined ? new Map<string, string>() : await readPersistedOperations(config.operations);
  const clientOf = (request: IncomingMessage): string => clientAddress(request, config.trustProxy);
  const { requestsPerSecond: perSecond, requestBurst: burst } = config;
  const limiter = perSecond === 0 ? undefined : createRateLimiter({ perSecond, burst });
  const waitSeconds = (client: string): number => limiter?.take(client) ?? 0;
  const graphql = createGraphql({
    ...{ database, headHeight, rollup, commits, logError, clientOf },
    onDelivery: options.onDelivery,
    proofs: options.node === undefined ? undefined : createProofSource(options.node),
    persisted: { documents, only: config.operationsOnly },
    compiles: config.compile,
    known: config.answerBytes === 0 ? undefined : { cache: createAnswerCache(config.answerBytes), onAnswer: options.onAnswer ?? (() => undefined) },
    subscribersPerClient: config.subscribersPerClient,
    waitSeconds,
  });
  return openHttpServer({ host, port, graphql, plain, files: new Map([["/statement.csv", (search, response) => sendStatement(database, logError, search, response)]]), waitSeconds: (request) => waitSeconds(clientOf(request)) });
}
