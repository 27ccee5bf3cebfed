// Where a buyer goes when a host, or the chain, says that the model version is frozen.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChainClient } from "@openledger/client";
import { createLogger } from "@openledger/telemetry";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BuyerError } from "./errors.ts";
import { marketPlaces } from "./market-places.ts";
import type { Places } from "./places.ts";

const closers: (() => void)[] = [];
/** Versions of model 1 that the chain has frozen, with the incident. */
const frozen = new Map<bigint, bigint>();
let endpoints: readonly string[] = [];

/** A gateway that says which offer it serves. */
async function gateway(offer: bigint): Promise<string> {
  const body = { data: [{ id: "tea", x_openledger: { offer: `${offer}` } }] };
  const server = createServer((_, response) => void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

beforeEach(async () => {
  frozen.clear();
  endpoints = await Promise.all([1n, 2n, 3n].map(gateway));
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const model = { id: 1n, name: "tea", versionCount: 2n };
const price = { denom: "udemo", perCall: "100", per1kInput: "0", per1kOutput: "0" };

/** Offer 1 is of version 1, offers 2 and 3 are of version 2. */
function answerTo(path: string, { modelVersion = 0n, version = 0n }: { readonly modelVersion?: bigint; readonly version?: bigint }): object {
  if (path.endsWith("/Models")) return { models: [model] };
  if (path.endsWith("/Model")) return { model };
  const incidentId = frozen.get(version);
  if (path.endsWith("/ModelVersion")) return incidentId === undefined ? {} : { freeze: { incidentId, height: 1n, time: 1n } };
  const ids = modelVersion === 1n ? [1n] : [2n, 3n];
  return { listings: ids.map((id) => ({ offer: { id, endpoint: endpoints[Number(id) - 1] ?? "", price, latencyClassMs: 1_000n }, record: {} })) };
}

const client: Pick<ChainClient, "query" | "height" | "chainId"> = {
  chainId: "test-1",
  height: () => Promise.resolve(1n),
  query: (method, request) => Promise.resolve(method.response.fromPartial(answerTo(method.path, request as object) as Parameters<typeof method.response.fromPartial>[0])),
};

const places = (wish: string): Promise<Places> =>
  marketPlaces(client as ChainClient, { model: wish, denom: "udemo" }, createLogger({ name: "test", level: "silent" }));
const said = new BuyerError(403, "host_refused", "the host refuses: frozen", { hostCode: "version_frozen" });

test("a version that the chain has frozen is left for the newest other one, which is not asked for at the start either", async () => {
  const market = await places("tea");
  const place = await market.pick();
  expect(place.offerId).toBe(2n);
  frozen.set(2n, 7n);
  expect(await market.blame(place, said, 1)).toBe(true);
  expect((await market.pick()).offerId).toBe(1n);
  expect((await (await places("1")).pick()).offerId).toBe(1n);
});

test("who named the version gets no other one, and the same hosts again when the freeze is taken back", async () => {
  const market = await places("1@2");
  const place = await market.pick();
  frozen.set(2n, 7n);
  expect(await market.blame(place, said, 1)).toBe(false);
  frozen.clear();
  expect((await market.pick()).offerId).toBe(2n);
});

test("a host that only says so is left for another host of the same version", async () => {
  const market = await places("tea");
  expect(await market.blame(await market.pick(), said, 1)).toBe(true);
  const other = await market.pick();
  expect(other.offerId).toBe(3n);
  expect(await market.blame(other, said, 2)).toBe(false);
});

test("where every version is frozen, the incident of the newest one is named", async () => {
  frozen.set(1n, 6n).set(2n, 7n);
  await expect(places("tea")).rejects.toMatchObject({ status: 403, code: "version_frozen", message: expect.stringContaining("incident 7") });
});
