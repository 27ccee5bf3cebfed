import { headerHash, type LightBlock } from "@openledger/comet";
import { expect, test } from "vitest";
import { createLightClient, type LightClient, type LightClientOptions } from "./light-client.ts";
import { crypto, listProvider, signedBlock, testKey, type Members } from "./light-chain.fixture.ts";
import { LightError } from "./light-error.ts";

const SECOND = 1_000_000_000n;
const START = 1_790_000_000n * SECOND;
const keys = Array.from({ length: 40 }, (_, i) => testKey(100 + i));
const CHAIN = "light-1";

/** Three validators at every height, of whom one is replaced at each of the next heights when `changes`. */
function members(height: number, changes: boolean): Members {
  const first = changes ? height : 0;
  return keys.slice(first, first + 3).map((key) => [key, 10n] as const);
}

function chainOf(length: number, changes: boolean, edit: (height: number) => object = () => ({})): LightBlock[] {
  const blocks: LightBlock[] = [];
  for (let at = 1; at <= length; at++) {
    blocks.push(
      signedBlock({
        ...{ chainId: CHAIN, height: BigInt(at), time: START + BigInt(at) * SECOND, previous: blocks.at(-1)?.header },
        ...{ members: members(at, changes), nextMembers: members(at + 1, changes) },
        ...edit(at),
      }),
    );
  }
  return blocks;
}

const steady = chainOf(30, false);
const changing = chainOf(30, true);

function start(
  blocks: readonly LightBlock[],
  options: Partial<LightClientOptions> = {},
  at = 1,
): Promise<LightClient> {
  const { header } = blocks[at - 1] as LightBlock;
  return createLightClient({
    ...{ crypto, chainId: CHAIN, trusted: { height: header.height, hash: headerHash(crypto.sha256, header) } },
    ...{ primary: listProvider("primary", blocks), witnessLagMs: 1, now: () => START + 100n * SECOND },
    ...options,
  });
}

async function codeOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    if (error instanceof LightError) return error.code;
    throw error;
  }
  return "verified";
}

test("with the same validators one step skips to the newest header, and nothing in between is fetched", async () => {
  const primary = listProvider("primary", steady);
  const light = await start(steady, { primary });
  expect((await light.update()).header.height).toBe(30n);
  expect(primary.asked).toEqual([1n]);
  expect([light.first().header.height, light.last().header.height]).toEqual([1n, 30n]);
  expect((await light.update()).header.height).toBe(30n);
});

test("when validators change at every height, bisection goes over blocks that enough of the trusted ones signed", async () => {
  const primary = listProvider("primary", changing);
  const light = await start(changing, { primary });
  expect((await light.verify(30n)).header).toBe(changing[29]?.header);
  expect(primary.asked.length).toBeGreaterThan(14);
  expect(primary.asked.length).toBeLessThan(60);
});

test("sequential verification fetches every header once", async () => {
  const primary = listProvider("primary", changing);
  const light = await start(changing, { primary, mode: "sequential" });
  await light.verify(12n);
  expect(primary.asked).toEqual([1n, 12n, ...Array.from({ length: 10 }, (_, i) => BigInt(i + 2))]);
});

test("between two trusted headers and below all of them, headers are verified too", async () => {
  const light = await start(changing, {}, 10);
  await light.verify(20n);
  expect((await light.verify(15n)).header.height).toBe(15n);
  expect((await light.verify(4n)).header).toBe(changing[3]?.header);
  expect(light.first().header.height).toBe(4n);
  const forged = [...changing];
  forged[5] = signedBlock({ chainId: CHAIN, height: 6n, time: START + 6n * SECOND, members: members(6, true) });
  expect(await codeOf(start(forged, {}, 10).then((other) => other.verify(4n)))).toBe("invalid-header");
});

