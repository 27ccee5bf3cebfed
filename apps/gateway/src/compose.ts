import { rmSync } from "node:fs";
import { join } from "node:path";
import type { OfflineDirectSigner } from "@cosmjs/proto-signing";
import { ClientError, connect, createBlobClient, createTxSender, type ChainClient, type GasPrice } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { openServiceKey, receiptKeyPath, type ServiceKey } from "@openledger/keyring";
import { lockDataFolder } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { equalBytes } from "@openledger/primitives";
import { listenAddress } from "@openledger/rpc";
import {
  createRevocations,
  fetchOfferedModel,
  followRevocations,
  loadServedModel,
  type OfferedModel,
  type Revocations,
  type ServedModel,
} from "@openledger/served-model";
import { createLogger, type Logger, type LogLevel } from "@openledger/telemetry";
import type { AnswerDesk } from "./answer-call.ts";
import { createCallGate } from "./call-gate.ts";
import type { CallDesk } from "./http/complete-call.ts";
import { startGatewayServer } from "./http/gateway-server.ts";
import { createCallsInFlight } from "./session/calls-in-flight.ts";
import { openSessionBook } from "./session/session-book.ts";
import { startDemandAnswerer } from "./settle/answer-demands.ts";
import { createEarlyOpenings, type OpeningsPolicy } from "./settle/early-openings.ts";
import { startSettler, type Settler } from "./settle/settler.ts";
import { createUpstream, type UpstreamOptions } from "./upstream/upstream.ts";

export interface GatewayOptions {
  /** The host's home: receipt key and session logs. */
  readonly home: string;
  readonly nodeUrl: string;
  readonly restUrl: string;
  readonly offerId: bigint;
  /** Signs settlements; holds the offer's host key. */
  readonly wallet: OfflineDirectSigner;
  readonly gasPrice?: GasPrice;
  /** `127.0.0.1:8080`; port 0 takes any. */
  readonly listen: string;
  /** Signed receipts are settled after this time (5,000 ms) ... */
  readonly settleAfterMs?: number;
  /** ... or when there are this many (16). */
  readonly settleBatch?: number;
  /** `auto` by default: openings are attached to settlements unless a licence, an erasure or the session forbids it. */
  readonly openings?: OpeningsPolicy;
  /** How often the chain is asked for demands (1,000 ms); they are answered in either case. */
  readonly demandsEveryMs?: number;
  /** How often the chain is asked what was revoked and erased (2,000 ms). */
  readonly revocationsEveryMs?: number;
  /** Where answers of an external model come from; models of other kinds have none. */
  readonly upstream?: UpstreamOptions;
  /** Longest answer of an external model in tokens, 1,024 by default. */
  readonly upstreamMaxTokens?: number;
  readonly logLevel?: LogLevel;
}

/** A gateway that answers. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly modelName: string;
  /** From which answers are made; none when no calls are taken. */
  readonly contributions: number;
  /** Why no calls are taken; undefined while the model is served. */
  readonly erasure: string | undefined;
  readonly settler: Settler;
  close(): Promise<void>;
}

