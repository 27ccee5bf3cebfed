import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { OfflineDirectSigner } from "@cosmjs/proto-signing";
import { ClientError, connect, createCitedFacts, createTxSender, type ChainClient, type GasPrice } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder } from "@openledger/kv";
import { listenAddress } from "@openledger/rpc";
import { createLogger, type Logger, type LogLevel } from "@openledger/telemetry";
import { createBuyer, type Buyer } from "./buyer.ts";
import { BuyerError } from "./errors.ts";
import { createHostClient } from "./host-client.ts";
import { fetchInvoice } from "./invoice/fetch-invoice.ts";
import type { Invoice } from "./invoice/invoice.ts";
import { marketPlaces, type MarketWish } from "./market-places.ts";
import { onePlace, type Places } from "./places.ts";
import { startProxyServer } from "./proxy-server.ts";
import { createReceiptKeeper } from "./receipt-keeper.ts";
import { openReceiptShelf } from "./receipt-shelf.ts";
import { openSessionKeys } from "./session-keys.ts";

export interface StartBuyerOptions {
  readonly home: string;
  readonly nodeUrl: string;
  /** Gateway of the host to buy from, or whoever hosts a model: exactly one of the two. */
  readonly gatewayUrl?: string;
  readonly market?: Omit<MarketWish, "denom">;
  readonly wallet: OfflineDirectSigner;
  readonly address: string;
  /** The most that answers and opening fees may cost together. */
  readonly max: { readonly denom: string; readonly amount: bigint };
  /** Fees of the buyer's own transactions. */
  readonly gasPrice?: GasPrice;
  /** `127.0.0.1:8081`; port 0 takes any. */
  readonly listen: string;
  /** How long sessions last; 24 hours by default, at most what the chain allows. */
  readonly durationSeconds?: bigint;
  /** Opens private sessions with these auditors; public ones when absent. */
  readonly auditors?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly logLevel?: LogLevel;
}

/** A buyer's proxy that answers. */
export interface RunningBuyer extends AsyncDisposable {
  readonly url: string;
  readonly modelName: string;
  readonly buyer: Buyer;
  close(): Promise<void>;
}

/** Starts the buyer's loopback `/v1`. Throws OperationalError or ClientError with a sentence. */
export async function startBuyer(options: StartBuyerOptions): Promise<RunningBuyer> {
  const crypto = createNodeCrypto();
  const logger = createLogger({ name: "buyer", level: options.logLevel ?? "info" });
  const folder = lockDataFolder(join(options.home, "buyer"));
  try {
    const logs = join(folder.path, "sessions");
    mkdirSync(logs, { recursive: true, mode: 0o700 });
    const client = await connect(options.nodeUrl);
    const places = await placesOf(options, client, logger);
    const { modelName } = places;
    const gas = options.gasPrice === undefined ? {} : { gasPrice: options.gasPrice };
    const sender = createTxSender({ client, wallet: options.wallet, address: options.address, ...gas });
    const shelf = openReceiptShelf(options.home);
    const keys = openSessionKeys(join(folder.path, "keys"));
    const { durationSeconds = 86_400n, allowedOrigins = [], max: cap } = options;
    const buyer = createBuyer({
      ...{ client, sender, crypto, places, keys, shelf, logger, folder: logs, cap, durationSeconds },
      cited: createCitedFacts(client),
      ...(options.auditors === undefined ? {} : { auditors: options.auditors }),
    });
    const keeper = createReceiptKeeper({ client, crypto, shelf, logger });
    const proxy = { buyer, places, shelf, keeper, invoice: (id: bigint) => invoiceOf(client, id), logger, cap, allowedOrigins };
    const server = await startProxyServer(proxy, listenAddress(options.listen)).catch(async (error: unknown) => {
      await keeper.close();
      throw error;
    });
    const close = async (): Promise<void> => {
      await server.close();
      await keeper.close();
      await buyer.close();
      client.disconnect();
      folder.release();
    };
    return { url: server.url, modelName, buyer, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** A node that is silent is the outside world's fault here, and the caller hears of it. */
async function invoiceOf(client: ChainClient, sessionId: bigint): Promise<Invoice> {
  try {
    return await fetchInvoice(client, sessionId);
  } catch (error) {
    if (error instanceof ClientError) throw new BuyerError(502, "chain_unreachable", error.message);
    throw error;
  }
}

async function placesOf({ gatewayUrl, market, max }: StartBuyerOptions, client: ChainClient, logger: Logger): Promise<Places> {
  if (market !== undefined) return marketPlaces(client, { ...market, denom: max.denom }, logger);
  if (gatewayUrl === undefined) throw new BuyerError(400, "invalid_request", "name a gateway, or a model to buy from whoever hosts it");
  const host = createHostClient(gatewayUrl);
  const { offerId, modelName } = await host.offer();
  return onePlace({ offerId, host }, modelName);
}
