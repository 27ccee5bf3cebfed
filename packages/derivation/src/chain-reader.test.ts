// Chains from DA with misses and rotations: total, and the same however reading is interrupted.
import { createValidatorSet, type SignedHeader } from "@openledger/comet";
import { equalBytes, toHex, unixNanos } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBatch, encodeOpenEnvelope } from "./batch.ts";
import { CHAIN_ID, crypto, sealedBlocks, signedTx, testKey, type TestBlock } from "./blocks.fixture.ts";
import { createChainReader, type Break, type ChainReader, type ReaderNotes, type ReaderSlice } from "./chain-reader.ts";
import type { ForcedChance, ForcedTx } from "./forced-queue.ts";
import { PART_BYTES_MAX } from "./limits.ts";
import { encodeRotationTx, rotationOfTx } from "./rotation-tx.ts";
import { encodeRotationBlob, rotationSignBytes, type Rotation, type RotationBody } from "./rotation.ts";

const { sha256 } = crypto;
const WINDOW = 5n;
const old = testKey(1);
const next = testKey(2);
const keys = [21, 22, 23].map((seed) => testKey(seed));
const FAR = unixNanos(1_800_000_000n * 1_000_000_000n);
const LAST = 4n;
const RECOVERY = { threshold: 2, keys: keys.map(({ publicKey }) => publicKey) };
const txOf = (name: number): Uint8Array => signedTx(name);

const OLD = sealedBlocks(Array.from({ length: 9 }, (_, i) => [Uint8Array.of(100 + i)]), old);
const lastHash = OLD[Number(LAST) - 1]?.blockId.hash ?? new Uint8Array(0);

function signed(change: Partial<RotationBody> = {}, signers = keys.slice(0, 2)): Rotation {
  const body: RotationBody = { number: 1n, lastHeight: LAST, lastHash, miss: { txHash: sha256(txOf(1)), daHeight: 3n, deadline: 3n + WINDOW }, newKey: next.publicKey, ...change };
  const message = rotationSignBytes(sha256, CHAIN_ID, body);
  const signatures = signers.map((key) => ({ publicKey: key.publicKey, signature: key.sign(message) }));
  return { ...body, signatures: signatures.toSorted((a, b) => Buffer.compare(a.publicKey, b.publicKey)) };
}

/** Blocks of the new key after block 4; the first holds the rotation, and then what was left out. */
function newBlocks(rotation: Rotation, count: number): readonly TestBlock[] {
  const before = OLD[Number(LAST) - 1] as TestBlock;
  return sealedBlocks([[encodeRotationTx(rotation), txOf(1), txOf(2)], ...Array.from({ length: count - 1 }, (_, i) => [Uint8Array.of(200 + i)])], next, before);
}

const batch = (kind: "data" | "headers", blocks: readonly TestBlock[], signer = old): readonly Uint8Array[] =>
  encodeBatch({ sha256, chainId: CHAIN_ID, signer, deflate: () => undefined, partBytes: PART_BYTES_MAX }, kind, blocks);
