import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCelestiaDa, deflateZstd, inflateZstd, openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { startFaultyProxy, type Fault } from "@openledger/da/testing";
import { createDerivation, decodeDataBatch, decodeEnvelope, decodeHeaderBatch, encodeBatch, ENVELOPE_BYTES, isEnvelopeGenuine, namespacesOf, openEnvelope, TIME_DRIFT_NANOS, type BatchKind } from "@openledger/derivation";
import { CHAIN_ID, crypto, loneValidator, sealedBlocks, testKey, type TestBlock } from "@openledger/derivation/testing";
import { daError, OperationalError, type Da } from "@openledger/ports";
import { concatBytes, equalBytes, unixNanos, type UnixNanos } from "@openledger/primitives";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createPoster, type Poster, type PosterOptions } from "./poster.ts";
import { isBatchOfLog } from "./verify-batch.ts";

const { sha256 } = crypto;
const root = mkdtempSync(join(tmpdir(), "openledger-poster-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFolder = (): string => mkdtempSync(join(root, "p-"));
const signer = testKey(1);
const namespaces = namespacesOf(sha256, CHAIN_ID);
const CHAIN = sealedBlocks(Array.from({ length: 60 }, (_, i) => [new Uint8Array(200 + i).fill(i)]));

function openDa(folder = newFolder()): FileDa {
  return openFileDa({ folder, sha256, nowMs: () => 1_790_000_000_000 });
}

/** A log that can grow. */
function log(sealed: readonly TestBlock[], length = sealed.length): PosterOptions["blocks"] & { length: number } {
  return {
    length,
    firstHeight: 1n,
    get lastHeight() {
      return BigInt(this.length);
    },
    block(height) {
      return height <= BigInt(this.length) ? sealed[Number(height) - 1] : undefined;
    },
  };
}

function poster(da: Da, folder: string, options: Partial<PosterOptions> = {}): Poster {
  return createPoster({
    da,
    folder,
    chainId: CHAIN_ID,
    initialHeight: 1n,
    crypto,
    signer,
    isSequencer: (_height, publicKey) => equalBytes(publicKey, signer.publicKey),
    blocks: log(CHAIN),
    deflate: deflateZstd,
    inflate: inflateZstd,
    policy: "immediate",
    intervalMs: 5,
    pendingLimit: 100,
    resubmitMs: 30,
    retryMs: 1,
    ...options,
  });
}

/** Runs until everything is on DA, or until it fails. */
async function runUntilPosted(one: Poster, height = 60n): Promise<void> {
  const running = one.run();
  const failed = running.then(() => undefined);
  while (one.status().includedHeight < height) {
    await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 2))]);
    one.notify();
  }
  one.stop();
  await running;
}

/** What whoever derives the chain finds: per stream the first whole batch that begins where the last ended, and all else that is ours. */
async function derived(da: Da): Promise<{ readonly headers: readonly unknown[]; readonly data: readonly unknown[]; readonly duplicates: number; readonly gaps: number }> {
  const { height } = await da.head();
  const found = { headers: [] as unknown[], data: [] as unknown[], duplicates: 0, gaps: 0 };
  for (const kind of ["headers", "data"] as const) {
    const parts = new Map<number, Uint8Array>();
    for (let at = 1n; at <= height; at++) {
      for (const { data } of await da.list(at, namespaces[kind])) {
        const envelope = decodeEnvelope(data);
        if ("reason" in envelope || !isEnvelopeGenuine(crypto, envelope, signer.publicKey)) continue;
        const slice = openEnvelope(sha256, inflateZstd, envelope);
        if (slice === undefined) continue;
        const next = BigInt(found[kind].length) + 1n;
        if (envelope.firstHeight < next) found.duplicates += 1;
        if (envelope.firstHeight > next) found.gaps += 1;
        if (envelope.firstHeight !== next) continue;
        parts.set(envelope.part, slice);
        if (parts.size < envelope.parts) continue;
        const payload = concatBytes(...[...parts].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes));
        parts.clear();
        found[kind].push(...(decode(kind, payload, envelope.count) ?? []));
      }
    }
  }
  return found;
}

function decode(kind: BatchKind, payload: Uint8Array, count: number): readonly unknown[] | undefined {
  return kind === "headers" ? decodeHeaderBatch(payload, count) : decodeDataBatch(payload, count);
}

const WHOLE = {
  headers: CHAIN.map(({ header, commit }) => ({ header, commit })),
  data: CHAIN.map(({ txs, evidence }) => ({ txs, evidence })),
  gaps: 0,
};

