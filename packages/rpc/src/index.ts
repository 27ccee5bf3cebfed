export { BodyTooLarge, readBody } from "./http-body.ts";
export type { RpcBackend, RpcBlock, RpcBlockResults, RpcTxLocation } from "./backend.ts";
export type { ReportDefect } from "./dispatch.ts";
export { commitJson, headerJson, validatorJson } from "./encode/block.ts";
export { listen, listenAddress, type ListenAddress, type RunningServer } from "./listen.ts";
export { COMET_VERSION } from "./node-info.ts";
export type { ErasedBlob, FindErasure } from "./rest/blobs.ts";
export { startRestServer, type RestOptions } from "./rest/rest-server.ts";
export { startRpcServer } from "./rpc-server.ts";