const forced = (...txs: readonly Uint8Array[]): readonly Uint8Array[] => txs.map((tx) => encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", tx));

interface Posted {
  readonly data?: readonly Uint8Array[];
  readonly headers?: readonly Uint8Array[];
  readonly forced?: readonly Uint8Array[];
}

const sliceOf = (daHeight: bigint, { data = [], headers = [], forced: blobs = [] }: Posted): ReaderSlice => ({
  ...{ daHeight, daTime: FAR, data, headers },
  forced: blobs.map((blob) => ({ data: blob, commitment: sha256(blob) })),
});

/** Whether a transaction runs on the state after a block; one of another name than these always does. */
type Runs = (name: number, state: number) => boolean;
const always: Runs = (name) => name !== 99;

/** What a follower keeps: from where it reads again, and what it judged, which is durable before the next block is executed. */
interface Kept {
  readonly readTo: bigint;
  readonly next: bigint;
  readonly breaks: readonly Break[];
  readonly judgedTo: bigint;
  readonly chances: readonly ForcedChance[];
}

interface Executed {
  readonly signed: SignedHeader;
  readonly hash: Uint8Array;
  readonly txs: readonly Uint8Array[];
  /** Undefined for one that was executed, and is to be found again. */
  readonly daHeight: bigint | undefined;
}

/** A node that executes nothing, keeps what a follower keeps, and may stop in the midst of anything. */
class Node {
  readonly blocks: Executed[] = [];
  /** What happened at each DA height. */
  readonly heights = new Map<bigint, string[]>();
  readonly posted: readonly Posted[];
  readonly runs: Runs;
  /** Times that something was to be judged on a state that is no more. */
  lost = 0;
  kept: Kept = { readTo: 0n, next: 1n, breaks: [], judgedTo: 0n, chances: [] };
  durable: Kept = this.kept;
  at = 0n;
  hasUnmarked = false;
  rotation: Rotation | undefined;
  reader: ChainReader;
  constructor(posted: readonly Posted[], runs: Runs) {
    this.posted = posted;
    this.runs = runs;
    this.reader = this.open();
  }

  get told(): readonly string[] {
    return [...this.heights].toSorted(([a], [b]) => Number(a - b)).flatMap(([, lines]) => lines);
  }

  sliceAt(daHeight: bigint): ReaderSlice {
    return sliceOf(daHeight, this.posted[Number(daHeight) - 1] ?? {});
  }

  canJudge(): boolean {
    const isThere = BigInt(this.blocks.length) === this.reader.nextHeight - 1n;
    if (!isThere) this.lost += 1;
    return isThere;
  }

  open(): ChainReader {
    const { readTo, next, breaks, judgedTo, chances } = this.kept;
    for (const [i, block] of this.blocks.entries()) if ((block.daHeight ?? 0n) > readTo) this.blocks[i] = { ...block, daHeight: undefined };
    const foundAt = (hash: string): bigint | undefined => this.blocks.find(({ txs }) => txs.some((tx) => toHex(sha256(tx)) === hash))?.daHeight;
    const runs = ({ tx }: ForcedTx): boolean => this.runs(tx.at(-1) ?? 0, this.blocks.length);
    this.at = readTo;
    this.rotation = undefined;
    const reader = createChainReader({
      ...{ crypto, inflate: () => undefined, chainId: CHAIN_ID, genesisTime: OLD[0]?.header.time ?? FAR, driftNanos: 0n },
      ...{ from: { height: next, last: this.blocks[Number(next) - 2]?.signed }, readTo, breaks, known: [...breaks, ...this.crossings()], recovery: RECOVERY },
      validatorsAt: (height) => createValidatorSet(sha256, [{ publicKey: this.rotation !== undefined && height > this.rotation.lastHeight ? this.rotation.newKey : old.publicKey, power: 10n }]),
      hashAt: (height) => this.blocks[Number(height) - 1]?.hash,
      expect: (named) => void (this.rotation = named),
      forced: {
        ...{ window: WINDOW, bytesPerWindow: 1_000, gasPerWindow: 1_000n, judgedTo, chances },
        gasUsed: () => 1n,
        isIncluded: (hash) => foundAt(hash) !== undefined,
        wasIncluded: (hash, daHeight) => (foundAt(hash) ?? daHeight) < daHeight,
        isExempt: (due) => {
          this.canJudge();
          this.keepJudged(this.at, this.kept.chances);
          return !runs(due);
        },
        runsInTurn: (waiting) => (this.canJudge() ? new Set(waiting.filter(runs).map(({ hash }) => hash)) : undefined),
        onWeighed: (found) => this.keepJudged(this.at, found),
      },
    });
    for (let at = reader.recallFrom < 1n ? 1n : reader.recallFrom; at <= readTo; at++) reader.recall(at, this.sliceAt(at).forced);
    return reader;
  }

  /** Rotations that blocks here begin with. */
  crossings(): readonly Rotation[] {
    return this.blocks.flatMap(({ txs }) => rotationOfTx(txs[0] ?? new Uint8Array(0)) ?? []);
  }

  keepJudged(judgedTo: bigint, chances: readonly ForcedChance[]): void {
    this.kept = { ...this.kept, judgedTo, chances };
    this.hasUnmarked = true;
  }

  save(): void {
    this.durable = this.kept;
    this.hasUnmarked = false;
  }

  /** Reads the next DA height, or its first blocks; `isSaved` says whether what was read is durable then. Returns what was sealed twice. */
  read(blocks = Infinity, isSaved = true): ReaderNotes["equivocations"] {
    this.at += 1n;
    const lines: string[] = [];
    const steps = this.reader.read(this.sliceAt(this.at));
    let step: IteratorResult<unknown, ReaderNotes> & { value: unknown } = steps.next();
    for (let left = blocks; step.done !== true; left--, step = steps.next()) {
      if (this.hasUnmarked) this.save();
      if (left <= 0) return [];
      const { block, commit, blockId } = step.value as { readonly block: TestBlock["block"]; readonly commit: SignedHeader["commit"]; readonly blockId: { readonly hash: Uint8Array } };
      this.blocks[Number(block.header.height) - 1] = { signed: { header: block.header, commit }, hash: blockId.hash, txs: block.txs, daHeight: this.at };
      lines.push(`${this.at} block ${block.header.height} ${toHex(blockId.hash)}`);
    }
    const { missed, rotation, equivocations } = step.value as ReaderNotes;
    if (missed !== undefined) lines.push(`${this.at} missed ${missed.hash} of ${missed.daHeight} by ${missed.deadline}`);
    if (rotation !== undefined) lines.push(`${this.at} rotation ${rotation.number}`);
    this.heights.set(this.at, [...lines, `${this.at} waiting ${this.reader.waiting}`]);
    if (!this.reader.isAtCheckpoint) return equivocations;
    this.kept = { ...this.kept, readTo: this.at, next: this.reader.nextHeight, breaks: [...this.reader.breaks] };
    if (isSaved || missed !== undefined || rotation !== undefined) this.save();
    return equivocations;
  }

  /** Begins anew where it last was whole. */
  restart(): void {
    this.reader = this.open();
  }

  /** The same, after it lost what was not durable. */
  crash(): void {
    this.kept = this.durable;
    this.hasUnmarked = false;
    this.restart();
  }
}

/** Something that ends reading when a DA height is come to first. */
interface Fault {
  /** Blocks of that height that are executed before it. */
  readonly blocks: number;
  readonly isCrash: boolean;
}

function run(posted: readonly Posted[], restarts: ReadonlySet<number> | ReadonlyMap<number, Fault> = new Set(), runs: Runs = always, isSaved: (at: number) => boolean = () => true): Node {
  const node = new Node(posted, runs);
  const faults = new Map<number, Fault>([...restarts].map((one) => (typeof one === "number" ? [one, { blocks: Infinity, isCrash: false }] : one)));
  while (node.at < BigInt(posted.length)) {
    const at = Number(node.at);
    const fault = faults.get(at);
    faults.delete(at);
    node.read(fault?.blocks, isSaved(at));
    if (fault?.isCrash === true) node.crash();
    else if (fault !== undefined) node.restart();
  }
  return node;
}

const rotation = signed();
const fresh = newBlocks(rotation, 4);
const wrong = [signed({}, keys.slice(0, 1)), signed({ lastHash: sha256(lastHash) }), signed({ number: 2n }), signed({ miss: { txHash: sha256(txOf(2)), daHeight: 3n, deadline: 8n } })];
const blobsOf = (rotations: readonly Rotation[]): readonly Uint8Array[] => rotations.map((one) => encodeRotationBlob(sha256, CHAIN_ID, one));

/** DA heights 1 to 17: miss at 8, rotation at 11, blocks of the new key from 12 on. */
const STORY: readonly Posted[] = [
  { data: batch("data", OLD.slice(0, 2)), headers: batch("headers", OLD.slice(0, 2)) },
  { forced: blobsOf([rotation]) },
  { forced: forced(txOf(1)) },
  { data: batch("data", OLD.slice(2, 4)), headers: batch("headers", OLD.slice(2, 4)), forced: forced(txOf(99)) },
  { data: batch("data", OLD.slice(4, 6)), forced: blobsOf([rotation]) },
  { forced: forced(txOf(2)) },
  { forced: forced(txOf(3)) },
  { forced: blobsOf([rotation]) },
  { headers: batch("headers", OLD.slice(4, 6)), forced: blobsOf(wrong) },
  { data: batch("data", OLD.slice(4, 8)), headers: batch("headers", OLD.slice(4, 8)), forced: forced(txOf(5)) },
  { forced: [Uint8Array.of(1), ...blobsOf([...wrong, rotation, signed({ newKey: keys[0]?.publicKey ?? lastHash })])] },
  { data: [...batch("data", OLD.slice(4, 9)), ...batch("data", fresh.slice(0, 1), next)], headers: [...batch("headers", OLD.slice(4, 9)), ...batch("headers", fresh.slice(0, 1), next)] },
  { forced: blobsOf([signed({ newKey: old.publicKey })]) },
  { data: batch("data", fresh.slice(1), next), headers: batch("headers", fresh.slice(1), next) },
  { headers: batch("headers", OLD.slice(3, 9)) },
  {},
  { forced: forced(txOf(4)) },
];

test("a miss ends the old key's blocks, the first valid rotation after it begins the new one's, and what waits is owed anew from there", () => {
  const { told, blocks, reader } = run(STORY);
  const events = told.filter((line) => !line.includes("waiting"));
  expect(events.filter((line) => !line.includes("block"))).toEqual([`8 missed ${toHex(sha256(txOf(1)))} of 3 by 8`, "11 rotation 1", `16 missed ${toHex(sha256(txOf(3)))} of 7 by 16`]);
  expect(blocks.map(({ hash }) => toHex(hash))).toEqual([...OLD.slice(0, 4), ...fresh].map(({ blockId }) => toHex(blockId.hash)));
  expect(reader.breaks).toMatchObject([{ number: 1n, lastHeight: 4n, crossed: { daHeight: 11n } }, { number: 2n, lastHeight: 8n, crossed: undefined }]);
});

test("what is posted while a chain stands still is kept and owed by nobody", () => {
  const posted = Array.from({ length: 50 }, (_, i) => signedTx(i + 100, 900));
  const story = STORY.slice(0, 9).concat({ forced: forced(...posted) }, STORY.slice(10));
  const { told, reader } = run(story.slice(0, 10));
  expect(reader.waiting).toBe(run(STORY.slice(0, 9)).reader.waiting);
  expect(told.at(-1)).toBe(`10 waiting ${reader.waiting}`);
  for (const at of [8, 9, 10]) expect(run(story, new Set([at])).told).toEqual(run(STORY).told);
});

test("a new sequencer's first block that does not begin with the rotation is none", () => {
  const other = newBlocks(signed({}, keys), 2);
  const story = STORY.slice(0, 11).concat({ data: batch("data", other, next), headers: batch("headers", other, next) }, { data: batch("data", fresh, next), headers: batch("headers", fresh, next) });
  expect(run(story).blocks).toHaveLength(8);
  expect(run(story.slice(0, 12)).blocks).toHaveLength(4);
});

test("a new sequencer that is silent as well is replaced by the next rotation", () => {
  const third = testKey(3);
  const again = signed({ number: 2n, miss: { txHash: sha256(txOf(1)), daHeight: 3n, deadline: 11n + WINDOW }, newKey: third.publicKey });
  const last = sealedBlocks([[encodeRotationTx(again), txOf(1)]], third, OLD[Number(LAST) - 1]);
  const story = [...STORY.slice(0, 11), {}, { forced: forced(txOf(5)) }, {}, {}, { headers: batch("headers", fresh, next) }, { data: batch("data", fresh, next), headers: batch("headers", fresh, next), forced: blobsOf([rotation]) }, { forced: blobsOf([again]) }, { data: batch("data", last, third), headers: batch("headers", last, third) }, {}, {}, {}, {}];
  const { told, reader } = run(story);
  // Between a miss and the next rotation nobody is expected to go on.
  expect([10, 11, 16, 17, 18].map((at) => run(story.slice(0, at)).rotation?.number)).toEqual([undefined, 1n, undefined, undefined, 2n]);
  expect(told.filter((line) => /missed|rotation|block 5/.test(line)).slice(1)).toEqual([
    "11 rotation 1",
    `16 missed ${toHex(sha256(txOf(1)))} of 3 by 16`,
    "18 rotation 2",
    `19 block 5 ${toHex(last[0]?.blockId.hash ?? lastHash)}`,
    `23 missed ${toHex(sha256(txOf(2)))} of 6 by 23`,
  ]);
  expect(reader.breaks).toMatchObject([{ number: 1n, lastHeight: 4n }, { number: 2n, lastHeight: 4n, crossed: { daHeight: 18n } }, { number: 3n, lastHeight: 5n, crossed: undefined }]);
  for (let at = 0; at < story.length; at++) expect(run(story, new Set([at, at + 3])).told, `restart after ${at}`).toEqual(told);
});

/** Reads all of DA again with the blocks that are there, as a node that lost what it read but not what it executed, the misses, and where its blocks were found. */
function readAnew({ posted, blocks, reader: { breaks } }: Node, keyAt: (height: bigint) => Uint8Array): { readonly told: readonly string[]; readonly breaks: readonly Break[]; readonly nextHeight: bigint } {
  const told: string[] = [];
  const foundAt = (hash: string): bigint | undefined => blocks.find(({ txs }) => txs.some((tx) => toHex(sha256(tx)) === hash))?.daHeight;
  const reader = createChainReader({
    ...{ crypto, inflate: () => undefined, chainId: CHAIN_ID, genesisTime: OLD[0]?.header.time ?? FAR, driftNanos: 0n, recovery: RECOVERY },
    ...{ from: { height: 1n, last: undefined }, readTo: 0n, breaks: [], known: breaks },
    validatorsAt: (height) => createValidatorSet(sha256, [{ publicKey: keyAt(height), power: 10n }]),
    hashAt: (height) => blocks[Number(height) - 1]?.hash,
    expect: () => undefined,
    forced: {
      ...{ window: WINDOW, bytesPerWindow: 1_000, gasPerWindow: 1_000n, judgedTo: (blocks.at(-1)?.daHeight ?? 1n) - 1n, chances: undefined },
      gasUsed: () => 1n,
      isIncluded: (hash) => foundAt(hash) !== undefined,
      wasIncluded: (hash, daHeight) => (foundAt(hash) ?? daHeight) < daHeight,
      isExempt: ({ tx }) => tx.at(-1) === 99,
      runsInTurn: (waiting) => new Set(waiting.filter(({ tx }) => tx.at(-1) !== 99).map(({ hash }) => hash)),
      onWeighed: () => undefined,
    },
  });
  for (const [i, one] of posted.entries()) {
    const slice = sliceOf(BigInt(i) + 1n, one);
    const steps = reader.read(slice);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) told.push(`${slice.daHeight} block ${step.value.block.header.height} ${toHex(step.value.blockId.hash)}`);
    const { missed, rotation } = step.value;
    if (missed !== undefined) told.push(`${slice.daHeight} missed ${missed.hash} of ${missed.daHeight} by ${missed.deadline}`);
    if (rotation !== undefined) told.push(`${slice.daHeight} rotation ${rotation.number}`);
    told.push(`${slice.daHeight} waiting ${reader.waiting}`);
  }
  return { told, breaks: reader.breaks, nextHeight: reader.nextHeight };
}

