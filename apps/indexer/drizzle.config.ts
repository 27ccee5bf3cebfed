import { defineConfig } from "drizzle-kit";

/** Writes migrations from the tables; `pnpm --filter @openledger/indexer migrations`. Applied ones are never edited. */
export default defineConfig({ dialect: "postgresql", schema: "./src/schema/*.ts", out: "./migrations" });
