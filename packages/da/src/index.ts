export { celestiaCommitment, celestiaNamespace } from "./celestia-commitment.ts";
export { createCelestiaDa, type CelestiaDaOptions } from "./celestia-da.ts";
export type { DaHeader } from "./da-block.ts";
export { startDaServer } from "./da-server.ts";
export { openFileDa, type FileDa, type FileDaOptions } from "./file-da.ts";
export { deflateZstd, inflateZstd } from "./zstd.ts";