test("reading DA anew crosses two rotations at one height, though a block crossed the second alone, whatever the first key posts", () => {
  const third = testKey(3);
  const again = signed({ number: 2n, miss: { txHash: sha256(txOf(1)), daHeight: 3n, deadline: 11n + WINDOW }, newKey: third.publicKey });
  const last = sealedBlocks([[encodeRotationTx(again), txOf(1), txOf(2), txOf(3)], [Uint8Array.of(201)]], third, OLD[Number(LAST) - 1]);
  // The second key tries to cross the first rotation, before its own one is on DA.
  const early = sealedBlocks([[encodeRotationTx(rotation), txOf(1)]], third, OLD[Number(LAST) - 1]);
  const story = [...STORY.slice(0, 11), { data: batch("data", early, third), headers: batch("headers", early, third) }, { data: batch("data", last, third), headers: batch("headers", last, third) }, {}, {}, {}, {}, { forced: blobsOf([again]) }, { data: batch("data", last, third), headers: batch("headers", last, third) }, {}];
  const node = run(story);
  expect(node.blocks).toHaveLength(6);
  const anew = readAnew(node, (height) => (height > LAST ? third.publicKey : old.publicKey));
  expect(anew.told).toEqual(node.told);
  expect(anew.breaks).toEqual(node.reader.breaks);
  expect(anew.nextHeight).toBe(7n);
});

