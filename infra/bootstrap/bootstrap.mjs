/** `npm start` and `npm test`: installs what is missing, then runs the command on the pinned Node. */
import { runBootstrap, runPinned } from "./runtime.mjs";

const scripts = { start: "apps/demo/src/main.ts", test: "infra/ci/test.ts" };
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
