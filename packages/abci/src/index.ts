export { openAppStorage, type AppStorage, type AppStorageOptions } from "./app-storage.ts";
export { createAbciApplication, type AbciApplicationOptions } from "./application.ts";
export { isPeerFault, type AbciErrorCode } from "./errors.ts";
export { createFrameReader, frameOf, type FrameReader } from "./frames.ts";
export { abciAddress, type AbciAddress } from "./listen-address.ts";
export { openRequestLog, type RequestLog } from "./request-log.ts";
export { FRAME_BYTES, startAbciServer, type AbciHandler, type AbciServer, type AbciServerOptions, type EncodedAnswer } from "./server.ts";