test("a root with another hash, an expired root and an impossible trust level are refused", async () => {
  const trusted = { height: 1n, hash: new Uint8Array(32) };
  expect(await codeOf(start(steady, { trusted }))).toBe("wrong-root");
  const later = { trustingPeriodMs: 99_000 };
  expect(await codeOf(start(steady, later).then((light) => light.verify(9n)))).toBe("expired");
  expect(await codeOf(start(steady, { trustLevel: { numerator: 1n, denominator: 4n } }))).toBe("wrong-trust-level");
  const early = { now: () => START + 2n * SECOND, maxClockDriftMs: 3_000 };
  const light = await start(steady, early);
  expect(await codeOf(light.verify(4n))).toBe("verified");
  expect(await codeOf(light.verify(5n))).toBe("invalid-header");
});

test("a header that two thirds did not sign is refused, wherever it stands", async () => {
  const weak = chainOf(8, false, (at) => (at === 6 ? { signers: keys.slice(0, 2) } : {}));
  expect(await codeOf(start(weak).then((light) => light.verify(6n)))).toBe("invalid-header");
  expect(await codeOf(start(weak).then((light) => light.verify(8n)))).toBe("verified");
  expect(await codeOf(start(weak, { mode: "sequential" }).then((light) => light.verify(8n)))).toBe("invalid-header");
});

test("a witness takes over when the primary is down or lies about a block in between", async () => {
  const witness = listProvider("witness", steady);
  const light = await start(steady, { primary: listProvider("primary", []), witnesses: [witness, listProvider("third", steady)] });
  expect((await light.verify(9n)).header.height).toBe(9n);
  const broken = chainOf(8, false, (at) => (at === 5 ? { signers: keys.slice(0, 1) } : {}));
  const primary = listProvider("primary", [...steady.slice(0, 4), broken[4] as LightBlock, ...steady.slice(5)]);
  const options = { primary, witnesses: [listProvider("second", steady), witness], mode: "sequential" as const };
  expect((await (await start(steady, options)).verify(8n)).header.height).toBe(8n);
});

test("two signed headers of one height stop the client and are kept as evidence", async () => {
  const other = chainOf(30, false, (at) => (at > 12 ? { appHash: new Uint8Array(32).fill(7) } : {}));
  const light = await start(steady, { witnesses: [listProvider("honest", steady), listProvider("other", other)] });
  const error: unknown = await light.verify(20n).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "conflicting-headers", evidence: { witnessName: "other" } });
  expect((error as LightError).evidence?.common.header.height).toBe(1n);
  expect(light.trusted(20n)).toBeUndefined();
});

test("a witness that cannot prove its other header is dropped; when none agrees the header is not trusted", async () => {
  const unsigned = chainOf(30, false, (at) =>
    at === 1 ? {} : { appHash: new Uint8Array(32).fill(7), signers: keys.slice(0, 1) },
  );
  const liar = (): ReturnType<typeof listProvider> => listProvider("liar", [steady[0] as LightBlock, ...unsigned.slice(1)]);
  const light = await start(steady, { witnesses: [liar(), listProvider("honest", steady)] });
  expect(await codeOf(light.verify(20n))).toBe("verified");
  expect(await codeOf(start(steady, { witnesses: [liar()] }).then((one) => one.verify(20n)))).toBe("no-witness-agrees");
  const behind = { witnesses: [listProvider("behind", steady.slice(0, 10))] };
  expect(await codeOf(start(steady, behind).then((one) => one.verify(20n)))).toBe("no-witness-agrees");
  const foreign = listProvider("foreign", chainOf(3, false, () => ({ appHash: new Uint8Array(32).fill(9) })));
  expect(await codeOf(start(steady, { witnesses: [foreign] }))).toBe("conflicting-headers");
});

test("the oldest headers are forgotten when there are too many", async () => {
  const light = await start(steady, { storeSizeMax: 2 });
  for (const at of [5n, 9n, 12n]) await light.verify(at);
  expect([light.trusted(1n), light.trusted(5n), light.trusted(9n)?.header.height]).toEqual([undefined, undefined, 9n]);
});
