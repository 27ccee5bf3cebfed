export { startWatcher, type Watcher, type WatcherOptions, type WatcherReport } from "./watcher.ts";
