/** Puts transactions on CometBFT's RPC as clients do: `broadcast_tx_async`, ten to a request, over kept connections. */
import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

/** The most that CometBFT takes in one JSON-RPC request by default. */
export const BATCH = 10;
export const LANES = 20;
const FULL_PAUSE_MS = 20;

export interface Load {
  /** RPC of the nodes, which take the connections in turn. */
  readonly rpcUrls: readonly string[];
  /** In base64. Ten after another go in one request; a connection sends a request when the one before was answered. */
  readonly txs: readonly string[];
  readonly seconds: number;
  /** Undefined offers as much as is taken. */
  readonly perSecond: number | undefined;
}

export interface Offered {
  readonly begun: number;
  /** When the request that was taken was sent, by transaction; on the clock of `performance.now()`. */
  readonly sentAt: ReadonlyMap<string, number>;
  /** Refused for another reason than a full mempool. */
  readonly refused: number;
  readonly firstRefusal: string;
}

const one = z.object({ error: z.object({ message: z.string(), data: z.string().optional() }).optional() });
/** CometBFT answers a batch of one as if it were no batch. */
const answer = z.union([z.array(one), one.transform((only) => [only])]);

/** Offers until the time is over or there is nothing left. What a full mempool refuses is offered again. */
export async function offer({ rpcUrls, txs, seconds, perSecond }: Load): Promise<Offered> {
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  const sentAt = new Map<string, number>();
  let refused = 0;
  let firstRefusal = "";

  async function sendAll(call: Call, batch: readonly string[]): Promise<void> {
    for (let rest = batch; rest.length > 0 && performance.now() < end; ) {
      const at = performance.now();
      const errors = await call(rest);
      const full: string[] = [];
      rest.forEach((tx, i) => {
        const error = errors[i];
        if (error === undefined) sentAt.set(tx, at);
        else if (error.includes("mempool is full")) full.push(tx);
        else {
          refused += 1;
          firstRefusal ||= error;
        }
      });
      rest = full;
      if (full.length > 0) await delay(FULL_PAUSE_MS);
    }
  }

  async function lane(index: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const call = callOn(agent, rpcUrls[index % rpcUrls.length] ?? "");
    for (let at = index * BATCH; at < txs.length; at += LANES * BATCH) {
      const due = perSecond === undefined ? 0 : begun + (at / perSecond) * 1_000 - performance.now();
      if (due > 0) await delay(due);
      if (performance.now() >= end) break;
      await sendAll(call, txs.slice(at, at + BATCH));
    }
    agent.destroy();
  }

  await Promise.all(Array.from({ length: LANES }, (_, i) => lane(i)));
  return { begun, sentAt, refused, firstRefusal };
}

/** Why each transaction was refused; undefined for one that was taken. */
type Call = (txs: readonly string[]) => Promise<readonly (string | undefined)[]>;

function callOn(agent: Agent, rpcUrl: string): Call {
  return async (txs) => {
    const calls = txs.map((tx, id) => `{"jsonrpc":"2.0","id":${id},"method":"broadcast_tx_async","params":{"tx":"${tx}"}}`);
    const text = await post(agent, rpcUrl, `[${calls.join(",")}]`);
    return answer.parse(JSON.parse(text)).map(({ error }) => (error === undefined ? undefined : (error.data ?? error.message)));
  };
}

function post(agent: Agent, url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, method: "POST", headers: { "content-type": "application/json" } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
      response.on("error", reject);
    });
    call.on("error", reject);
    call.end(body);
  });
}
