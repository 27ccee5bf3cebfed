import { unixNanos } from "@openledger/primitives";
import { sdkErrors } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { crypto, genesisOf } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { parseGenesis } from "./genesis.ts";

test("genesis times survive their text, leap days included", () => {
  for (const text of ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59.5Z", "2026-12-31T00:00:00.000000001Z", "2100-03-01T12:00:00Z"]) {
    const { genesisTime } = parseGenesis({ ...(genesisOf([]) as object), genesis_time: text });
    expect(genesisTime).toBe(unixNanos(BigInt(Date.parse(text.replace(/\.\d+/, ""))) * 1_000_000n + BigInt((/\.(\d+)/.exec(text)?.[1] ?? "").padEnd(9, "0"))));
  }
});

test("the table of error codes is frozen", () => {
  const { modules } = createChain({ crypto });
  const all = [...Object.values(sdkErrors), ...modules.flatMap(({ errors }) => errors)];
  const rows = all.map(({ codespace, code, meaning }) => `${codespace} ${code} ${meaning}`);
  expect(new Set(all.map(({ codespace, code }) => `${codespace} ${code}`)).size).toBe(all.length);
  expect(rows).toMatchSnapshot();
});
