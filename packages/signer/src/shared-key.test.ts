import { createServer, request as httpRequest } from "node:http";
import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { OperationalError } from "@openledger/ports";
import { toUtf8 } from "@openledger/primitives";
import type { RunningServer } from "@openledger/rpc";
import { expect, test } from "vitest";
import { hostOf } from "./limit-connections.ts";
import { openSharedKey, type SharedKey, type SharedKeyOptions } from "./shared-key.ts";
import { openSigner, type Signer } from "./signer.ts";
import { createSignerClient } from "./signer-client.ts";
import { CHAIN_ID, createTestSignerHome, crypto, GENESIS, requestAfter, tipAfter, type TestSignerHome, type Tip } from "./signer.fixture.ts";
import { startSignerServer } from "./signer-server.ts";

const TOKEN = "t".repeat(40);
const NEVER = new AbortController().signal;
const QUICK = { timeout: 5_000, interval: 5 };

interface Served extends AsyncDisposable {
  readonly url: string;
  readonly signer: Signer;
}

async function serve(home: TestSignerHome, port = 0): Promise<Served> {
  const signer = openSigner({ home: home.home, sha256: crypto.sha256 });
  const onBroken = (error: OperationalError): void => {
    throw error;
  };
  const server: RunningServer = await startSignerServer({ signer, address: { host: "127.0.0.1", port }, token: TOKEN, onBroken });
  return {
    url: server.url,
    signer,
    async [Symbol.asyncDispose]() {
      await server.close();
      signer[Symbol.dispose]();
    },
  };
}

/** A signer that says less than this version's. */
async function serveOlder(home: TestSignerHome): Promise<Served> {
  const served = await serve(home);
  const older = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const answered = await fetch(`${served.url}${request.url ?? ""}`, { method: "POST", headers: { authorization: request.headers.authorization ?? "" }, body });
      const without = JSON.stringify(await answered.json(), (name, value: unknown) => (request.url === "/v1/renew" && name === "included_height") || name === "min_round" ? undefined : value);
      response.writeHead(answered.status, { "content-type": "application/json" }).end(without);
    })();
  }).listen(0, "127.0.0.1");
  await once(older, "listening");
  const { port } = older.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    signer: served.signer,
    async [Symbol.asyncDispose]() {
      older.close();
      older.closeAllConnections();
      await served[Symbol.asyncDispose]();
    },
  };
}

function share(url: string, node: string, options: Partial<SharedKeyOptions> = {}): Promise<SharedKey> {
  return openSharedKey({ client: createSignerClient({ url, token: TOKEN }), node, chainId: CHAIN_ID, hasBlock: () => true, ttlMs: 1_000, renewMs: 20, tryMs: 20, ...options });
}

test("one node at a time has its turn, and the other one takes over when it stops", async () => {
  using home = createTestSignerHome();
  await using served = await serve(home);
  const [a, b] = [await share(served.url, "a"), await share(served.url, "b")];
  const first = a.run();
  await expect.poll(() => a.isMyTurn(), QUICK).toBe(true);
  const second = b.run();
  await expect.poll(() => b.status().heldBy, QUICK).toBe("node a");
  const request = requestAfter(home.key, GENESIS, toUtf8("one"));
  const { signature } = await a.seal(request, NEVER);
  expect(crypto.verifyEd25519(home.key.publicKey, request.signBytes, signature)).toBe(true);
  expect(a.last).toEqual({ height: 1n, round: 0 });
  await expect(b.seal(request, NEVER)).rejects.toMatchObject({ code: "LEASE_LOST" });
  expect(b.isMyTurn()).toBe(false);
  a.included(1n);
  await expect.poll(() => served.signer.status().journal.includedHeight, QUICK).toBe(1n);
  a.stop();
  await first;
  await expect.poll(() => b.isMyTurn(), QUICK).toBe(true);
  expect(await b.sealed(1n)).toMatchObject([{ height: 1n, signature }]);
  expect((await b.readTip()).tip.height).toBe(1n);
  b.stop();
  await second;
});

