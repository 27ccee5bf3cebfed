export { startAbciNode, type RunningAbciNode } from "./compose-abci.ts";
export { startNode, type RunningNode, type StartNodeOptions } from "./compose.ts";
export type { NodeConfig, NodeConfigInput } from "./config.ts";
export { DEFAULT_HOME, homePaths, type HomePaths } from "./home.ts";
export { initHome, type InitHomeOptions, type InitializedHome } from "./init-home.ts";