test("second seals of blocks that are there are told while the chain stands still, and at the block that crosses a break", () => {
  const before = OLD[Number(LAST) - 1];
  const other = sealedBlocks([[encodeRotationTx(rotation), txOf(2)]], next, before);
  const twice = sealedBlocks([[Uint8Array.of(9)]], old);
  const found = (story: readonly Posted[]): readonly string[] => {
    const node = new Node(story, always);
    return story.flatMap(() => node.read().map(({ header, daHeight }) => `${header.height} at ${daHeight}`));
  };
  const crossing = STORY.slice(0, 12);
  expect(found([...crossing, { headers: batch("headers", other, next) }])).toEqual(["5 at 13"]);
  // The other one came first, without its data.
  expect(found([...STORY.slice(0, 11), { headers: batch("headers", other, next) }, STORY[11] ?? {}])).toEqual(["5 at 13"]);
  // What the key before had sealed for that height is another chain's.
  expect(found([...crossing, { headers: batch("headers", OLD.slice(4, 6)) }])).toEqual([]);
  expect(found([...STORY.slice(0, 9), { headers: batch("headers", twice) }])).toEqual(["1 at 10"]);
});

test("whenever reading begins anew it comes to the same", () => {
  const { told } = run(STORY);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: STORY.length - 1 })), faultsIn(STORY.length), fc.nat({ max: 3 }), (restarts, faults, every) => {
      expect(run(STORY, new Set(restarts)).told).toEqual(told);
      const node = run(STORY, faults, always, (at) => at % (every + 1) === 0);
      expect([node.told, node.lost]).toEqual([told, 0]);
    }),
    { numRuns: 30 },
  );
});

