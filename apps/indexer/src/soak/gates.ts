import type { SoakGate } from "./gate.ts";
import { killOnPglite, killOnPostgres } from "./r1-kill.ts";
import { databaseOutage, nodeOutage } from "./r2-outages.ts";
import { restart } from "./r4-restart.ts";
import { twoWriters } from "./r5-writers.ts";
import { brokenParent, otherChain } from "./r6-identity.ts";
import { deadLetters } from "./r8-dead-letters.ts";
import { migrations } from "./r9-migrations.ts";
import { swap } from "./r10-swap.ts";
import { streams } from "./r12-streams.ts";
import { api } from "./r14-api.ts";

/** Every reliability gate that is run by `npm run soak:indexer`, in the order of the reference page. */
export const gates: readonly SoakGate[] = [
  killOnPostgres,
  databaseOutage,
  nodeOutage,
  restart,
  twoWriters,
  otherChain,
  brokenParent,
  deadLetters,
  migrations,
  swap,
  streams,
  killOnPglite,
  api,
];
