import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./infra/ci/longest-first.ts";

// The file that Node takes. Vite would take the package's `module` file beside it, and graphql refuses two copies of itself.
const graphql = fileURLToPath(new URL("apps/indexer/node_modules/graphql/index.js", import.meta.url));

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    // Vitest leaves one core to itself, which is half of a machine of two; most of the time it has nothing to do there.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    // These end a test that hangs; how long one may take is nowhere a claim of them.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 120_000, interval: 50 } },
    projects: [
      // What a chain or a server leaves behind ends with the process of its file.
      { extends: true, test: { name: "apps", include: ["apps/*/src/**/*.test.{ts,tsx}"] } },
      // Files of one worker share the modules they import: loading them anew takes most files longer than their tests do.
      // No test mocks a module, and what a test changes of the process, such as its clock, it puts back.
      { extends: true, test: { name: "packages", include: ["packages/*/src/**/*.test.ts"], isolate: false } },
    ],
  },
});
