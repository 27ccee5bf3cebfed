import type { ServerResponse } from "node:http";
import type { RpcBackend } from "../backend.ts";
import { nodeInfo } from "../node-info.ts";
import { sendJson } from "./send-json.ts";

/** `GET /cosmos/base/tendermint/v1beta1/node_info`, the call by which wallets check a chain's id. */
export function answerNodeInfo(backend: RpcBackend, response: ServerResponse): void {
  const { id, ...rest } = nodeInfo(backend);
  sendJson(response, 200, {
    default_node_info: { ...rest, default_node_id: id },
    application_version: {
      name: "openledger",
      app_name: "openledgerd",
      version: backend.softwareVersion,
      git_commit: "",
      build_tags: "",
      go_version: "",
      build_deps: [],
      cosmos_sdk_version: "",
    },
  });
}
