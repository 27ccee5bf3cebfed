import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { hasPostgres } from "../testing/temp-postgres.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
/** The gates that need neither minutes nor many processes; `npm run soak:indexer` runs them all, whole. */
const GATES = ["R2", "R5", "R6", "R7", "R9", "R10"];

interface Report {
  readonly gates: readonly { readonly id: string; readonly isMet: boolean; readonly counts: object }[];
}

test.skipIf(!hasPostgres())("the short form of the reliability gates holds on a PostgreSQL of its own (needs the postgresql package)", { timeout: 300_000 }, async () => {
  const child = spawn(process.execPath, [MAIN, "--short", "--json", "--only", GATES.join(",")], { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (part: Buffer) => (out += part.toString("utf8")));
  await new Promise((resolve) => child.once("close", resolve));
  const { gates } = JSON.parse(out) as Report;
  expect(gates.filter(({ isMet }) => !isMet)).toEqual([]);
  expect(gates.map(({ id }) => id)).toEqual(GATES);
});
