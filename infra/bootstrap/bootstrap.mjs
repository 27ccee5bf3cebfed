/** `npm start`, `npm test`, `npm run cheat`, `npm run localnet`, `npm run chaos`, `npm run operate`, benches and soaks: installs what is missing, then runs the command on the pinned Node. */
import { runBootstrap, runPinned } from "./runtime.mjs";

const scripts = {
  start: "apps/demo/src/main.ts",
  test: "infra/ci/test.ts",
  cheat: "apps/demo/src/cheat/main.ts",
  localnet: "apps/localnet/src/main.ts",
  chaos: "apps/chaos/src/main.ts",
  operate: "apps/demo/src/operate/main.ts",
  "fuzz:derivation": "packages/derivation/scripts/fuzz.ts",
  eval: "apps/demo/scripts/eval.ts",
  "bench:attribution": "apps/demo/scripts/bench-attribution.ts",
  "bench:chain": "apps/demo/scripts/bench-chain.ts",
  "bench:indexer": "apps/indexer/src/bench/main.ts",
  "bench:market": "apps/demo/scripts/bench-market.ts",
  "bench:rollup": "apps/demo/scripts/bench-rollup.ts",
  "bench:validators": "apps/localnet/scripts/bench-validators.ts",
  "bench:store": "packages/kv/scripts/bench-store.ts",
  "soak:crash": "apps/node/scripts/soak-crash.ts",
  "soak:attribution": "apps/demo/scripts/soak-attribution.ts",
  "soak:staking": "packages/testing/scripts/soak-staking.ts",
  "soak:market": "packages/testing/scripts/soak-market.ts",
  "soak:rollup": "apps/node/scripts/soak-rollup.ts",
  "soak:follow": "apps/demo/scripts/soak-follow.ts",
  "soak:indexer": "apps/indexer/src/soak/main.ts",
  "soak:kill": "apps/demo/scripts/soak-kill.ts",
  "soak:twice": "apps/demo/scripts/soak-twice.ts",
};
const [command, ...args] = process.argv.slice(2);

await runBootstrap(async () => {
  const script = scripts[command];
  if (script === undefined) {
    process.stderr.write(`usage: bootstrap.mjs ${Object.keys(scripts).join("|")} [arguments]\n`);
    process.exitCode = 2;
    return;
  }
  await runPinned(script, args);
});