/** Faults by DA height. */
function faultsIn(heights: number): fc.Arbitrary<ReadonlyMap<number, Fault>> {
  const fault = fc.record({ blocks: fc.constantFrom(0, 1, 2, Infinity), isCrash: fc.boolean() });
  return fc.array(fc.tuple(fc.nat({ max: heights - 1 }), fault), { maxLength: 6 }).map((all) => new Map(all));
}

const blocksAt = (from: number, to: number): Posted => ({ data: batch("data", OLD.slice(from, to)), headers: batch("headers", OLD.slice(from, to)) });
const missesIn = ({ told }: Node): readonly string[] => told.filter((line) => line.includes("missed"));

test("what the last block before the deadline makes able to run is no miss, and what could run half a window before is one", () => {
  // Posted at 1 with a window of 5: found out at 4, due at 6.
  const story = (by: number): readonly Posted[] => [{ forced: forced(txOf(50)) }, blocksAt(0, 1), {}, by === 4 ? blocksAt(1, 2) : {}, {}, by === 6 ? blocksAt(1, 2) : {}, by === 6 ? {} : blocksAt(2, 3), {}];
  const runs: Runs = (name, state) => name !== 50 || state >= 2;
  expect(missesIn(run(story(6), undefined, runs))).toEqual([]);
  expect(run(story(6), undefined, runs).reader.waiting).toBe(0);
  expect(missesIn(run(story(4), undefined, runs))).toEqual([`6 missed ${toHex(sha256(txOf(50)))} of 1 by 6`]);
  // Wherever a node stops and begins anew where it once was whole.
  const { data = [], headers = [] } = blocksAt(1, 2);
  const late = [...story(4).slice(0, 2), { data }, {}, { headers }, {}, blocksAt(2, 4), {}];
  for (const [told, one] of [[[], late], [missesIn(run(story(4), undefined, runs)), story(4)]] as const) {
    for (let at = 0; at < one.length; at++) {
      for (const blocks of [0, 1, Infinity]) {
        const faults = new Map([[at, { blocks, isCrash: true }], [at + 1, { blocks: Infinity, isCrash: true }]]);
        const node = run(one, faults, runs, () => false);
        expect([missesIn(node), node.lost], `${at} ${blocks}`).toEqual([told, 0]);
      }
    }
  }
  // What could run then and cannot at the deadline is owed by nobody either.
  expect(missesIn(run(story(6), undefined, (name, state) => name !== 50 || state < 2))).toEqual([]);
});