test("every block is on DA once and in order, and a restart posts nothing again", async () => {
  using da = openDa();
  const folder = newFolder();
  const first = poster(da, folder);
  await runUntilPosted(first);
  expect(await derived(da)).toEqual({ ...WHOLE, duplicates: 0 });
  expect(first.status()).toMatchObject({ includedHeight: 60n, finalHeight: 60n, pendingBlocks: 0, failure: undefined });
  const { height } = await da.head();
  await runUntilPosted(poster(da, folder));
  // Without anything of its own on disk, it finds on DA how far it is.
  await runUntilPosted(poster(da, newFolder()));
  expect((await da.head()).height).toBe(height);
});

test("blocks that come later follow", async () => {
  using da = openDa();
  const blocks = log(CHAIN, 0);
  const one = poster(da, newFolder(), { blocks, intervalMs: 1 });
  const running = one.run();
  for (let length = 1; length <= 60; length += 7) {
    blocks.length = length;
    one.notify();
    await expect.poll(() => one.status().includedHeight, { interval: 1 }).toBe(BigInt(length));
  }
  one.stop();
  await running;
  expect((await derived(da)).gaps).toBe(0);
});

test("payloads longer than a blob go out in parts, and a DA with small submissions gets them one by one", async () => {
  using file = openDa();
  const da: Da = { ...file, maxBlobBytes: ENVELOPE_BYTES + 2_000, maxSubmitBytes: ENVELOPE_BYTES + 2_500 };
  const big = sealedBlocks([[crypto.sha256(new Uint8Array(1))], [concatBytes(...Array.from({ length: 300 }, (_, i) => sha256(Uint8Array.of(i, i >> 8))))], []]);
  await runUntilPosted(poster(da, newFolder(), { blocks: log(big) }), 3n);
  expect((await derived(da)).data).toEqual(big.map(({ txs, evidence }) => ({ txs, evidence })));
});

test("what is read back decides: a receipt for nothing is not believed, and blobs go out again byte for byte", async () => {
  using file = openDa();
  const sent: Uint8Array[][] = [];
  const da: Da = {
    ...file,
    async submit(namespace, blobs) {
      sent.push([...blobs]);
      return sent.length % 3 === 0 ? file.submit(namespace, blobs) : { height: 1n, commitments: [] };
    },
    head: () => file.head(),
  };
  await runUntilPosted(poster(da, newFolder()));
  expect(await derived(file)).toEqual({ ...WHOLE, duplicates: 0 });
  expect(sent[0]).toEqual(sent[1]);
});

test("a stranger's junk, and our envelope around other bytes, count for nothing", async () => {
  using da = openDa();
  const context = { sha256, chainId: CHAIN_ID, deflate: () => undefined, partBytes: 4_000_000 };
  const [genuine = new Uint8Array(0)] = encodeBatch({ ...context, signer }, "data", CHAIN);
  const hollow = genuine.slice();
  hollow.fill(0, ENVELOPE_BYTES);
  const [foreign = new Uint8Array(0)] = encodeBatch({ ...context, signer: testKey(9) }, "data", CHAIN);
  await da.submit(namespaces.data, [hollow, foreign, Uint8Array.of(1, 2, 3), new Uint8Array(500)]);
  await runUntilPosted(poster(da, newFolder()));
  expect(await derived(da)).toEqual({ ...WHOLE, duplicates: 0 });
});

test("blocks ahead of DA's clock are posted until a follower takes them, and the status says why until then", async () => {
  using file = openDa();
  const times: UnixNanos[] = [];
  const start = (CHAIN[0] as TestBlock).header.time;
  // Thirty of the sixty blocks, a second apart, are within the drift with their votes, which are a second later.
  let clock = unixNanos(start + 30n * 1_000_000_000n - TIME_DRIFT_NANOS);
  const da: Da = {
    ...file,
    head: () => file.head(),
    async submit(...args) {
      const receipt = await file.submit(...args);
      times[Number(receipt.height)] = clock;
      return receipt;
    },
    timeAt: async (height) => times[Number(height)] ?? clock,
  };
  const one = poster(da, newFolder());
  const running = one.run();
  await expect.poll(() => one.status().failure?.code).toBe("BLOCK_AHEAD_OF_DA");
  expect(one.status()).toMatchObject({ includedHeight: 30n, pendingBlocks: 30 });
  clock = start;
  await expect.poll(() => one.status().includedHeight).toBe(60n);
  expect(one.status().failure).toBeUndefined();
  one.stop();
  await running;
  const set = loneValidator(signer);
  const rules = { crypto, inflate: inflateZstd, chainId: CHAIN_ID, genesisTime: start, driftNanos: TIME_DRIFT_NANOS };
  const follower = createDerivation({ ...rules, from: { height: 1n, last: undefined }, validatorsAt: () => set, hashAt: () => undefined });
  const { height } = await da.head();
  for (let daHeight = 1n; daHeight <= height; daHeight++) {
    const blobs = async (kind: BatchKind): Promise<readonly Uint8Array[]> => (await da.list(daHeight, namespaces[kind])).map(({ data }) => data);
    const slice = { daHeight, daTime: await da.timeAt(daHeight), data: await blobs("data"), headers: await blobs("headers") };
    for (const block of follower.derive(slice)) expect(block.block.header.height).toBeLessThanOrEqual(60n);
  }
  expect(follower.nextHeight).toBe(61n);
});

