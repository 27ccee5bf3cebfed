/** REST routes of the Cosmos SDK, from the annotations of its .proto files, and of the protocol. */
import { ServiceService as Node } from "@openledger/messages/cosmos/base/node/v1beta1";
import { ServiceService as Comet } from "@openledger/messages/cosmos/base/tendermint/v1beta1";
import { ServiceService as Tx } from "@openledger/messages/cosmos/tx/v1beta1";
import { moduleRoutes } from "./module-routes.ts";
import { openledgerRoutes } from "./openledger-routes.ts";
import { route, type Route } from "./route.ts";

/** The route of a request with the values of its `{name}` parts; undefined when there is none. */
export function findRoute(
  method: string,
  pathname: string,
): { readonly route: Route; readonly captured: ReadonlyMap<string, string> } | undefined {
  const parts = pathname.split("/").slice(1);
  for (const route of routes) {
    const captured = route.method === method ? capture(route.template, parts) : undefined;
    if (captured !== undefined) return { route, captured };
  }
  return undefined;
}

function capture(template: readonly string[], parts: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (template.length !== parts.length) return undefined;
  const captured = new Map<string, string>();
  for (const [i, wanted] of template.entries()) {
    const part = parts[i] ?? "";
    if (!wanted.startsWith("{")) {
      if (wanted !== part) return undefined;
      continue;
    }
    const value = decoded(part);
    if (value === undefined || value === "") return undefined;
    captured.set(wanted.slice(1, -1), value);
  }
  return captured;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** Of two templates that fit one path, the first counts. */
const routes: readonly Route[] = [
  route("GET /cosmos/base/tendermint/v1beta1/node_info", Comet.GetNodeInfo),
  route("GET /cosmos/base/tendermint/v1beta1/syncing", Comet.GetSyncing),
  route("GET /cosmos/base/tendermint/v1beta1/blocks/latest", Comet.GetLatestBlock),
  route("GET /cosmos/base/tendermint/v1beta1/blocks/{height}", Comet.GetBlockByHeight),
  route("GET /cosmos/base/tendermint/v1beta1/validatorsets/latest", Comet.GetLatestValidatorSet),
  route("GET /cosmos/base/tendermint/v1beta1/validatorsets/{height}", Comet.GetValidatorSetByHeight),
  route("GET /cosmos/base/tendermint/v1beta1/abci_query", Comet.ABCIQuery),
  route("GET /cosmos/base/node/v1beta1/config", Node.Config),
  route("GET /cosmos/base/node/v1beta1/status", Node.Status),
  ...moduleRoutes,
  ...openledgerRoutes,
  route("POST /cosmos/tx/v1beta1/simulate", Tx.Simulate),
  route("POST /cosmos/tx/v1beta1/txs", Tx.BroadcastTx),
  route("POST /cosmos/tx/v1beta1/decode", Tx.TxDecode),
  route("POST /cosmos/tx/v1beta1/encode", Tx.TxEncode),
  route("GET /cosmos/tx/v1beta1/txs", Tx.GetTxsEvent),
  route("GET /cosmos/tx/v1beta1/txs/{hash}", Tx.GetTx),
  route("GET /cosmos/tx/v1beta1/txs/block/{height}", Tx.GetBlockWithTxs),
];
