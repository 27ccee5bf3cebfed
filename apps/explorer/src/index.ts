export { startExplorer, type Explorer, type ExplorerOptions } from "./server/start-explorer.ts";
export { endpoints, paths, patterns, routePaths } from "./paths.ts";