test("a node that lacks a block of the journal does not ask, and one that learns of a newer one yields", async () => {
  using home = createTestSignerHome();
  await using served = await serve(home);
  let has = 0n;
  const one = await share(served.url, "a", { hasBlock: ({ height }) => height <= has });
  const running = one.run();
  await expect.poll(() => one.isMyTurn(), QUICK).toBe(true);
  const request = requestAfter(home.key, GENESIS, toUtf8("one"));
  // An answer that was lost: the block is in the journal, and this node does not know.
  served.signer.seal(one.status().lease ?? 0n, request);
  await expect(one.seal(requestAfter(home.key, GENESIS, toUtf8("other")), NEVER)).rejects.toMatchObject({ code: "SEAL_CONFLICT" });
  one.yieldTurn();
  await expect.poll(() => one.status().tip?.height, QUICK).toBe(1n);
  expect(one.isMyTurn()).toBe(false);
  has = 1n;
  expect(one.isMyTurn()).toBe(true);
  one.stop();
  await running;
});

test("while the signer is away a seal waits, and goes on with the same lease when it is back", async () => {
  using home = createTestSignerHome();
  let port = 0;
  let running: Promise<void>;
  let one: SharedKey;
  {
    await using served = await serve(home);
    port = Number(new URL(served.url).port);
    one = await share(served.url, "a");
    running = one.run();
    await expect.poll(() => one.isMyTurn(), QUICK).toBe(true);
  }
  const request = requestAfter(home.key, GENESIS, toUtf8("one"));
  const sealing = one.seal(request, NEVER);
  await expect.poll(() => one.status().failure?.code, QUICK).toBe("SIGNER_UNREACHABLE");
  const stopping = new AbortController();
  const given = one.seal(request, stopping.signal);
  stopping.abort();
  await expect(given).rejects.toMatchObject({ code: "SIGNER_UNREACHABLE" });
  await using _served = await serve(home, port);
  const { signature, signBytes } = await sealing;
  expect(tipAfter(home.key, request.made, { signature, signBytes }).height).toBe(1n);
  await expect.poll(() => one.status(), QUICK).toMatchObject({ failure: undefined, lease: 1n });
  one.stop();
  await running;
});

test("a signer that began anew is told again what is on DA", async () => {
  using home = createTestSignerHome();
  let port = 0;
  let one: SharedKey;
  let running: Promise<void>;
  {
    await using served = await serve(home);
    port = Number(new URL(served.url).port);
    one = await share(served.url, "a");
    running = one.run();
    await expect.poll(() => one.isMyTurn(), QUICK).toBe(true);
    await one.seal(requestAfter(home.key, GENESIS, toUtf8("one")), NEVER);
    one.included(1n);
    await expect.poll(() => served.signer.status().journal, QUICK).toMatchObject({ includedHeight: 1n, pendingBytes: 0 });
  }
  await using again = await serve(home, port);
  await expect.poll(() => again.signer.status().journal, QUICK).toMatchObject({ includedHeight: 1n, pendingBytes: 0 });
  one.stop();
  await running;
});

test("before a key gets the chain back, its signer learns what the others sealed", async () => {
  using home = createTestSignerHome();
  using elsewhere = createTestSignerHome();
  await using served = await serve(home);
  let others: Tip | undefined;
  const afterOthers = (): { readonly height: bigint; readonly hash: Uint8Array } | undefined => (others === undefined ? undefined : { height: others.height, hash: others.blockId.hash });
  const one = await share(served.url, "a", { afterOthers });
  const running = one.run();
  await expect.poll(() => one.isMyTurn(), QUICK).toBe(true);
  const first = requestAfter(home.key, GENESIS, toUtf8("one"));
  const second = requestAfter(elsewhere.key, tipAfter(home.key, first.made, await one.seal(first, NEVER)), toUtf8("two"));
  others = tipAfter(elsewhere.key, second.made, { signature: elsewhere.key.sign(second.signBytes), signBytes: second.signBytes });
  await expect.poll(() => one.status().tip?.height, QUICK).toBe(2n);
  const third = requestAfter(home.key, others, toUtf8("three"));
  expect(tipAfter(home.key, third.made, await one.seal(third, NEVER)).height).toBe(3n);
  one.stop();
  await running;
});

