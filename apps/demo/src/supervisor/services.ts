import { join, resolve } from "node:path";
import { z } from "zod";
import type { DemoHome } from "../home/demo-home.ts";
import type { HostRole } from "../home/demo-keys.ts";
import { LISTENER_CAP, SPOKEN_MODEL } from "../market/market-terms.ts";
import { DOLLAR_DENOM, GAS_PRICE, TERMS } from "../steps/demo-terms.ts";
import type { Ports } from "./ports.ts";
import type { ServiceSpec } from "./service.ts";

type Spec<Ready> = Omit<ServiceSpec<Ready>, "logFile">;

const APPS = resolve(import.meta.dirname, "..", "..", "..");
const OPENLEDGERD = join(APPS, "node", "src", "main.ts");

/** How a service says where it is. */
export interface NodeReady {
  readonly rpcUrl: string;
  readonly restUrl: string;
}
export interface UrlReady {
  readonly url: string;
}
const nodeReady = z.object({ rpcUrl: z.url(), restUrl: z.url() });
const urlReady = z.object({ url: z.url() });

/** The chain: makes blocks, serves RPC and content. */
export function nodeSpec(home: DemoHome, ports: Ports, blockTime: string): Spec<NodeReady> {
  const args = ["--home", home.node, "--block-time", blockTime, "--log-level", "warn"];
  const addresses = ["--rpc.laddr", `tcp://127.0.0.1:${ports.rpc}`, "--rest.laddr", `tcp://127.0.0.1:${ports.rest}`];
  return { name: "node", script: OPENLEDGERD, args: ["start", ...args, ...addresses], ready: nodeReady };
}

/** Writes blocks into an embedded Postgres and serves GraphQL; the explorer beside it says for whom it asks. */
export function indexerSpec(home: DemoHome, ports: Ports, node: NodeReady): Spec<UrlReady> {
  const args = ["run", "--node", node.rpcUrl, "--db", home.indexer, "--port", String(ports.graphql), "--trust-proxy"];
  return { name: "indexer", script: join(APPS, "indexer", "src", "main.ts"), args, ready: urlReady };
}

/** The host's: answers, signs receipts, settles. */
export function gatewaySpec(home: DemoHome, ports: Ports, node: NodeReady, offerId: bigint): Spec<UrlReady> {
  const chain = ["--node", node.rpcUrl, "--rest", node.restUrl, "--offer", String(offerId)];
  const key = ["--home", home.host, "--from", "host", "--keyring-backend", "test"];
  const pace = ["--settle-every", "2", "--settle-batch", "16", "--gas-price", `${GAS_PRICE.amount}${GAS_PRICE.denom}`];
  const args = ["run", ...key, ...chain, ...pace, "--port", String(ports.gateway), "--log-level", "warn"];
  return { name: "gateway", script: join(APPS, "gateway", "src", "main.ts"), args, ready: urlReady };
}

/** The buyer's: an OpenAI-compatible API on loopback that pays, verifies receipts and signs heads. */
export function proxySpec(home: DemoHome, ports: Ports, node: NodeReady, gateway: UrlReady): Spec<UrlReady> {
  const chain = ["--node", node.rpcUrl, "--gateway", gateway.url];
  const key = ["--home", home.buyer, "--from", "buyer", "--keyring-backend", "test"];
  const money = ["--max", `${TERMS.spendingCap}${DOLLAR_DENOM}`, "--gas-price", `${GAS_PRICE.amount}${DOLLAR_DENOM}`];
  const args = ["buy", ...key, ...chain, ...money, "--port", String(ports.proxy), "--log-level", "warn"];
  return { name: "proxy", script: OPENLEDGERD, args, ready: urlReady };
}

/** The engine that hosts of the spoken model ask. */
export function engineSpec(ports: Ports): Spec<UrlReady> {
  return { name: "engine", script: join(APPS, "demo", "src", "engine", "main.ts"), args: ["--port", String(ports.engine)], ready: urlReady };
}

/** The gateway of one of the hosts of the spoken model. */
export function hostSpec(
  home: DemoHome,
  ports: Ports,
  node: NodeReady,
  { role, offerId, engineUrl }: { readonly role: HostRole; readonly offerId: bigint; readonly engineUrl: string },
): Spec<UrlReady> {
  const chain = ["--node", node.rpcUrl, "--rest", node.restUrl, "--offer", String(offerId), "--upstream", `${engineUrl}/v1`];
  const key = ["--home", home[role], "--from", role, "--keyring-backend", "test"];
  const pace = ["--settle-every", "1", "--gas-price", `${GAS_PRICE.amount}${GAS_PRICE.denom}`];
  const args = ["run", ...key, ...chain, ...pace, "--port", String(ports[role]), "--log-level", "warn"];
  return { name: role, script: join(APPS, "gateway", "src", "main.ts"), args, ready: urlReady };
}

/** The listener's: buys the spoken model from whichever host is best. */
export function marketProxySpec(home: DemoHome, ports: Ports, node: NodeReady): Spec<UrlReady> {
  const key = ["--home", home.listener, "--from", "listener", "--keyring-backend", "test"];
  const money = ["--max", `${LISTENER_CAP}${DOLLAR_DENOM}`, "--gas-price", `${GAS_PRICE.amount}${DOLLAR_DENOM}`];
  const args = ["buy", ...key, "--node", node.rpcUrl, "--model", SPOKEN_MODEL, ...money, "--port", String(ports.market), "--log-level", "warn"];
  return { name: "market proxy", script: OPENLEDGERD, args, ready: urlReady };
}

/** The pages. */
export function explorerSpec(ports: Ports, node: NodeReady, indexer: UrlReady, proxy: UrlReady): Spec<UrlReady> {
  const args = ["run", "--port", String(ports.explorer), "--node", node.rpcUrl, "--indexer", indexer.url, "--buyer", proxy.url];
  return { name: "explorer", script: join(APPS, "explorer", "src", "server", "main.ts"), args, ready: urlReady };
}