test("old batches that a stranger repeats are compared with the log once", async () => {
  using da = openDa();
  await runUntilPosted(poster(da, newFolder()));
  for (const kind of ["data", "headers"] as const) {
    const [old] = await da.list(kind === "data" ? 1n : 2n, namespaces[kind]);
    for (let i = 0; i < 3; i++) await da.submit(namespaces[kind], Array.from({ length: 20 }, () => old?.data ?? new Uint8Array(0)));
  }
  let reads = 0;
  const counted = log(CHAIN);
  const read = counted.block.bind(counted);
  counted.block = (height) => ((reads += 1), read(height));
  await runUntilPosted(poster(da, newFolder(), { blocks: counted }));
  expect(reads).toBeLessThanOrEqual(120);
});

test("a batch on disk that is damaged, or of another key, is made anew and not submitted for ever", async () => {
  using file = openDa();
  const folder = newFolder();
  const away: Da = { ...file, head: () => file.head(), submit: () => Promise.reject(daError("DA_UNREACHABLE", "away")) };
  const first = poster(away, folder);
  const running = first.run();
  await expect.poll(() => first.status().failure?.code).toBe("DA_UNREACHABLE");
  first.stop();
  await running;
  const path = join(folder, "da-outbox", "data.batch");
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(path, bytes);
  await runUntilPosted(poster(file, folder));
  const context = { sha256, chainId: CHAIN_ID, deflate: () => undefined, partBytes: 4_000_000 };
  const rules = { chainId: CHAIN_ID, crypto, inflate: inflateZstd, blocks: log(CHAIN), signer };
  const batch = (key = signer, chain = CHAIN): readonly Uint8Array[] => encodeBatch({ ...context, signer: key }, "data", chain.slice(3, 9));
  expect(isBatchOfLog(rules, "data", batch())).toBe(true);
  expect(isBatchOfLog(rules, "data", batch(testKey(2)))).toBe(false);
  expect(isBatchOfLog(rules, "data", batch(signer, sealedBlocks(Array.from({ length: 60 }, () => []))))).toBe(false);
  expect(isBatchOfLog({ ...rules, blocks: log(CHAIN, 5) }, "data", batch())).toBe(false);
});

test("DA with other or more blocks than the log stops posting with what to do", async () => {
  using da = openDa();
  await runUntilPosted(poster(da, newFolder()));
  await expect(poster(da, newFolder(), { blocks: log(CHAIN, 20) }).run()).rejects.toMatchObject({ code: "DA_AHEAD_OF_LOG" });
  const other = sealedBlocks(Array.from({ length: 60 }, () => [Uint8Array.of(1)]));
  await expect(poster(da, newFolder(), { blocks: log(other) }).run()).rejects.toMatchObject({ code: "DA_CONTRADICTS_LOG" });
});

