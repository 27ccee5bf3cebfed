import { join } from "node:path";
import type { OfflineDirectSigner } from "@cosmjs/proto-signing";
import { connect, createBlobClient, createTxSender, type GasPrice } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { openServiceKey, receiptKeyPath } from "@openledger/keyring";
import { lockDataFolder } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { equalBytes } from "@openledger/primitives";
import { listenAddress } from "@openledger/rpc";
import { createRevocations, followRevocations, loadServedModel, type ServedModel } from "@openledger/served-model";
import { createLogger, type LogLevel } from "@openledger/telemetry";
import { startGatewayServer } from "./http/gateway-server.ts";
import { openSessionBook } from "./session/session-book.ts";
import { startDemandAnswerer } from "./settle/answer-demands.ts";
import { createEarlyOpenings, type OpeningsPolicy } from "./settle/early-openings.ts";
import { startSettler, type Settler } from "./settle/settler.ts";

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
  readonly logLevel?: LogLevel;
}

/** A gateway that answers. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  readonly modelName: string;
  readonly contributions: number;
  readonly settler: Settler;
  close(): Promise<void>;
}

/** Loads the offer's model from the chain, checks its artifact root, and serves it. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const crypto = createNodeCrypto();
  const logger = createLogger({ name: "gateway", level: options.logLevel ?? "info" });
  const folder = lockDataFolder(join(options.home, "gateway"));
  let loaded: ServedModel | undefined;
  try {
    const client = await connect(options.nodeUrl);
    const blobs = createBlobClient(options.restUrl, crypto.sha256);
    const indexFolder = join(folder.path, "span-index");
    const served = await loadServedModel({ client, blobs, sha256: crypto.sha256 }, options.offerId, indexFolder);
    loaded = served;
    const { offer } = served;
    const receiptKey = openServiceKey(receiptKeyPath(options.home));
    if (!equalBytes(receiptKey.publicKey, offer.receiptKey)) {
      const message = `offer ${offer.id} names another receipt key than ${receiptKeyPath(options.home)}`;
      throw new OperationalError("RECEIPT_KEY", `${message}; run the gateway with the home that made the offer`, { retryable: false });
    }
    const book = openSessionBook({ folder: join(folder.path, "sessions"), client, crypto, offerId: offer.id });
    const sender = createTxSender({ client, wallet: options.wallet, address: offer.host, ...gas(options) });
    const modelName = served.model.name;
    const revocations = createRevocations({
      client,
      isServed: served.isServed,
      onErased(contributions) {
        served.forget(contributions);
        const names = contributions.map(({ datanetId, seq }) => `${datanetId}/${seq}`);
        logger.info({ contributions: names }, "contributors had content erased; it is forgotten here");
      },
    });
    await revocations.refresh();
    const desk = { chainId: client.chainId, crypto, served, revocations, receiptKey };
    const server = await startGatewayServer({ desk, book, logger, modelName }, listenAddress(options.listen));
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
      served.close();
      book.close();
      client.disconnect();
      folder.release();
    };
    return { url: server.url, modelName, contributions: served.contributions, settler, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    loaded?.close();
    folder.release();
    throw error;
  }
}

function gas({ gasPrice }: GatewayOptions): { readonly gasPrice?: GasPrice } {
  return gasPrice === undefined ? {} : { gasPrice };
}
