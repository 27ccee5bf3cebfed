export { readOptions, type ChaosOptions } from "./options.ts";
export { runChaos } from "./run-chaos.ts";
export type { ChaosReport, Claim, FaultReport } from "./report/report.ts";