test("a signer that lacks a block which its key sealed is not used, before the lease and under it", async () => {
  using home = createTestSignerHome();
  await using served = await serve(home);
  let sealed = 1n;
  const one = await share(served.url, "a", { sealedHere: () => sealed });
  const running = one.run();
  await expect.poll(() => one.status().failure?.code, QUICK).toBe("SIGNER_OLD");
  expect(served.signer.status().lease).toBeUndefined();
  sealed = 0n;
  await expect.poll(() => one.isMyTurn(), QUICK).toBe(true);
  sealed = 1n;
  await expect.poll(() => one.isMyTurn(), QUICK).toBe(false);
  await expect.poll(() => one.status(), QUICK).toMatchObject({ failure: { code: "SIGNER_OLD" }, lease: undefined });
  one.stop();
  await running;
});

test("a connection on which nothing is asked is closed after some seconds", async () => {
  using home = createTestSignerHome();
  await using served = await serve(home);
  const idle = connect(Number(new URL(served.url).port), "127.0.0.1").resume();
  await once(idle, "close", { signal: AbortSignal.timeout(4_500) });
});

test("a signer whose last block is of no chain any more is not used, until other keys sealed above it", async () => {
  using home = createTestSignerHome();
  using elsewhere = createTestSignerHome();
  await using served = await serve(home);
  const lost = requestAfter(home.key, GENESIS, toUtf8("lost"));
  {
    const { number } = served.signer.acquire("x", 1_000);
    served.signer.seal(number, lost);
    served.signer.release(number);
  }
  const others: Tip[] = [];
  for (const tx of ["one", "two"]) {
    const { made, signBytes } = requestAfter(elsewhere.key, others.at(-1) ?? GENESIS, toUtf8(tx));
    others.push(tipAfter(elsewhere.key, made, { signature: elsewhere.key.sign(signBytes), signBytes }));
  }
  let here = 1;
  const hereNow = (): { readonly height: bigint; readonly hash: Uint8Array } => ({ height: BigInt(here), hash: others[here - 1]?.blockId.hash ?? new Uint8Array(0) });
  const asked: (bigint | undefined)[] = [];
  const one = await share(served.url, "a", {
    hasBlock: ({ height, hash }) => height === BigInt(here) && Buffer.compare(hash, hereNow().hash) === 0,
    afterOthers: hereNow,
    async whyAstray(tip, sealedAt) {
      asked.push((await sealedAt(tip.height))?.height, (await sealedAt(tip.height + 1n))?.height);
      return "block 1 is another one here";
    },
  });
  const running = one.run();
  await expect.poll(() => one.status().failure, QUICK).toMatchObject({ code: "SIGNER_ASTRAY", message: expect.stringContaining('sealed up to block 1, and block 1 is another one here: stop it, and go on with "openledgerd signer restore --void ITS-HOME"') as string });
  expect(served.signer.status().lease?.number).toBe(1n);
  expect(asked.slice(0, 2)).toEqual([1n, undefined]);
  here = 2;
  await expect.poll(() => one.isMyTurn(), QUICK).toBe(true);
  const third = requestAfter(home.key, others[1] ?? GENESIS, toUtf8("three"));
  expect(tipAfter(home.key, third.made, await one.seal(third, NEVER)).height).toBe(3n);
  expect(one.status().failure).toBeUndefined();
  one.stop();
  await running;
});

