import { createServer } from "node:net";
import { expect, test } from "vitest";
import { choosePorts, DEFAULT_PORTS, settlePorts } from "./ports.ts";

test("a service's own flag comes before the base, and the base before the default", () => {
  expect(choosePorts(undefined, {})).toEqual(DEFAULT_PORTS);
  expect(choosePorts(40_000, { explorer: 3_001 })).toEqual({
    ...{ rpc: 40_000, rest: 40_001, graphql: 40_002, gateway: 40_003, proxy: 40_004 },
    explorer: 3_001,
    ...{ market: 40_006, engine: 40_007, harbour: 40_008, meadow: 40_009, summit: 40_010 },
  });
  expect(Object.values(choosePorts(0, {}))).toEqual(Array.from({ length: 11 }, () => 0));
});

test("zero becomes a free port that no outgoing connection is given, and a taken port is refused with the flag to use", async () => {
  const settled = await settlePorts(choosePorts(0, {}), 0);
  const given = Object.values(settled);
  expect([new Set(given).size, given.every((port) => port >= 15_000 && port < 32_000)]).toEqual([given.length, true]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : 0;
  try {
    await expect(settlePorts(choosePorts(0, { gateway: taken }), 0)).rejects.toMatchObject({
      code: "PORT_IN_USE",
      message: expect.stringContaining("--gateway-port"),
    });
  } finally {
    server.close();
  }
});
