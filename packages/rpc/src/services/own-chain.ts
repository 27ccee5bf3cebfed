import { height as heightOf } from "@openledger/primitives";
import type { RpcBackend, RpcTxLocation } from "../backend.ts";
import type { ChainView, ViewedTx } from "../chain-view.ts";
import { nodeInfoMessage } from "../node-info.ts";
import { ordered, pageOf } from "../paging.ts";
import { searchTxs } from "../query/search-txs.ts";
import { failed } from "../rpc-error.ts";
import { blockIdMessage, blockMessage } from "./block-messages.ts";

/** The view of a node that makes its blocks itself. */
export function ownChain(backend: RpcBackend): ChainView {
  const { chain, mempool } = backend;
  return {
    nodeInfo: async () => nodeInfoMessage(backend),
    isSyncing: async () => false,
    heights: async () => ({ first: chain.firstHeight, last: chain.lastHeight }),
    async block(at) {
      const sealed = at < chain.firstHeight || at > chain.lastHeight ? undefined : chain.block(heightOf(at));
      return sealed === undefined ? undefined : { block: blockMessage(sealed), blockId: blockIdMessage(sealed) };
    },
    validators: async (at) => chain.validatorsAt(at).validators,
    async tx(hash) {
      const location = chain.txs.byHash(hash);
      return location === undefined ? undefined : viewedTx(backend, location);
    },
    async searchTxs({ query, order, page, perPage }) {
      const found = ordered(await searchTxs(backend, query), order);
      return { total: found.length, txs: pageOf(found, page, perPage).map((location) => viewedTx(backend, location)) };
    },
    admit: (tx) => mempool.admit(tx),
  };
}

function viewedTx({ chain }: RpcBackend, { height, index }: RpcTxLocation): ViewedTx {
  const sealed = chain.block(height);
  const bytes = sealed?.block.txs[index];
  const result = chain.results(height)?.txResults[index];
  if (sealed === undefined || bytes === undefined || result === undefined) throw failed(`block ${height} cannot be read`);
  return { height, bytes, result, time: sealed.block.header.time };
}