test("what runs only at both times is owed, wherever reading stops, restarts or loses what was not durable", () => {
  const name = fc.integer({ min: 1, max: 8 });
  const runsAt = fc.array(fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), { minLength: 9, maxLength: 9 });
  const step = fc.record({ posts: fc.array(name, { maxLength: 2 }), blocks: fc.constantFrom(0, 0, 1, 1, 2), ahead: fc.nat({ max: 2 }) });
  const story = fc.array(step, { minLength: 8, maxLength: 14 });
  // Which block takes which.
  const chains = [[], [1, 2, 3, 4], [0, 5, 0, 1, 2]].map((taken) => sealedBlocks(Array.from({ length: 9 }, (_, i) => [Uint8Array.of(i), ...((taken[i] ?? 0) > 0 ? [txOf(taken[i] ?? 0)] : [])]), old));
  fc.assert(
    fc.property(story, runsAt, fc.constantFrom(...chains), faultsIn(14), fc.nat({ max: 4 }), (steps, states, chain, faults, every) => {
      let from = 0;
      const posted = steps.map(({ posts }) => ({ forced: forced(...posts.map(txOf)), data: [] as Uint8Array[], headers: [] as Uint8Array[] }));
      let dataFrom = 0;
      for (const [i, { blocks, ahead }] of steps.entries()) {
        const some = chain.slice(from, (from += blocks));
        if (some.length === 0) continue;
        // Data may lie on DA for a while before its headers do.
        dataFrom = Math.max(dataFrom, i - ahead);
        posted[dataFrom]?.data.push(...batch("data", some));
        posted[i]?.headers.push(...batch("headers", some));
      }
      const runs: Runs = (of, state) => states[of]?.[state] === true;
      const whole = run(posted, undefined, runs);
      const node = run(posted, faults, runs, (at) => at % (every + 1) === 0);
      expect([node.told, node.lost]).toEqual([whole.told, 0]);
      for (const { miss, lastHeight } of whole.reader.breaks) {
        const stateAt = (daHeight: bigint): number => whole.blocks.filter((block) => (block.daHeight ?? daHeight + 1n) <= daHeight).length;
        const missed = [...Array(9).keys()].find((one) => equalBytes(sha256(txOf(one)), miss.txHash)) ?? 0;
        expect([stateAt(miss.daHeight + 3n), Number(lastHeight)].map((state) => runs(missed, state))).toEqual([true, true]);
      }
    }),
    { numRuns: 40 },
  );
});

