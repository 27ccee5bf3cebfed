import type { ServerResponse } from "node:http";
import type { RpcBackend } from "../backend.ts";
import { sendJson } from "../rest/send-json.ts";
import { registryAssets, registryChain } from "./chain-registry.ts";
import { describeChain, type ChainDescription } from "./describe-chain.ts";
import { keplrChainInfo } from "./keplr-chain-info.ts";
import type { PublicUrls } from "./public-urls.ts";

const documents: Readonly<Record<string, (chain: ChainDescription, urls: PublicUrls) => object>> = {
  "keplr.json": keplrChainInfo,
  "chain.json": registryChain,
  "assetlist.json": registryAssets,
};

/** `GET /openledger/v1/wallet/{keplr,chain,assetlist}.json`: what wallets and their registries need to list the chain. */
export function answerWallet(backend: RpcBackend, urls: PublicUrls, name: string, response: ServerResponse): void {
  const document = Object.hasOwn(documents, name) ? documents[name] : undefined;
  const chain = document === undefined ? undefined : describeChain(backend);
  if (document !== undefined && chain !== undefined) return sendJson(response, 200, document(chain, urls));
  sendJson(response, 404, { code: "NOT_FOUND", message: "there are keplr.json, chain.json and assetlist.json, for a chain with accounts" });
}
