import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";
import { createRateLimiter } from "./rate-limit.ts";

test("a client has its burst, then as many requests as time gives back, and no other client pays for it", () => {
  let now = 0;
  const limiter = createRateLimiter({ perSecond: 2, burst: 3 }, () => now);
  const taken = (client: string, times: number): number[] => Array.from({ length: times }, () => limiter.take(client));
  expect(taken("a", 4)).toEqual([0, 0, 0, 1]);
  expect(taken("b", 1)).toEqual([0]);
  now = 500;
  expect(taken("a", 2)).toEqual([0, 1]);
  now = 60_000;
  expect(taken("a", 4)).toEqual([0, 0, 0, 1]);
});

test("only a trusted proxy says who asks, and a /64 is one client", async () => {
  const seen: [plain: string, behindProxy: string][] = [];
  const server = createServer((request, response) => {
    seen.push([clientAddress(request, false), clientAddress(request, true)]);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const addresses = ["203.0.113.7, 198.51.100.1", "2001:db8:1:2:3:4:5:6", "2001:db8::9", "::ffff:198.51.100.1"];
  for (const forwarded of addresses) await (await fetch(url, { headers: { "x-forwarded-for": forwarded } })).text();
  server.close();
  expect(seen.map(([plain]) => plain)).toEqual(addresses.map(() => "127.0.0.1"));
  expect(seen.map(([, behindProxy]) => behindProxy)).toEqual(["198.51.100.1", "2001:db8:1:2::/64", "2001:db8:0:0::/64", "198.51.100.1"]);
});
