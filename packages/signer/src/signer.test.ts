import { appendFileSync, copyFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { batchPayload, envelopeSignBytes, type PostedBlock } from "@openledger/derivation";
import { openSignState } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { openSigner, type Signer } from "./signer.ts";
import { signerPaths } from "./signer-home.ts";
import { CHAIN_ID, createTestSignerHome, crypto, GENESIS, requestAfter, tipAfter, type TestRequest, type TestSignerHome, type Tip } from "./signer.fixture.ts";

const { sha256 } = crypto;
const tx = (text: string): Uint8Array => toUtf8(text);
const coded = (code: string): unknown => expect.objectContaining({ code });

function open(home: TestSignerHome, options: Partial<Parameters<typeof openSigner>[0]> = {}): Signer {
  return openSigner({ home: home.home, sha256, ...options });
}

/** Seals one block after `tip`. */
function step(home: TestSignerHome, signer: Signer, lease: bigint, tip: Tip, text: string): Tip {
  const request = requestAfter(home.key, tip, tx(text));
  return tipAfter(home.key, request.made, { signature: signer.seal(lease, request), signBytes: request.signBytes });
}

test("a block is sealed once per height, the same request gets the same signature, and the journal gives it to others", () => {
  using home = createTestSignerHome();
  using signer = open(home);
  const { number } = signer.acquire("a", 5_000);
  const request = requestAfter(home.key, GENESIS, tx("one"));
  const signature = signer.seal(number, request);
  expect(crypto.verifyEd25519(home.key.publicKey, request.signBytes, signature)).toBe(true);
  expect(signer.seal(number, request)).toEqual(signature);
  for (const other of [{ time: 2n }, { round: 1 }, {}]) {
    const second = requestAfter(home.key, GENESIS, tx("other"), other);
    expect(() => signer.seal(number, second)).toThrow(coded("SEAL_CONFLICT"));
  }
  expect(() => signer.seal(number, requestAfter(home.key, GENESIS, tx("one"), { time: 9n }))).toThrow(coded("SEAL_CONFLICT"));
  const { signBytes, block } = request;
  expect(signer.sealed(1n, 1)).toEqual([{ height: 1n, round: 0, signBytes, signature, block }]);
  expect(signer.sealed(2n, 1)).toEqual([]);
  expect(signer.status()).toMatchObject({ tip: { height: 1n, hash: request.made.blockId.hash }, last: { height: 1n, round: 0 } });
});

test("a lease that is not the present one signs nothing", () => {
  using home = createTestSignerHome();
  let now = 0;
  using signer = open(home, { nowMs: () => now });
  const first = signer.acquire("a", 5_000);
  expect(() => signer.acquire("b", 5_000)).toThrow(/node a holds lease 1 for another 5000 ms/);
  now = 4_999;
  signer.renew(first.number);
  now = 9_999;
  const second = signer.acquire("b", 5_000);
  expect(second.number).toBe(2n);
  const request = requestAfter(home.key, GENESIS, tx("one"));
  for (const refused of [() => signer.seal(1n, request), () => signer.renew(1n), () => signer.included(1n, 1n), () => signer.signEnvelope(1n, tx("x")), () => signer.release(1n), () => signer.seal(3n, request)]) {
    expect(refused).toThrow(coded("LEASE_LOST"));
  }
  signer.release(2n);
  expect(() => signer.seal(2n, request)).toThrow(coded("LEASE_LOST"));
  expect(signer.acquire("a", 5_000).number).toBe(3n);
  // A node that starts anew need not wait for itself.
  expect(signer.acquire("a", 5_000).number).toBe(4n);
});

test("after a restart the number goes on, and another node waits for the whole time of a lease", () => {
  using home = createTestSignerHome();
  {
    using signer = open(home, { nowMs: () => 0 });
    signer.acquire("a", 5_000);
  }
  let now = 1_000_000;
  using signer = open(home, { nowMs: () => now });
  expect(() => signer.acquire("b", 5_000)).toThrow(coded("LEASE_HELD"));
  signer.renew(1n);
  now += 5_000;
  expect(signer.acquire("b", 5_000).number).toBe(2n);
});

test("what does not belong together is refused before it is kept", () => {
  using home = createTestSignerHome();
  using signer = open(home);
  const { number } = signer.acquire("a", 5_000);
  const good = requestAfter(home.key, GENESIS, tx("one"));
  const other = requestAfter(home.key, GENESIS, tx("two"));
  const foreign = requestAfter(home.key, GENESIS, tx("one"), { chainId: "other-1" });
  const someone = { publicKey: home.key.publicKey, address: new Uint8Array(20) };
  const wrong = [
    { ...good, block: other.block },
    { ...good, signBytes: other.signBytes },
    { ...good, height: 2n },
    { ...good, round: 1 },
    { ...good, signBytes: tx("something") },
    { ...good, block: new Uint8Array(100) },
    foreign,
    requestAfter(someone, GENESIS, tx("one")),
  ];
  for (const request of wrong) expect(() => signer.seal(number, request)).toThrow(coded("SEAL_REFUSED"));
  const tip = tipAfter(home.key, good.made, { signature: new Uint8Array(64), signBytes: good.signBytes });
  expect(() => signer.seal(number, requestAfter(home.key, tip, tx("two")))).toThrow(coded("SEAL_CONFLICT"));
  expect(signer.status().tip.height).toBe(0n);
  expect(signer.status().last).toBeUndefined();
});

const FIELDS = { chainIdHash: sha256(toUtf8(CHAIN_ID)), part: 0, parts: 1, partBytes: 5 } as const;

/** What a poster has signed for these blocks. */
function envelopeOf(kind: "headers" | "data", blocks: readonly PostedBlock[], payload: Uint8Array = batchPayload(kind, blocks)): Uint8Array {
  return envelopeSignBytes({ ...FIELDS, kind, firstHeight: blocks[0]?.header.height ?? 0n, count: blocks.length, partHash: sha256(payload), payloadHash: sha256(payload) });
}

function posted({ request, tip }: { readonly request: TestRequest; readonly tip: Tip }): PostedBlock {
  const { header, txs, evidence } = request.made.block;
  return { header, commit: tip.commit, txs, evidence };
}

test("envelopes are signed for sealed blocks of this chain, and never what a vote says", () => {
  using home = createTestSignerHome();
  using signer = open(home);
  const { number } = signer.acquire("a", 5_000);
  const request = requestAfter(home.key, GENESIS, tx("one"));
  const tip = tipAfter(home.key, request.made, { signature: signer.seal(number, request), signBytes: request.signBytes });
  const one = posted({ request, tip });
  for (const kind of ["data", "headers"] as const) {
    const message = envelopeOf(kind, [one]);
    expect(crypto.verifyEd25519(home.key.publicKey, message, signer.signEnvelope(number, message))).toBe(true);
  }
  const fields = { ...FIELDS, kind: "data", firstHeight: 1n, count: 1, partHash: sha256(batchPayload("data", [one])), payloadHash: sha256(batchPayload("data", [one])) } as const;
  signer.signEnvelope(number, envelopeSignBytes(fields));
  const refused = [
    envelopeSignBytes({ ...fields, count: 2 }),
    envelopeSignBytes({ ...fields, chainIdHash: sha256(tx("other")) }),
    envelopeSignBytes({ ...fields, kind: "attestation", firstHeight: 0n, count: 0 }),
    requestAfter(home.key, GENESIS, tx("two")).signBytes,
    tx("openledger/da/envelope/1"),
  ];
  for (const wrong of refused) expect(() => signer.signEnvelope(number, wrong)).toThrow(coded("SEAL_REFUSED"));
});

test("an envelope of other data or headers than the journal has is refused, and one of blocks that it forgot is signed", () => {
  using home = createTestSignerHome();
  const blocks: PostedBlock[] = [];
  using signer = open(home, { segmentBlocks: 2 });
  const { number } = signer.acquire("a", 5_000);
  let last: Tip = GENESIS;
  for (let i = 1; i <= 5; i++) {
    const request = requestAfter(home.key, last, tx(`block ${i}`));
    last = tipAfter(home.key, request.made, { signature: signer.seal(number, request), signBytes: request.signBytes });
    blocks.push(posted({ request, tip: last }));
  }
  const junk = tx("junk");
  const [, second, third] = blocks;
  if (second === undefined || third === undefined) throw new Error("five blocks");
  const forged = { ...third, txs: second.txs, header: { ...third.header, appHash: second.header.appHash } };
  for (const kind of ["data", "headers"] as const) {
    for (const [from, to] of [[0, 5], [1, 3], [4, 5], [0, 1]] as const) {
      const range = blocks.slice(from, to);
      const message = envelopeOf(kind, range);
      expect(crypto.verifyEd25519(home.key.publicKey, message, signer.signEnvelope(number, message))).toBe(true);
      // The validators of a chain's first block are told by the second alone, which is here.
      expect(() => signer.signEnvelope(number, envelopeOf(kind, range, junk))).toThrow(/of other (data|headers) than what is sealed at heights/);
    }
    for (let again = 0; again < 2; again++) expect(() => signer.signEnvelope(number, envelopeOf(kind, [second, forged]))).toThrow(coded("SEAL_REFUSED"));
  }
  // Parts of one payload differ in their own hash alone.
  const payload = batchPayload("data", blocks);
  const part = { ...FIELDS, kind: "data", firstHeight: 1n, count: 5, parts: 2, payloadHash: sha256(payload) } as const;
  for (const at of [0, 1]) signer.signEnvelope(number, envelopeSignBytes({ ...part, part: at, partHash: sha256(payload.subarray(at)) }));
  signer.included(number, 3n);
  expect(signer.status().journal.firstHeight).toBe(3n);
  for (const kind of ["data", "headers"] as const) {
    signer.signEnvelope(number, envelopeOf(kind, blocks));
    // What it forgot cannot be compared.
    signer.signEnvelope(number, envelopeOf(kind, blocks.slice(0, 3), junk));
    expect(() => signer.signEnvelope(number, envelopeOf(kind, blocks.slice(3), junk))).toThrow(coded("SEAL_REFUSED"));
  }
});

test("the journal forgets what is on DA, and refuses more than it may keep until then", () => {
  using home = createTestSignerHome();
  let tip: Tip = GENESIS;
  {
    using signer = open(home, { segmentBlocks: 4, limitBytes: 6_000 });
    const { number } = signer.acquire("a", 5_000);
    const big = "x".repeat(900);
    for (let i = 0; i < 4; i++) tip = step(home, signer, number, tip, big);
    expect(() => step(home, signer, number, tip, big.repeat(3))).toThrow(expect.objectContaining({ code: "JOURNAL_FULL", retryable: true }));
    signer.included(number, 3n);
    for (let i = 0; i < 6; i++) {
      tip = step(home, signer, number, tip, "small");
      signer.included(number, tip.height);
    }
    expect(signer.status().journal).toMatchObject({ firstHeight: 9n, includedHeight: 10n, pendingBytes: 0 });
    expect(signer.sealed(1n, 1_000_000).map(({ height }) => height)).toEqual([9n, 10n]);
    // Nobody has said that this is on DA.
    signer.included(number, 99n);
    tip = step(home, signer, number, tip, "small");
    expect(signer.status().journal.pendingBytes).toBeGreaterThan(0);
  }
  using signer = open(home, { segmentBlocks: 4 });
  expect(signer.status().tip.height).toBe(11n);
  const { number } = signer.acquire("a", 5_000);
  step(home, signer, number, tip, "after the restart");
  expect(readdirSync(signerPaths(home.home).dataFolder).filter((name) => name.startsWith("journal-"))).toHaveLength(1);
});

test("a key that gets the chain back seals after the blocks of the others, after a restart too, and nothing below", () => {
  using home = createTestSignerHome();
  using elsewhere = createTestSignerHome();
  let last: Tip = GENESIS;
  let before: Tip = GENESIS;
  {
    using signer = open(home, { segmentBlocks: 4 });
    const { number } = signer.acquire("a", 5_000);
    before = step(home, signer, number, GENESIS, "one");
    last = step(home, signer, number, before, "two");
    for (const text of ["three", "four"]) {
      const { made, signBytes } = requestAfter(elsewhere.key, last, tx(text));
      last = tipAfter(elsewhere.key, made, { signature: elsewhere.key.sign(signBytes), signBytes });
    }
    const to = { height: last.height, hash: last.blockId.hash };
    expect(() => step(home, signer, number, last, "five")).toThrow(coded("SEAL_CONFLICT"));
    expect(() => signer.advance(number, { ...to, height: 2n })).toThrow(coded("SEAL_CONFLICT"));
    expect(() => signer.advance(number, { ...to, height: 1n })).toThrow(coded("SEAL_CONFLICT"));
    expect(() => signer.advance(number + 1n, to)).toThrow(coded("LEASE_LOST"));
    signer.advance(number, to);
    signer.advance(number, to);
    expect(signer.status()).toMatchObject({ tip: to, journal: { firstHeight: undefined, pendingBytes: 0 } });
  }
  {
    using signer = open(home, { segmentBlocks: 4 });
    const { number } = signer.acquire("a", 5_000);
    expect(signer.status().tip).toEqual({ height: 4n, hash: last.blockId.hash });
    expect(() => step(home, signer, number, before, "another two")).toThrow(coded("SEAL_CONFLICT"));
    last = step(home, signer, number, last, "five");
    expect(signer.sealed(1n, 1_000_000).map(({ height }) => height)).toEqual([5n]);
  }
  using signer = open(home, { segmentBlocks: 4 });
  const { number } = signer.acquire("a", 5_000);
  expect(signer.status()).toMatchObject({ tip: { height: 5n }, journal: { firstHeight: 5n } });
  signer.included(number, 5n);
  last = step(home, signer, number, last, "six");
  expect(signer.sealed(5n, 1_000_000).map(({ height }) => height)).toEqual([5n, 6n]);
});

test("a crash between the journal and the signature is gone on with after a restart", () => {
  using home = createTestSignerHome();
  const { signStateFile, dataFolder } = signerPaths(home.home);
  const before = join(home.home, "state-before.json");
  copyFileSync(signStateFile, before);
  const request = requestAfter(home.key, GENESIS, tx("one"));
  let signature = new Uint8Array(0);
  {
    using signer = open(home);
    signature = new Uint8Array(signer.seal(signer.acquire("a", 5_000).number, request));
  }
  // The block is in the journal, and nothing that came after it is on the disk.
  copyFileSync(before, signStateFile);
  const [name = ""] = readdirSync(dataFolder).filter((file) => file.startsWith("journal-"));
  appendFileSync(join(dataFolder, name), Uint8Array.of(1, 2, 3));
  using signer = open(home);
  expect(openSignState(signStateFile).last?.height).toBe(1n);
  const { number } = signer.acquire("a", 5_000);
  expect(signer.sealed(1n, 1)[0]?.signature).toEqual(signature);
  expect(() => signer.seal(number, requestAfter(home.key, GENESIS, tx("other")))).toThrow(coded("SEAL_CONFLICT"));
});

test("a home whose journal is older than its last signature, or that another process holds, is not opened", () => {
  using home = createTestSignerHome();
  const { signStateFile, dataFolder } = signerPaths(home.home);
  {
    using signer = open(home);
    const { number } = signer.acquire("a", 5_000);
    let tip = step(home, signer, number, GENESIS, "one");
    tip = step(home, signer, number, tip, "two");
    expect(() => open(home)).toThrow(coded("DATA_LOCKED"));
    expect(tip.height).toBe(2n);
  }
  expect(statSync(dataFolder).mode & 0o77).toBe(0);
  const [name = ""] = readdirSync(dataFolder).filter((file) => file.startsWith("journal-"));
  const kept = join(home.home, "kept.log");
  copyFileSync(join(dataFolder, name), kept);
  writeFileSync(join(dataFolder, name), "");
  expect(() => open(home)).toThrow(coded("JOURNAL_CORRUPT"));
  copyFileSync(kept, join(dataFolder, name));
  writeFileSync(signStateFile, "{}");
  expect(() => open(home)).toThrow(coded("SIGN_STATE_CORRUPT"));
});
