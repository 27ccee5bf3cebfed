import { Comet38Client } from "@cosmjs/tendermint-rpc";
import type { DeepPartial, MethodDefinition } from "@openledger/messages";
import { QueryService as SystemQuery, type Chain } from "@openledger/messages/openledger/system/v1";
import { fromHex, toHex } from "@openledger/primitives";
import { ClientError } from "../errors.ts";
import { createRpcTransport } from "./rpc-transport.ts";

const POLL_MS = 100;
const FIRST_BLOCK_MS = 30_000;

/** An attribute list of the chain, by event type. */
export interface ChainEvent {
  readonly type: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A transaction in a block. */
export interface CommittedTx {
  /** Upper-case hex. */
  readonly hash: string;
  readonly height: bigint;
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly data: Uint8Array;
  readonly gasUsed: bigint;
  readonly gasWanted: bigint;
  readonly events: readonly ChainEvent[];
}

/** A connection to one node's RPC. All calls throw {@link ClientError}. */
export interface ChainClient {
  readonly rpcUrl: string;
  readonly chainId: string;
  /** Address prefix and base denom. */
  readonly chain: Chain;
  /** The CosmJS client underneath, for whatever has no call here. */
  readonly comet: Comet38Client;
  /** Asks one method of a module's query service, of the state at `height` (the last one by default). */
  query<Request extends object, Response extends object>(
    method: MethodDefinition<Request, Response>,
    request: DeepPartial<Request>,
    height?: bigint,
  ): Promise<Response>;
  /** Last committed height, at which state can be queried. */
  height(): Promise<bigint>;
  /** Time of the last block, nanoseconds since the Unix epoch. */
  blockTime(): Promise<bigint>;
  /** Hands a transaction to the mempool; returns its hash, upper-case hex. */
  broadcast(tx: Uint8Array): Promise<string>;
  /** The committed transaction, or undefined while no block holds it. */
  tx(hash: string): Promise<CommittedTx | undefined>;
  /** Waits until a block holds the transaction. Throws `tx-timeout` after `timeoutMs` (30,000 by default), and the signal's reason. */
  waitForTx(hash: string, timeoutMs?: number, signal?: AbortSignal): Promise<CommittedTx>;
  disconnect(): void;
}

/**
 * Connects to a node's CometBFT RPC and learns which chain it serves.
 *
 * @example
 * const client = await connect("http://127.0.0.1:26657");
 * const { datanet } = await client.query(QueryService.Datanet, { datanetId: 1n });
 */
export async function connect(rpcUrl: string): Promise<ChainClient> {
  if (!/^https?:$/.test(URL.parse(rpcUrl)?.protocol ?? "")) {
    throw new ClientError("unreachable", `"${rpcUrl}" is no address of a node; give one such as http://127.0.0.1:26657`);
  }
  const comet = Comet38Client.create(createRpcTransport(rpcUrl));
  const status = await asking(rpcUrl, () => statusWithBlock(comet));
  const query = queryWith(rpcUrl, comet);
  const { chain } = await query(SystemQuery.Chain, {});
  if (chain === undefined) throw new ClientError("malformed", `${rpcUrl} does not say which chain it serves`);
  const tx = (hash: string): Promise<CommittedTx | undefined> => lookUp(rpcUrl, comet, hash);
  return {
    rpcUrl,
    chainId: status.nodeInfo.network,
    chain,
    comet,
    query,
    tx,
    // What the App has committed: CometBFT's own status knows a block a moment before its state can be queried.
    height: async () => BigInt((await asking(rpcUrl, () => comet.abciInfo())).lastBlockHeight ?? 0),
    blockTime: async () => {
      const { latestBlockTime } = (await asking(rpcUrl, () => comet.status())).syncInfo;
      const nanos = "nanoseconds" in latestBlockTime ? Number(latestBlockTime.nanoseconds ?? 0) : 0;
      return BigInt(latestBlockTime.getTime()) * 1_000_000n + BigInt(nanos);
    },
    broadcast: (bytes) => broadcast(rpcUrl, comet, bytes),
    waitForTx: (hash, timeoutMs = 30_000, signal) => waitFor(tx, hash, timeoutMs, signal),
    disconnect: () => comet.disconnect(),
  };
}

/** CosmJS cannot read the status of a chain without a block, so the first one is waited for. */
async function statusWithBlock(comet: Comet38Client): ReturnType<Comet38Client["status"]> {
  const end = Date.now() + FIRST_BLOCK_MS;
  for (;;) {
    try {
      return await comet.status();
    } catch (error) {
      if (!(error instanceof Error) || error.message !== "Value must not be empty") throw error;
      if (Date.now() > end) throw new Error(`the chain has no block after ${FIRST_BLOCK_MS / 1_000} s`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

function queryWith(rpcUrl: string, comet: Comet38Client): ChainClient["query"] {
  return async (method, request, height) => {
    const data = method.request.toBytes(method.request.create(request));
    const at: { readonly height?: number } = height === undefined ? {} : { height: Number(height) };
    const answer = await asking(rpcUrl, () => comet.abciQuery({ path: method.path, data, prove: false, ...at }));
    if ((answer.code ?? 0) !== 0) {
      throw new ClientError("query", `${method.path}: ${answer.log ?? "refused"}`, {
        chainCode: { codespace: answer.codespace, code: answer.code ?? 0 },
      });
    }
    return method.response.decode(answer.value);
  };
}

async function broadcast(rpcUrl: string, comet: Comet38Client, tx: Uint8Array): Promise<string> {
  const answer = await comet.broadcastTxSync({ tx }).catch((error: unknown) => {
    throw mempoolRefusal(error) ?? unreachable(rpcUrl, error);
  });
  const txHash = toHex(answer.hash).toUpperCase();
  if (answer.code !== 0) {
    throw new ClientError("tx-refused", `the node refuses the transaction: ${answer.log ?? `code ${answer.code}`}`, {
      chainCode: { codespace: answer.codespace ?? "", code: answer.code ?? 0 },
      txHash,
    });
  }
  return txHash;
}

/** What CometBFT's mempool refuses without asking the chain is a JSON-RPC error; undefined for anything else. */
function mempoolRefusal(error: unknown): ClientError | undefined {
  const said = error instanceof Error ? error.message : "";
  const code = said.includes("mempool is full") ? 20 : said.includes("Tx too large") ? 21 : undefined;
  if (code === undefined) return undefined;
  const chainCode = { codespace: "sdk", code };
  return new ClientError("tx-refused", `the node refuses the transaction: ${said}`, { chainCode, cause: error });
}

async function lookUp(rpcUrl: string, comet: Comet38Client, hash: string): Promise<CommittedTx | undefined> {
  try {
    const { height, result } = await comet.tx({ hash: fromHex(hash) });
    return {
      hash,
      height: BigInt(height),
      code: result.code,
      codespace: result.codespace ?? "",
      log: result.log ?? "",
      data: result.data ?? new Uint8Array(0),
      gasUsed: result.gasUsed,
      gasWanted: result.gasWanted,
      events: result.events.map(({ type, attributes }) => ({
        type,
        attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, value])),
      })),
    };
  } catch (error) {
    if (error instanceof Error && error.message.includes("not found")) return undefined;
    throw unreachable(rpcUrl, error);
  }
}

async function waitFor(tx: ChainClient["tx"], hash: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<CommittedTx> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const committed = await tx(hash);
    if (committed !== undefined) return committed;
    if (Date.now() > end) {
      throw new ClientError("tx-timeout", `no block holds transaction ${hash} after ${timeoutMs} ms; look it up later`, {
        txHash: hash,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    signal?.throwIfAborted();
  }
}

async function asking<T>(rpcUrl: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw unreachable(rpcUrl, error);
  }
}

function unreachable(rpcUrl: string, error: unknown): ClientError {
  const why = error instanceof Error ? error.message : String(error);
  const refused = why.includes("fetch failed") || why.includes("ECONNREFUSED") || why.includes("Failed to fetch");
  if (why.startsWith("Bad status on response")) {
    return new ClientError("unreachable", `${rpcUrl} does not answer as a node's RPC does (${why}); name another --node`, { cause: error });
  }
  const message = refused ? `no node answers at ${rpcUrl}; start one or name another --node` : `${rpcUrl}: ${why}`;
  return new ClientError("unreachable", message, { cause: error });
}
