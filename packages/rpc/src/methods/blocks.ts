import { height as heightOf } from "@openledger/primitives";
import type { RpcBackend, RpcBlock } from "../backend.ts";
import { blockAnswer, blockMetaJson, commitJson, headerJson, validatorJson, type JsonObject } from "../encode/block.ts";
import { blockResultsAnswer } from "../encode/results.ts";
import { method, type Method } from "../method.ts";
import { answerPage, heightFrom, ordered, pageOf } from "../paging.ts";
import { searchBlocks } from "../query/search-blocks.ts";
import { failed } from "../rpc-error.ts";

const BLOCKCHAIN_LIMIT = 20n;
const NOTHING = new Uint8Array(0);

export const blockMethods: readonly Method[] = [
  method("block", { height: "int64" }, (backend, { height }) => blockAnswer(blockAt(backend, height))),
  method("block_by_hash", { hash: "bytes" }, (backend, { hash }) => {
    const found = blockByHash(backend, hash ?? NOTHING);
    return found === undefined ? { block_id: emptyBlockId, block: null } : blockAnswer(found);
  }),
  method("header", { height: "int64" }, (backend, { height }) => ({
    header: headerJson(blockAt(backend, height).block.header),
  })),
  method("header_by_hash", { hash: "hex" }, (backend, { hash }) => {
    const found = blockByHash(backend, hash ?? NOTHING);
    return { header: found === undefined ? null : headerJson(found.block.header) };
  }),
  method("block_results", { height: "int64" }, blockResults),
  method("commit", { height: "int64" }, (backend, { height }) => {
    const { block, commit } = blockAt(backend, height);
    const canonical = block.header.height < backend.chain.lastHeight;
    return { signed_header: { header: headerJson(block.header), commit: commitJson(commit) }, canonical };
  }),
  method("blockchain", { minHeight: "int64", maxHeight: "int64" }, blockchain),
  method("validators", { height: "int64", page: "int", per_page: "int" }, (backend, args) => {
    const { chain } = backend;
    // The set of the next block is known before that block.
    const at = heightFrom(args.height, chain.firstHeight, chain.lastHeight + 1n);
    const { validators } = chain.validatorsAt(at);
    const page = pageOf(validators, args.page, args.per_page);
    return {
      block_height: `${at}`,
      validators: page.map(validatorJson),
      count: `${page.length}`,
      total: `${validators.length}`,
    };
  }),
  method("block_search", { query: "string", page: "int", per_page: "int", order_by: "string" }, blockSearch),
];

const emptyBlockId: JsonObject = { hash: "", parts: { total: 0, hash: "" } };

function blockAt({ chain }: RpcBackend, asked: bigint | undefined): RpcBlock {
  const at = heightFrom(asked, chain.firstHeight, chain.lastHeight);
  const found = chain.block(heightOf(at));
  if (found === undefined) throw failed(`height ${at} is not available`);
  return found;
}

function blockByHash({ chain }: RpcBackend, hash: Uint8Array): RpcBlock | undefined {
  const at = chain.heightOf(hash);
  // A logged block whose state is not durable yet is not part of the chain that clients see.
  return at === undefined || at > chain.lastHeight ? undefined : chain.block(at);
}

function blockResults(backend: RpcBackend, { height }: { readonly height: bigint | undefined }): JsonObject {
  const at = heightFrom(height, backend.chain.firstHeight, backend.chain.lastHeight);
  const results = backend.chain.results(heightOf(at));
  if (results === undefined) throw failed(`could not find results for height #${at}`);
  return blockResultsAnswer(at, results);
}

/** Newest first; both ends inclusive, the upper one clipped to the tip. */
function blockchain(
  backend: RpcBackend,
  { minHeight, maxHeight }: { readonly minHeight: bigint | undefined; readonly maxHeight: bigint | undefined },
): JsonObject {
  const { firstHeight, lastHeight } = backend.chain;
  if ((minHeight ?? 0n) < 0n || (maxHeight ?? 0n) < 0n) throw failed("heights must be non-negative");
  const asked = maxHeight === undefined || maxHeight === 0n || maxHeight > lastHeight ? lastHeight : maxHeight;
  const lowest = minHeight === undefined || minHeight < firstHeight ? firstHeight : minHeight;
  if (lowest > asked) throw failed(`min height ${lowest} can't be greater than max height ${asked}`);
  const from = asked - lowest >= BLOCKCHAIN_LIMIT ? asked - BLOCKCHAIN_LIMIT + 1n : lowest;
  const metas: JsonObject[] = [];
  for (let at = asked; at >= from && at > 0n; at -= 1n) metas.push(blockMetaJson(blockAt(backend, at)));
  return { last_height: `${lastHeight}`, block_metas: metas };
}

async function blockSearch(
  backend: RpcBackend,
  args: {
    readonly query: string | undefined;
    readonly page: number | undefined;
    readonly per_page: number | undefined;
    readonly order_by: string | undefined;
  },
): Promise<JsonObject> {
  // Unlike transactions, blocks come newest first unless asked otherwise.
  const orderBy = args.order_by === undefined || args.order_by === "" ? "desc" : args.order_by;
  const found = ordered(await searchBlocks(backend, args.query ?? ""), orderBy);
  const page = pageOf(found, args.page, args.per_page).map((height) => blockAt(backend, height));
  return { blocks: await answerPage(page, ({ bytes }) => bytes.length, blockAnswer), total_count: `${found.length}` };
}