/**
 * Loads the offer's model from the chain, checks its artifact root, and serves it. When rows of it were erased it takes no
 * calls, and settles and answers demands all the same: a host that fell silent would lose its bond. Throws ClientError, or
 * OperationalError `RECEIPT_KEY`, `UPSTREAM` and those of loading.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const crypto = createNodeCrypto();
  const logger = createLogger({ name: "gateway", level: options.logLevel ?? "info" });
  const folder = lockDataFolder(join(options.home, "gateway"));
  let loaded: ServedModel | undefined;
  try {
    const client = await connect(options.nodeUrl);
    const blobs = createBlobClient(options.restUrl, crypto.sha256);
    const offered = await fetchOfferedModel(client, options.offerId);
    const { offer, model } = offered;
    const receiptKey = receiptKeyOf(options, offered);
    const indexFolder = join(folder.path, "span-index");
    const load = (): Promise<ServedModel> => loadServedModel({ client, blobs, sha256: crypto.sha256 }, offer.id, indexFolder);
    const { served, erasure } = await loadUnlessErased(load, offered);
    loaded = served;
    if (served === undefined) {
      // What is no longer followed would keep the erased words.
      rmSync(indexFolder, { recursive: true, force: true });
      logger.warn({ offer: String(offer.id) }, `${erasure}; signed receipts are settled, and demands are answered`);
    }
    const book = openSessionBook({ folder: join(folder.path, "sessions"), client, crypto, offerId: offer.id });
    const sender = createTxSender({ client, wallet: options.wallet, address: offer.host, ...gas(options) });
    const revocations = revocationsOf(client, served, logger);
    await revocations.refresh();
    const receipts = { chainId: client.chainId, crypto, revocations };
    const desk = served === undefined ? { ...receipts, erasure } : callDesk(options, { ...receipts, served, receiptKey });
    const gate = createCallGate(offer.capacity);
    const server = await startGatewayServer({ desk, gate, book, logger, modelName: model.name }, listenAddress(options.listen));
    const { settleAfterMs = 5_000, settleBatch = 16, revocationsEveryMs = 2_000, demandsEveryMs = 1_000 } = options;
    const early = createEarlyOpenings({ client, revocations, policy: options.openings ?? "auto" });
    const following = followRevocations(revocations, { logger, everyMs: revocationsEveryMs });
    const settler = startSettler({
      ...{ client, sender, book, sha256: crypto.sha256, logger, offerId: offer.id, settleAfterMs, settleBatch, early },
    });
    const answerer = startDemandAnswerer({ client, sender, book, logger, everyMs: demandsEveryMs, revocations });
    const close = async (): Promise<void> => {
      await server.close();
      await settler.close();
      await answerer.close();
      await following.close();
      served?.close();
      book.close();
      client.disconnect();
      folder.release();
    };
    const contributions = served?.contributions ?? 0;
    const running = { url: server.url, modelName: model.name, contributions, erasure, settler, close };
    return { ...running, [Symbol.asyncDispose]: close };
  } catch (error) {
    loaded?.close();
    folder.release();
    throw error;
  }
}

const UPSTREAM_TOKENS = 1_024;

/** External models are answered by an upstream, and no others. */
function callDesk({ upstream, upstreamMaxTokens = UPSTREAM_TOKENS }: GatewayOptions, desk: AnswerDesk): CallDesk {
  const { model, engine, offer } = desk.served;
  const { external } = engine;
  const name = `model/${model.id}@${model.version}`;
  if (external === undefined && upstream === undefined) return desk;
  if (external === undefined) {
    throw new OperationalError("UPSTREAM", `${name} is no external model and asks no upstream; leave it out`, { retryable: false });
  }
  if (upstream === undefined) {
    const message = `${name} is answered by an upstream: name its base URL with --upstream, e.g. http://127.0.0.1:11434/v1`;
    throw new OperationalError("UPSTREAM", message, { retryable: false });
  }
  const inFlight = createCallsInFlight(offer.unsignedCalls);
  return { ...desk, external, upstream: createUpstream(upstream), inFlight, maxTokens: upstreamMaxTokens };
}

type Loaded =
  | { readonly served: ServedModel; readonly erasure?: undefined }
  | { readonly served?: undefined; readonly erasure: string };

/** The model, or the sentence that says why it cannot be built any more. Throws whatever else hinders. */
async function loadUnlessErased(load: () => Promise<ServedModel>, { model }: OfferedModel): Promise<Loaded> {
  try {
    return { served: await load() };
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== "erased") throw error;
    const what = `model/${model.id}@${model.version} is answered with no longer: ${error.message}`;
    return { erasure: `${what}; send calls to an offer of a version that was frozen after the erasure` };
  }
}

function receiptKeyOf({ home }: GatewayOptions, { offer }: OfferedModel): ServiceKey {
  const receiptKey = openServiceKey(receiptKeyPath(home));
  if (equalBytes(receiptKey.publicKey, offer.receiptKey)) return receiptKey;
  const message = `offer ${offer.id} names another receipt key than ${receiptKeyPath(home)}`;
  throw new OperationalError("RECEIPT_KEY", `${message}; run the gateway with the home that made the offer`, { retryable: false });
}

function revocationsOf(client: ChainClient, served: ServedModel | undefined, logger: Logger): Revocations {
  return createRevocations({
    client,
    isServed: (contribution) => served?.isServed(contribution) ?? false,
    onErased(contributions) {
      served?.forget(contributions);
      const names = contributions.map(({ datanetId, seq }) => `${datanetId}/${seq}`);
      logger.info({ contributions: names }, "contributors had content erased; it is forgotten here");
    },
  });
}

function gas({ gasPrice }: GatewayOptions): { readonly gasPrice?: GasPrice } {
  return gasPrice === undefined ? {} : { gasPrice };
}