// Linux alone has all of 127.0.0.0/8.
test.runIf(process.platform === "linux")("whoever opens as many connections as it may keeps no node on another address out", async () => {
  using home = createTestSignerHome();
  await using served = await serve(home);
  const port = Number(new URL(served.url).port);
  const hostile = Array.from({ length: 40 }, () => connect({ port, host: "127.0.0.1", localAddress: "127.0.0.3" }).on("error", () => undefined).resume());
  const closed = (): number => hostile.filter((socket) => socket.closed).length;
  await expect.poll(closed, { timeout: 1_500, interval: 5 }).toBe(8);
  const node = createSignerClient({ url: `http://127.0.0.1:${port}`, token: TOKEN });
  expect((await node.status()).chainId).toBe(CHAIN_ID);
  node.close();
  // A place that was given up is another's.
  hostile.forEach((socket) => socket.destroy());
  const ask = async (): Promise<string> => {
    const later = connect({ port, host: "127.0.0.1", localAddress: "127.0.0.3" });
    later.end(`POST /v1/status HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`);
    return text(later).catch(() => "");
  };
  await expect.poll(ask, QUICK).toContain("200 OK");
});

test("addresses of one host count together", () => {
  expect(["127.0.0.1", "::ffff:127.0.0.1", "::FFFF:127.0.0.1"].map(hostOf)).toEqual(["127.0.0.1", "127.0.0.1", "127.0.0.1"]);
  const own = ["2001:db8:0:1::1", "2001:db8:0:1:ffff:1:2:3", "2001:0db8::1:5:6:7:8", "2001:db8:0:1::"].map(hostOf);
  expect(new Set(own)).toEqual(new Set(["2001:db8:0:1"]));
  expect(hostOf("2001:db8:0:2::1")).not.toBe(own[0]);
  expect([hostOf("::1"), hostOf("fe80::1%eth0"), hostOf("")]).toEqual(["0:0:0:0", "fe80:0:0:0", ""]);
});

test("a signer that is older than its nodes is understood, and told at each renewal what is on DA", async () => {
  using home = createTestSignerHome();
  await using older = await serveOlder(home);
  const one = await share(older.url, "a");
  const running = one.run();
  await expect.poll(() => one.isMyTurn(), QUICK).toBe(true);
  await one.seal(requestAfter(home.key, GENESIS, toUtf8("one")), NEVER);
  one.included(1n);
  await expect.poll(() => older.signer.status().journal.includedHeight, QUICK).toBe(1n);
  expect(one.status().failure).toBeUndefined();
  expect(one.minRound?.(1n)).toBe(0);
  one.stop();
  await running;
});

test("without the token, with another chain's signer, or with a body that is too long, nothing is answered", async () => {
  using home = createTestSignerHome();
  await using served = await serve(home);
  expect(() => createSignerClient({ url: served.url, token: "short" })).toThrow(expect.objectContaining({ code: "SIGNER_TOKEN" }));
  const stranger = createSignerClient({ url: served.url, token: "w".repeat(40) });
  for (const call of [() => stranger.status(), () => stranger.acquire("a", 5_000), () => stranger.sealed(1n)]) {
    await expect(call()).rejects.toMatchObject({ code: "SIGNER_TOKEN", retryable: false });
  }
  stranger.close();
  await expect(share(served.url, "a", { chainId: "other-1" })).rejects.toMatchObject({ code: "SEAL_REFUSED" });
  const post = async (path: string, body: string, headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }): Promise<number> => {
    const sent = httpRequest(new URL(path, served.url), { method: "POST", headers }).end(body);
    const [response] = await once(sent, "response");
    response.resume();
    return response.statusCode as number;
  };
  expect(await post("/v1/status", "{}", {})).toBe(401);
  expect(await post("/v1/status", "{}")).toBe(200);
  expect(await post("/v1/nothing", "{}")).toBe(404);
  expect(await post("/v1/acquire", `{"node":"${"n".repeat(20_000)}","ttl_ms":5000}`)).toBe(413);
  for (const body of ["", "{", "{}", '{"node":"a b","ttl_ms":5000}', '{"node":"a","ttl_ms":1}', '{"node":"a","ttl_ms":5000,"more":1}']) expect(await post("/v1/acquire", body)).toBe(400);
  for (const body of ["", "\u0000\u0000\u0000\u0002\u0000\u0000\u0000\u0000{}", "\u0000\u0000\u0000\u0009\u0000\u0000\u0000\u0000{}", "\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f"]) expect(await post("/v1/seal", body)).toBe(400);
  expect(served.signer.status().lease).toBeUndefined();
});
