export { createLogger, type Logger, type LoggerOptions, type LogLevel } from "./logger.ts";
export { createNodeMetrics, type NodeMetrics } from "./metrics.ts";
