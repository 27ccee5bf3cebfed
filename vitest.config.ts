import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The file that Node takes. Vite would take the package's `module` file beside it, and graphql refuses two copies of itself.
const graphql = fileURLToPath(new URL("apps/indexer/node_modules/graphql/index.js", import.meta.url));

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ["{apps,packages}/*/src/**/*.test.{ts,tsx}"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
