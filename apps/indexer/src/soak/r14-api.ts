import type { SoakGate } from "./gate.ts";
import { runTestFiles } from "./test-files.ts";

/** The API against those who ask: standard audits, Relay's compiler, abusive documents and random ones. */
export const api: SoakGate = {
  id: "R14",
  title: "graphql-http's audits pass, Relay compiles, abusive documents are refused, random valid ones give no internal error",
  run: ({ rounds }) => runTestFiles(["graphql/api.test.ts", "graphql/relay.test.ts", "graphql/answers.test.ts"], { FUZZ_RUNS: rounds(10_000, 300) }),
};
