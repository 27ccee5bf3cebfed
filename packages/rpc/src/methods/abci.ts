import { toBase64 } from "@openledger/primitives";
import { queryJson } from "../encode/results.ts";
import { method, type Method } from "../method.ts";
import { answerQuery } from "../services/answer-query.ts";

export const abciMethods: readonly Method[] = [
  method("abci_info", {}, ({ app, softwareVersion }) => {
    const { height, appHash, data = "openledger", version = softwareVersion, appVersion } = app.info();
    return {
      response: {
        data,
        version,
        ...(appVersion === undefined ? {} : { app_version: `${appVersion}` }),
        last_block_height: `${height}`,
        last_block_app_hash: toBase64(appHash),
      },
    };
  }),
  method("abci_query", { path: "string", data: "hex", height: "int64", prove: "bool" }, async (backend, args) => ({
    response: queryJson(
      await answerQuery(backend, {
        path: args.path ?? "",
        data: args.data ?? new Uint8Array(0),
        height: args.height ?? 0n,
        prove: args.prove ?? false,
      }),
    ),
  })),
];
