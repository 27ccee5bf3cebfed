#!/usr/bin/env node
/** `npx openledgerd`: the node's command line on the pinned Node, whichever Node started it. */
import { runBootstrap, runPinned } from "./runtime.mjs";

await runBootstrap(() => runPinned("apps/node/src/main.ts", process.argv.slice(2)));
