export { startIndexer, type IndexerReports, type RunningIndexer } from "./compose.ts";
export type { IndexerOptions } from "./config.ts";
export { schema } from "./graphql/schema.ts";