test("arbitrary, damaged and repeated blobs anywhere change nothing, and never throw", () => {
  const { told } = run(STORY);
  const events = (lines: readonly string[]): readonly string[] => lines.filter((line) => !line.includes("waiting"));
  const genuine = STORY.flatMap(({ data = [], headers = [], forced: blobs = [] }) => [...data, ...headers, ...blobs]);
  const damaged = fc.tuple(fc.constantFrom(...genuine), fc.nat(600), fc.nat(255)).map(([blob, at, put]) => {
    const changed = blob.slice();
    changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ (1 + (put % 255));
    return changed;
  });
  const noise = fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged, fc.constantFrom(...blobsOf(wrong)));
  fc.assert(
    fc.property(fc.array(fc.array(noise, { maxLength: 2 }), { minLength: STORY.length, maxLength: STORY.length }), fc.nat({ max: 16 }), (junk, restart) => {
      const noisy = STORY.map(({ data = [], headers = [], forced: blobs = [] }, i) => {
        const added = junk[i] ?? [];
        return { data: [...added, ...data], headers: [...added, ...headers], forced: [...added.filter((blob) => blob.length < 219 || blob[5] === 4), ...blobs] };
      });
      expect(events(run(noisy, new Set([restart])).told)).toEqual(events(told));
    }),
    { numRuns: 40 },
  );
});
