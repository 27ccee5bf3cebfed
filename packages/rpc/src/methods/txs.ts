import type { RpcBackend, RpcTxLocation } from "../backend.ts";
import type { JsonObject } from "../encode/block.ts";
import { txJson } from "../encode/results.ts";
import { hex } from "../encode/scalars.ts";
import { method, type Method } from "../method.ts";
import { answerPage, ordered, pageOf } from "../paging.ts";
import type { Arguments } from "../params.ts";
import { searchTxs } from "../query/search-txs.ts";
import { failed } from "../rpc-error.ts";

const searchSpec = { query: "string", prove: "bool", page: "int", per_page: "int", order_by: "string" } as const;

export const txMethods: readonly Method[] = [
  method("tx", { hash: "bytes", prove: "bool" }, (backend, args) => {
    const hash = args.hash ?? new Uint8Array(0);
    if (hash.length === 0) throw failed("transaction hash cannot be empty");
    const location = backend.chain.txs.byHash(hash);
    if (location === undefined) throw failed(`tx (${hex(hash)}) not found`);
    return txJson(backend, location, args.prove ?? false);
  }),
  method("tx_search", searchSpec, txSearch),
];

async function txSearch(backend: RpcBackend, args: Arguments<typeof searchSpec>): Promise<JsonObject> {
  const found = ordered(await searchTxs(backend, args.query ?? ""), args.order_by);
  const page = pageOf(found, args.page, args.per_page);
  const sizeOf = ({ height, index }: RpcTxLocation): number => backend.chain.block(height)?.block.txs[index]?.length ?? 0;
  return {
    txs: await answerPage(page, sizeOf, (location) => txJson(backend, location, args.prove ?? false)),
    total_count: `${found.length}`,
  };
}
