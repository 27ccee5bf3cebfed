export { judgeReceipt, type Bench, type Finding } from "./judge-receipt.ts";
export type { ShownBatch } from "./read-settlements.ts";
export { startWatcher, type Watcher, type WatcherOptions, type WatcherReport } from "./watcher.ts";
