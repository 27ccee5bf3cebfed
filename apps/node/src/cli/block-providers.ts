import type { ArchivedBlock } from "@openledger/block-archive";
import { createNodeCrypto } from "@openledger/crypto";
import { lockDataFolder } from "@openledger/kv";
import { height as heightOf } from "@openledger/primitives";
import { blockAnswer, blockResultsAnswer } from "@openledger/rpc";
import { openChainStore } from "@openledger/sequencer";
import { z } from "zod";
import { readGenesisFile } from "../genesis-file.ts";
import { homePaths } from "../home.ts";
import { nodeError } from "../node-error.ts";

const REQUEST_TIMEOUT_MS = 30_000;

/** Where raw blocks come from. */
export interface BlockProvider extends Disposable {
  /** For messages: a folder or a URL. */
  readonly name: string;
  readonly chainId: string;
  readonly genesisDocument: unknown;
  readonly firstHeight: bigint;
  readonly lastHeight: bigint;
  block(height: bigint): Promise<ArchivedBlock>;
}

/** The blocks of a stopped node. Throws `DATA_LOCKED` while it runs, `HOME` without a genesis. */
export function openHomeBlocks(home: string): BlockProvider {
  const paths = homePaths(home);
  const { sha256 } = createNodeCrypto();
  const { document, request } = readGenesisFile(paths.genesisFile, sha256);
  const lock = lockDataFolder(paths.dataFolder);
  try {
    const store = openChainStore(paths.dataFolder, sha256);
    return {
      name: home,
      chainId: request.chainId,
      genesisDocument: document,
      firstHeight: store.firstHeight,
      lastHeight: store.stateHeight,
      async block(height) {
        const at = heightOf(height);
        const [sealed, results] = [store.block(at), store.results(at)];
        if (sealed === undefined || results === undefined) throw nodeError("HOME", `${home} has no block or no results at height ${height}`);
        return { block: blockAnswer(sealed), results: blockResultsAnswer(height, results) };
      },
      [Symbol.dispose]() {
        store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

const uint = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const statusShape = z.object({ node_info: z.object({ network: z.string() }), sync_info: z.object({ latest_block_height: uint, earliest_block_height: uint }) });
const genesisShape = z.object({ genesis: z.unknown() });

/** The blocks that a node answers over JSON-RPC. Throws `CONFIG` when it does not answer. */
export async function openNodeBlocks(url: string): Promise<BlockProvider> {
  const { node_info: info, sync_info: sync } = statusShape.parse(await call(url, "status", {}));
  const { genesis } = genesisShape.parse(await call(url, "genesis", {}));
  return {
    name: url,
    chainId: info.network,
    genesisDocument: genesis,
    firstHeight: sync.earliest_block_height,
    lastHeight: sync.latest_block_height,
    async block(height) {
      const at = { height: height.toString() };
      const [block, results] = await Promise.all([call(url, "block", at), call(url, "block_results", at)]);
      return { block, results };
    },
    [Symbol.dispose]: () => undefined,
  };
}

const answerShape = z.object({ result: z.unknown().optional(), error: z.object({ message: z.string(), data: z.unknown().optional() }).nullish() });

async function call(url: string, method: string, params: Record<string, string>): Promise<unknown> {
  const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) };
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }).catch((error: unknown) => {
    throw nodeError("CONFIG", `no answer from ${url}: is the node running, and is this its RPC?`, error);
  });
  const answer = answerShape.safeParse(await response.json().catch(() => undefined));
  if (!answer.success) throw nodeError("CONFIG", `${url} does not answer ${method} with JSON-RPC: --node is the node's RPC, for example http://127.0.0.1:26657`);
  const { error, result } = answer.data;
  if (error) throw nodeError("CONFIG", `${url} refuses ${method}: ${typeof error.data === "string" ? error.data : error.message}`);
  return result;
}
