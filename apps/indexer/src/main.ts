import { Command } from "commander";
import { registerReplay } from "./commands/replay.ts";
import { registerReconcile } from "./commands/reconcile.ts";
import { registerRun } from "./commands/run.ts";
import { registerSwap } from "./commands/swap.ts";

const program = new Command("openledger-indexer").description("Writes the blocks of an OpenLedger chain to Postgres and serves them as GraphQL.");
registerRun(program);
registerSwap(program);
registerReplay(program);
registerReconcile(program);
await program.parseAsync();
