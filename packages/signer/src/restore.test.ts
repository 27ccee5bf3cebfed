// A signer is lost with everything that it sealed last, and made anew from a copy of its key.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeCommit } from "@openledger/comet";
import { openBlockLog } from "@openledger/kv";
import { height, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { openSigner, type Signer } from "./signer.ts";
import { restoreKey, signerPaths, type RestoreOptions } from "./signer-home.ts";
import { CHAIN_ID, createTestSignerHome, crypto, GENESIS, requestAfter, tipAfter, type TestRequest, type TestSignerHome, type Tip } from "./signer.fixture.ts";

const { sha256 } = crypto;
const coded = (code: string): unknown => expect.objectContaining({ code });

interface Sealed {
  readonly request: TestRequest;
  readonly tip: Tip;
}

function seal({ key }: TestSignerHome, signer: Signer, lease: bigint, tip: Tip, text: string, round: number): Sealed {
  const request = requestAfter(key, tip, toUtf8(text), { round });
  return { request, tip: tipAfter(key, request.made, { signature: signer.seal(lease, request), signBytes: request.signBytes }) };
}

/** What is left when the signer is gone: a copy of its key, and a node that has some of the blocks. */
function leave(home: TestSignerHome, blocks: readonly Sealed[]): Pick<RestoreOptions, "keyFile" | "dataFolder"> {
  const dataFolder = join(home.home, "node");
  mkdirSync(dataFolder, { recursive: true });
  using log = openBlockLog(dataFolder);
  for (const { request, tip } of blocks) {
    if (request.height > log.lastHeight) log.append({ height: height(request.height), hash: tip.blockId.hash, block: request.block, seenCommit: encodeCommit(tip.commit) });
  }
  const keyFile = join(home.home, "copy.json");
  copyFileSync(signerPaths(home.home).keyFile, keyFile);
  return { keyFile, dataFolder };
}

test("a restored signer seals no height in a round in which the lost one sealed it, however far that one was ahead", () => {
  using home = createTestSignerHome();
  const chain = { chainId: CHAIN_ID, initialHeight: 1n };
  const places = new Set<string>();
  const known: Sealed[] = [];
  let minRound = 0;
  for (const [life, folder] of ["", "second", "third"].entries()) {
    const at = join(home.home, folder);
    if (life > 0) {
      const restored = restoreKey(at, { ...leave(home, known), chain }, sha256);
      minRound = life * 100;
      expect(restored).toMatchObject({ height: BigInt(known.length), minRound: { round: minRound, upTo: BigInt(known.length) + 10_000n } });
    }
    let tip = known.at(-1)?.tip ?? GENESIS;
    const ahead = tip.height + 8n;
    while (tip.height < ahead) {
      // Opened anew for each block: it is the home that remembers.
      using signer = openSigner({ home: at, sha256 });
      const { number } = signer.acquire("a", 5_000);
      if (minRound > 0) {
        for (const round of [0, minRound - 1]) expect(() => seal(home, signer, number, tip, "early", round)).toThrow(coded("SEAL_REFUSED"));
      }
      const sealed = seal(home, signer, number, tip, `life ${life}`, minRound);
      const place = `${sealed.request.height}/${minRound}`;
      expect(places.has(place)).toBe(false);
      places.add(place);
      ({ tip } = sealed);
      // Nobody but the signer has the last of them.
      if (tip.height <= ahead - 5n) known.push(sealed);
    }
  }
  expect(places.size).toBe(24);
});

test("beyond its margin a restored signer seals in any round, and a first round that was used, or that nobody could count to, is refused", () => {
  using home = createTestSignerHome();
  const chain = { chainId: CHAIN_ID, initialHeight: 1n };
  const at = join(home.home, "restored");
  const left = leave(home, []);
  for (const minRound of [0, -1, 1.5, 10_001]) expect(() => restoreKey(at, { ...left, chain, minRound }, sha256)).toThrow(coded("SIGNER_HOME"));
  expect(restoreKey(at, { ...left, chain, minRound: 300 }, sha256).minRound).toEqual({ round: 300, upTo: 10_000n });
  const { chainFile } = signerPaths(at);
  const document = JSON.parse(readFileSync(chainFile, "utf8")) as object;
  writeFileSync(chainFile, JSON.stringify({ ...document, min_round: { round: 300, up_to_height: "2" } }));
  using signer = openSigner({ home: at, sha256 });
  const { number } = signer.acquire("a", 5_000);
  const first = seal(home, signer, number, GENESIS, "one", 300);
  expect(() => seal(home, signer, number, first.tip, "two", 299)).toThrow(/was restored, and up to height 2 it seals in round 300 and later alone/);
  const second = seal(home, signer, number, first.tip, "two", 301);
  expect(seal(home, signer, number, second.tip, "three", 0).tip.height).toBe(3n);
  expect(() => restoreKey(join(home.home, "again"), { ...leave(home, [first, second]), chain, minRound: 301 }, sha256)).toThrow(/give one above 301, in which a block may be sealed/);
});

test("after a break a restored signer seals in no round of the signer whose last blocks are void, whatever the blocks that are left say", () => {
  using home = createTestSignerHome();
  const chain = { chainId: CHAIN_ID, initialHeight: 1n };
  const [first, second, third] = ["first", "second", "third"].map((name) => join(home.home, name)) as [string, string, string];
  const left = leave(home, []);
  // All that it sealed is void: nobody has a block with its rounds.
  restoreKey(first, { ...left, chain }, sha256);
  {
    using signer = openSigner({ home: first, sha256 });
    const { number } = signer.acquire("a", 5_000);
    let { tip } = seal(home, signer, number, GENESIS, "one", 105);
    ({ tip } = seal(home, signer, number, tip, "two", 100));
    expect(() => restoreKey(second, { ...left, chain, voidHome: first }, sha256)).toThrow(coded("DATA_LOCKED"));
  }
  // A signer may have come to any round of its hundred at a height before its last.
  expect(() => restoreKey(second, { ...left, chain, voidHome: first, minRound: 199 }, sha256)).toThrow(/give one above 199, in which a block may be sealed/);
  expect(restoreKey(second, { ...left, chain, voidHome: first }, sha256).minRound).toEqual({ round: 200, upTo: 10_002n });
  // However many blocks are void.
  const { signStateFile, chainFile } = signerPaths(second);
  writeFileSync(signStateFile, JSON.stringify({ height: "70000", round: 3, step: 3, signature: "", signbytes: "" }));
  expect(restoreKey(third, { ...left, chain, voidHome: second }, sha256).minRound).toEqual({ round: 300, upTo: 80_000n });
  writeFileSync(chainFile, readFileSync(chainFile, "utf8").replace(CHAIN_ID, "other-1"));
  expect(() => restoreKey(join(home.home, "fourth"), { ...left, chain, voidHome: second }, sha256)).toThrow(/is of chain other-1, and not of this chain with this key/);
});
