/** REST routes of the Cosmos SDK that wallets call first, from the annotations of its .proto files, and of the demand ledger. */
import type { MethodDefinition } from "@openledger/messages";
import { QueryService as Auth } from "@openledger/messages/cosmos/auth/v1beta1";
import { QueryService as Bank } from "@openledger/messages/cosmos/bank/v1beta1";
import { ServiceService as Node } from "@openledger/messages/cosmos/base/node/v1beta1";
import { ServiceService as Comet } from "@openledger/messages/cosmos/base/tendermint/v1beta1";
import { ServiceService as Tx } from "@openledger/messages/cosmos/tx/v1beta1";
import { QueryService as Gate } from "@openledger/messages/openledger/gate/v1";

/** A path, whose `{name}` parts are fields of the request, and the gRPC method behind it. */
export interface Route {
  readonly method: "GET" | "POST";
  readonly template: readonly string[];
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly request: MethodDefinition<object, object>["request"];
  readonly response: MethodDefinition<object, object>["response"];
}

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

function route<Request extends object, Response extends object>(
  text: string,
  { path, request, response }: MethodDefinition<Request, Response>,
): Route {
  const [method, template = ""] = text.split(" ");
  return {
    method: method === "POST" ? "POST" : "GET",
    template: template.split("/").slice(1),
    path,
    request: request as unknown as Route["request"],
    response: response as unknown as Route["response"],
  };
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
  route("GET /cosmos/auth/v1beta1/accounts", Auth.Accounts),
  route("GET /cosmos/auth/v1beta1/accounts/{address}", Auth.Account),
  route("GET /cosmos/auth/v1beta1/account_info/{address}", Auth.AccountInfo),
  route("GET /cosmos/auth/v1beta1/module_accounts", Auth.ModuleAccounts),
  route("GET /cosmos/auth/v1beta1/params", Auth.Params),
  route("GET /cosmos/bank/v1beta1/balances/{address}", Bank.AllBalances),
  route("GET /cosmos/bank/v1beta1/balances/{address}/by_denom", Bank.Balance),
  route("GET /cosmos/bank/v1beta1/spendable_balances/{address}", Bank.SpendableBalances),
  route("GET /cosmos/bank/v1beta1/spendable_balances/{address}/by_denom", Bank.SpendableBalanceByDenom),
  route("GET /cosmos/bank/v1beta1/supply", Bank.TotalSupply),
  route("GET /cosmos/bank/v1beta1/supply/by_denom", Bank.SupplyOf),
  route("GET /cosmos/bank/v1beta1/denoms_metadata", Bank.DenomsMetadata),
  route("GET /cosmos/bank/v1beta1/denoms_metadata/{denom}", Bank.DenomMetadata),
  route("GET /cosmos/bank/v1beta1/params", Bank.Params),
  route("GET /openledger/gate/v1/demands", Gate.Demands),
  route("GET /openledger/gate/v1/demands/{denom}", Gate.Demand),
  route("GET /openledger/gate/v1/external/{address}", Gate.External),
  route("GET /openledger/gate/v1/gates", Gate.Gates),
  route("GET /openledger/gate/v1/params", Gate.Params),
  route("POST /cosmos/tx/v1beta1/simulate", Tx.Simulate),
  route("POST /cosmos/tx/v1beta1/txs", Tx.BroadcastTx),
  route("POST /cosmos/tx/v1beta1/decode", Tx.TxDecode),
  route("POST /cosmos/tx/v1beta1/encode", Tx.TxEncode),
  route("GET /cosmos/tx/v1beta1/txs", Tx.GetTxsEvent),
  route("GET /cosmos/tx/v1beta1/txs/{hash}", Tx.GetTx),
  route("GET /cosmos/tx/v1beta1/txs/block/{height}", Tx.GetBlockWithTxs),
];
