import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { initHome, type InitHomeOptions } from "./init-home.ts";

const folder = mkdtempSync(join(tmpdir(), "openledger-init-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COSMOS = "cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4";

test.each<[Omit<InitHomeOptions, "home">, string]>([
  [{ chainId: "" }, "no chain can begin like this: genesis chain_id: must have 1 to 50 characters"],
  [{ bech32Prefix: "OPEN" }, 'a prefix of addresses has 1 to 20 lower-case letters and digits, a letter first, not "OPEN"'],
  [{ bech32Prefix: "" }, 'a letter first, not ""'],
  [{ baseDenom: "u" }, "app_state.system.base_denom: must have 3 to 128 characters"],
  [{ moniker: "" }, "a node's name has 1 to 70 characters"],
  [{ accounts: [{ address: COSMOS, coins: [] }] }, `${COSMOS} is no address of this chain, where they begin with open1`],
])("%o is refused before anything is written", (options, message) => {
  const home = join(folder, "home");
  expect(() => initHome({ ...options, home })).toThrow(expect.objectContaining({ code: "CONFIG", message: expect.stringContaining(message) as string }) as Error);
  expect(existsSync(home)).toBe(false);
});
