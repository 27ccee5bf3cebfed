export { startAbciNode, type RunningAbciNode } from "./compose-abci.ts";
export { startNode, type RunningNode, type StartNodeOptions } from "./compose.ts";
export type { NodeConfig, NodeConfigInput } from "./config.ts";
export { addGenesisAccount } from "./genesis/add-genesis-account.ts";
export { collectGentxs } from "./genesis/collect-gentxs.ts";
export { createGentx } from "./genesis/create-gentx.ts";
export { readGenesisDocument, writeGenesisDocument, type GenesisDocument } from "./genesis/genesis-document.ts";
export { DEFAULT_HOME, homePaths, type HomePaths } from "./home.ts";
export { initHome, type InitHomeOptions, type InitializedHome } from "./init-home.ts";
