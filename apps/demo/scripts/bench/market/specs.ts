import { join, resolve } from "node:path";
import { z } from "zod";
import { DOLLAR_DENOM, GAS_PRICE } from "../../../src/steps/demo-terms.ts";
import type { NodeReady, UrlReady } from "../../../src/supervisor/services.ts";
import type { ServiceSpec } from "../../../src/supervisor/service.ts";
import type { BenchPlace } from "../bench-network.ts";

type Spec = Omit<ServiceSpec<UrlReady>, "logFile">;

const APPS = resolve(import.meta.dirname, "..", "..", "..", "..");
const ready = z.object({ url: z.url() });
const PRICE = ["--gas-price", `${GAS_PRICE.amount}${GAS_PRICE.denom}`];

/** How a gateway settles: openings with each settlement, or hashes and sums alone. */
export interface GatewayWay {
  readonly openings: "early" | "on-demand";
  readonly batch: number;
  readonly upstreamUrl?: string;
}

export function marketGateway({ home }: BenchPlace, node: NodeReady, offerId: bigint, way: GatewayWay): Spec {
  const chain = ["--node", node.rpcUrl, "--rest", node.restUrl, "--offer", String(offerId)];
  const key = ["--home", home.host, "--from", "host", "--keyring-backend", "test"];
  const pace = ["--settle-every", "3", "--settle-batch", String(way.batch), "--openings", way.openings, ...PRICE];
  const upstream = way.upstreamUrl === undefined ? [] : ["--upstream", `${way.upstreamUrl}/v1`];
  const args = ["run", ...key, ...chain, ...pace, ...upstream, "--port", "0", "--log-level", "warn"];
  return { name: "gateway", script: join(APPS, "gateway", "src", "main.ts"), args, ready };
}

/** `cap` counts what all sessions of the buyer have spent, and the rest of it is held by the session that is opened. */
export function marketProxy({ home }: BenchPlace, node: NodeReady, gateway: UrlReady, cap: bigint): Spec {
  const key = ["--home", home.buyer, "--from", "buyer", "--keyring-backend", "test"];
  const money = ["--max", `${cap}${DOLLAR_DENOM}`, "--gas-price", `${GAS_PRICE.amount}${DOLLAR_DENOM}`];
  const args = ["buy", ...key, "--node", node.rpcUrl, "--gateway", gateway.url, ...money, "--port", "0", "--log-level", "warn"];
  return { name: "proxy", script: join(APPS, "node", "src", "main.ts"), args, ready };
}

export function engineServer(node: NodeReady, offerId: bigint): Spec {
  const args = [node.rpcUrl, node.restUrl, String(offerId)];
  return { name: "engine", script: join(import.meta.dirname, "engine-server.ts"), args, ready };
}

/** `paceMs`: between two words of a slow answer. */
export function upstreamServer(wordsFile: string, paceMs: number): Spec {
  return { name: "upstream", script: join(import.meta.dirname, "upstream-server.ts"), args: [wordsFile, String(paceMs)], ready };
}
