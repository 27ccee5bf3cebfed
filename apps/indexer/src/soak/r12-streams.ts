import type { SoakGate } from "./gate.ts";
import { runTestFiles } from "./test-files.ts";

/** Subscriptions whose connections break again and again. */
export const streams: SoakGate = {
  id: "R12",
  title: "subscriptions that break and resume, by header and by argument, lose nothing and repeat nothing",
  run: ({ rounds }) => runTestFiles(["graphql/streams.test.ts"], { SSE_RECONNECTS: rounds(1_000, 40) }),
};