test("batches of a key that go on beyond its turn, whole or not, stop nobody and cover nothing there", async () => {
  using da = openDa();
  const next = testKey(2);
  const [old, last] = [CHAIN.slice(0, 8), CHAIN[3]];
  const chain = [...CHAIN.slice(0, 4), ...sealedBlocks(Array.from({ length: 6 }, (_, i) => [Uint8Array.of(i)]), next, last)];
  const batch = (kind: BatchKind, from: number, to: number): readonly Uint8Array[] =>
    encodeBatch({ sha256, chainId: CHAIN_ID, signer, deflate: () => undefined, partBytes: 4_000_000 }, kind, old.slice(from - 1, to));
  await da.submit(namespaces.data, batch("data", 1, 2));
  await da.submit(namespaces.data, batch("data", 3, 8));
  await da.submit(namespaces.headers, [...batch("headers", 1, 3), ...batch("headers", 4, 6), ...batch("headers", 5, 8), ...batch("headers", 2, 8)]);
  const isSequencer = (at: bigint, key: Uint8Array): boolean => equalBytes(key, (at <= 4n ? signer : next).publicKey);
  const one = poster(da, newFolder(), { blocks: log(chain), signer: next, isSequencer });
  const running = one.run();
  await expect.poll(() => one.status().includedHeight).toBe(10n);
  await da.submit(namespaces.headers, batch("headers", 3, 8));
  await da.submit(namespaces.data, batch("data", 4, 8));
  const again = poster(da, newFolder(), { blocks: log(chain), signer: next, isSequencer });
  const rereading = again.run();
  await expect.poll(() => again.status().includedHeight).toBe(10n);
  for (const stopping of [one, again]) stopping.stop();
  await Promise.all([running, rereading]);
});

test("a DA that is away is waited for, what waits is told, and production slows down", async () => {
  using file = openDa();
  let isAway = true;
  const away = (): void => {
    if (isAway) throw daError("DA_UNREACHABLE", "nothing answers");
  };
  const da: Da = {
    ...file,
    submit: async (...args) => (away(), file.submit(...args)),
    head: async () => file.head(),
  };
  const one = poster(da, newFolder(), { pendingLimit: 50 });
  const running = one.run();
  await expect.poll(() => one.status().failure?.code).toBe("DA_UNREACHABLE");
  expect(one.status()).toMatchObject({ pendingBlocks: 60, pendingLimit: 50 });
  expect(one.slowdownMs(100)).toBe(1_000);
  expect(one.slowdownMs(5_000)).toBe(10_000);
  isAway = false;
  await expect.poll(() => one.status().includedHeight).toBe(60n);
  expect(one.slowdownMs(100)).toBe(0);
  one.stop();
  await running;
});

test("stopping does not wait for a DA that hangs", async () => {
  using file = openDa();
  const one = poster({ ...file, head: () => new Promise<never>(() => undefined) }, newFolder());
  const running = one.run();
  one.stop();
  await running;
});

class Crash extends Error {}

/** DA that ends the process, as it were, at the given calls: before or after they took effect. */
function crashing(da: Da, plan: readonly number[]): { readonly da: Da; readonly sent: Uint8Array[][] } {
  let calls = 0;
  const sent: Uint8Array[][] = [];
  const around = async <T>(work: () => Promise<T>): Promise<T> => {
    const crash = plan.includes(calls) ? calls % 2 : undefined;
    calls += 1;
    if (crash === 0) throw new Crash();
    const result = await work();
    if (crash === 1) throw new Crash();
    return result;
  };
  return {
    sent,
    da: {
      ...da,
      submit: (namespace, blobs) => (sent.push([...blobs]), around(() => da.submit(namespace, blobs))),
      list: (height, namespace) => around(() => da.list(height, namespace)),
      head: () => around(() => da.head()),
    },
  };
}

test("crashes before and after every step lose nothing, repeat nothing out of order, and retries are byte-identical", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(60), { minLength: 1, maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 5, maxLength: 12 }), async (plan, steps) => {
      using file = openDa();
      const folder = newFolder();
      const blocks = log(CHAIN, 0);
      const { da, sent } = crashing(file, plan);
      for (const step of [...steps, 60]) {
        blocks.length = Math.min(60, blocks.length + step);
        const goal = BigInt(blocks.length);
        for (let isDone = false; !isDone;) {
          isDone = await runUntilPosted(poster(da, folder, { blocks }), goal).then(
            () => true,
            (error: unknown) => {
              if (!(error instanceof Crash)) throw error;
              return false;
            },
          );
        }
      }
      const found = await derived(file);
      expect({ headers: found.headers, data: found.data, gaps: found.gaps }).toEqual(WHOLE);
      const first = new Map<string, string>();
      for (const [blob] of sent) {
        const envelope = decodeEnvelope(blob as Uint8Array);
        if ("reason" in envelope) throw new Error(envelope.reason);
        const name = `${envelope.kind}/${envelope.firstHeight}`;
        const bytes = Buffer.from(blob as Uint8Array).toString("hex");
        expect(first.get(name) ?? bytes).toBe(bytes);
        first.set(name, bytes);
      }
    }),
    { numRuns: 10 },
  );
}, 60_000);

test("over a connection that drops, loses, hangs and repeats, every block arrives once after duplicates are passed over", async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.constantFrom<Fault | undefined>(...Array.from({ length: 8 }, () => undefined), "drop", "lose", "timeout", "twice", "hang")), async (faults) => {
      using file = openDa();
      const server = await startDaServer(file, { host: "127.0.0.1", port: 0 });
      await using proxy = await startFaultyProxy(server.url);
      proxy.fault = () => faults.next().value;
      const da = createCelestiaDa({ url: proxy.url, sha256, timeoutMs: 50, submitTimeoutMs: 50, retryMs: 1 });
      const blocks = log(CHAIN, 0);
      const one = poster(da, newFolder(), { blocks });
      const grow = setInterval(() => (blocks.length = Math.min(60, blocks.length + 15)), 5);
      await runUntilPosted(one);
      clearInterval(grow);
      const found = await derived(file);
      expect({ headers: found.headers, data: found.data, gaps: found.gaps }).toEqual(WHOLE);
      await server.close();
    }),
    { numRuns: 3 },
  );
}, 60_000);

test("the saved position is a hint: without its witness on DA, everything is read again", async () => {
  const folder = newFolder();
  {
    using da = openDa();
    await runUntilPosted(poster(da, folder));
  }
  expect(readFileSync(join(folder, "da-position.json"), "utf8")).toContain('"nextData":"61"');
  using empty = openDa();
  await runUntilPosted(poster(empty, folder));
  expect(await derived(empty)).toEqual({ ...WHOLE, duplicates: 0 });
});

test("a key that is in another process signs when it answers, and each blob once", async () => {
  using da = openDa();
  let calls = 0;
  const remote = {
    publicKey: signer.publicKey,
    async sign(message: Uint8Array) {
      if (calls++ % 2 === 0) throw new OperationalError("SIGNER_UNREACHABLE", "away", { retryable: true });
      return signer.sign(message);
    },
  };
  const codes: string[] = [];
  await runUntilPosted(poster(da, newFolder(), { signer: remote, onRetry: ({ code }) => codes.push(code) }));
  expect(await derived(da)).toEqual({ ...WHOLE, duplicates: 0 });
  expect(new Set(codes)).toEqual(new Set(["SIGNER_UNREACHABLE"]));
});

test("where the validators change, one key posts up to there and the other from there on, each block once", async () => {
  using da = openDa();
  const next = testKey(2);
  const chain = sealedBlocks(Array.from({ length: 60 }, (_, i) => [new Uint8Array(200 + i).fill(i)]), (height) => (height < 31 ? signer : next));
  const isSequencer = (height: bigint, publicKey: Uint8Array): boolean => equalBytes(publicKey, (height < 31n ? signer : next).publicKey);
  const [folders, blocks] = [[newFolder(), newFolder()], [log(chain, 20), log(chain)]];
  // The second one has all blocks and waits until the first has posted its own.
  const second = poster(da, folders[1] ?? "", { signer: next, isSequencer, blocks: blocks[1] ?? log([]) });
  const running = second.run();
  const first = poster(da, folders[0] ?? "", { isSequencer, blocks: blocks[0] ?? log([]) });
  await runUntilPosted(first, 20n);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(second.status().includedHeight).toBeLessThanOrEqual(20n);
  // One that was away has the whole log, and posts what is its own and no more.
  const late = poster(da, folders[0] ?? "", { isSequencer, blocks: log(chain) });
  await Promise.all([runUntilPosted(late, 30n), expect.poll(() => (second.notify(), second.status().includedHeight)).toBe(60n)]);
  second.stop();
  await running;
  // Where its own log ends there, it minds nobody else's blocks.
  await runUntilPosted(poster(da, newFolder(), { isSequencer, blocks: log(chain, 30) }), 30n);
  const found: string[] = [];
  const { height } = await da.head();
  for (let at = 1n; at <= height; at++) {
    for (const kind of ["headers", "data"] as const) {
      for (const { data } of await da.list(at, namespaces[kind])) {
        const envelope = decodeEnvelope(data);
        if ("reason" in envelope) throw new Error(envelope.reason);
        const own = equalBytes(envelope.signer, signer.publicKey);
        const last = envelope.firstHeight + BigInt(envelope.count) - 1n;
        expect([own ? last : envelope.firstHeight, own ? last <= 30n : envelope.firstHeight >= 31n]).toEqual([expect.anything(), true]);
        for (let one = envelope.firstHeight; one <= last; one++) found.push(`${kind} ${one}`);
      }
    }
  }
  expect([found.length, new Set(found).size]).toEqual([120, 120]);
});
