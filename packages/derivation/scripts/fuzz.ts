/**
 * Feeds derivation with damaged, reordered and made-up blobs: `npm run fuzz:derivation -- --inputs 10000000 --seed 1`. A chain with
 * two misses and two rotations is read again and again, as strangers may disturb it, who must change nothing, and as its own
 * sequencers, recovery keys, attesters and users may, with valid signatures over anything. Checks that nothing throws, that no block
 * comes out that nobody sealed, no transaction is missed that nobody forced, no rotation counts that recovery keys did not sign, no
 * word that no attester signed, that a node that is started anew comes to the same, and that memory is bounded: `--max-mib`, peak
 * of the whole process. `--json` prints one line.
 */
import { parseArgs } from "node:util";
import { equalBytes, readU64be, toHex, toUtf8 } from "@openledger/primitives";
import { createAttestationBook, decodeAttestation, isAttestationGenuine, type AttestationBook } from "../src/attestation.ts";
import { CHAIN_ID, crypto as plainCrypto, type TestBlock } from "../src/blocks.fixture.ts";
import { BLOB_BYTES_MAX, ENVELOPE_BYTES } from "../src/envelope.ts";
import { forcedTxOf } from "../src/forced-queue.ts";
import { rotationOfBlob, whyNotSigned } from "../src/rotation.ts";
import { withKnownSignatures } from "./fuzz/known-signatures.ts";
import { alteredBatches, alteredBlocks, alteredRotation, alteredTx, alteredWord, damaged, fuzzInflate, manyItems, signedBatch } from "./fuzz/mutate.ts";
import { fuzzRandom } from "./fuzz/random.ts";
import { sliceOf, StoryNode } from "./fuzz/story-node.ts";
import { ATTESTERS, batchOf, GENUINE, hashesOf, OLD, OPEN, RECOVERY, STORY, STORY_BLOCKS, STRANGER, THRESHOLD, type Posted } from "./fuzz/story.ts";

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    "max-mib": { type: "string", default: "1024" },
    json: { type: "boolean", default: false },
  },
});
const inputs = Number(values.inputs);
const maxMiB = Number(values["max-mib"]);
const random = fuzzRandom(Number(values.seed));
const crypto = withKnownSignatures(plainCrypto);
const { sha256 } = crypto;
const chainIdHash = sha256(toUtf8(CHAIN_ID));

const altered: readonly TestBlock[] = alteredBlocks(random, 400);
/** Two blocks may have one header, of which one is not what that header says. */
const nameOf = (hash: Uint8Array, bytes: Uint8Array): string => `${toHex(hash)}/${toHex(sha256(bytes))}`;
const sealed = new Set([...OLD, ...STORY_BLOCKS, ...altered].map(({ blockId, bytes }) => nameOf(blockId.hash, bytes)));
const honest = new Set(hashesOf(STORY_BLOCKS));
const honestChain = [...honest].join();
const fed = { total: 0, junk: 0, repeated: 0, signedBatches: 0, manyItems: 0, rotations: 0, attestations: 0, forcedTxs: 0, genuine: 0 };
const found = { stories: 0, wholeStories: 0, blocks: 0, alteredBlocks: 0, misses: 0, rotations: 0, equivocations: 0, attestations: 0, restarts: 0 };
const reasons = new Map<string, number>();

function fail(what: string): never {
  throw new Error(`seed ${values.seed}, after ${fed.total} inputs: ${what}`);
}

/** Magic and fields come before it, key, signature and body after it. */
const COMPRESSION_AT = ENVELOPE_BYTES - 64 - 32 - 1;

/** After magic, version, kind and chain. */
const FIRST_HEIGHT_AT = 5 + 1 + 32;

/** Signed batches cost more to make than to judge: each is used some times. */
const POOL = 512;
const pools = { data: [] as Uint8Array[], headers: [] as Uint8Array[] };

/** Half of them begin at the block that comes next, where there are any: others are not looked into. */
function pooled(kind: "data" | "headers", next: bigint): Uint8Array {
  const pool = pools[kind];
  if (pool.length < POOL || random.oneIn(16)) {
    // One in hundreds: each takes tens of megabytes for a while.
    const isLarge = kind === "data" && random.oneIn(60);
    const made = isLarge ? manyItems(random) : signedBatch(random, kind, altered);
    if (isLarge) fed.manyItems += made.length;
    for (const blob of made) pool[pool.length < POOL ? pool.length : random.below(POOL)] = blob;
  }
  fed.signedBatches += 1;
  let blob = random.pick(pool);
  for (let tries = random.oneIn(2) ? 0 : 16; tries > 0 && readU64be(blob.subarray(FIRST_HEIGHT_AT, FIRST_HEIGHT_AT + 8)) !== next; tries--) blob = random.pick(pool);
  return blob;
}

const strangers = { data: batchOf("data", STORY_BLOCKS.slice(0, 4), STRANGER), headers: batchOf("headers", STORY_BLOCKS.slice(0, 4), STRANGER) };

/** What a stranger puts into the namespaces of blocks: anything that is not signed by a sequencer, and what was there before. */
function disturbing(kind: "data" | "headers", before: readonly Posted[]): Uint8Array {
  const old = before[random.below(Math.max(1, before.length))]?.[kind] ?? [];
  if (old.length > 0 && random.oneIn(3)) {
    fed.repeated += 1;
    return random.pick(old);
  }
  fed.junk += 1;
  const blob = damaged(random, random.pick(GENUINE), random.pick(GENUINE));
  return GENUINE.some((one) => isAsGood(one, blob)) || random.oneIn(20) ? random.pick(strangers[kind]) : blob;
}

/** Only its compression is covered by no signature and no hash, so that nobody could post this before its signer did. */
function isAsGood(one: Uint8Array, blob: Uint8Array): boolean {
  return blob.length === one.length && equalBytes(one, blob.with(COMPRESSION_AT, one[COMPRESSION_AT] ?? 0));
}

/** What anyone puts into the open namespace without effect on what is owed. */
function disturbingOpen(): Uint8Array {
  switch (random.below(3)) {
    case 0:
      fed.rotations += 1;
      return random.pick(wrongRotations);
    case 1:
      fed.attestations += 1;
      return alteredWord(random);
    default:
      fed.junk += 1;
      return damagedOpen();
  }
}

function damagedOpen(): Uint8Array {
  const blob = damaged(random, random.pick(OPEN), random.pick(GENUINE));
  // What is none of these any more.
  const isGood = forcedTxOf(sha256, chainIdHash, blob) !== undefined || rotationOfBlob(sha256, chainIdHash, blob) !== undefined;
  return isGood ? random.bytes(30) : blob;
}

const hashesOfNode = (node: StoryNode): string => node.taken.map(({ hash }) => toHex(hash)).join();

const wrongRotations = Array.from({ length: 40 }, () => alteredRotation(random)).filter((blob) => !OPEN.some((one) => equalBytes(one, blob)) && !mayCount(blob));

/** Signed by enough recovery keys, and so for them to answer for. */
function mayCount(blob: Uint8Array): boolean {
  const node = new StoryNode(crypto, () => undefined);
  for (const [i, posted] of STORY.entries()) {
    node.read(sliceOf(BigInt(i) + 1n, i === 8 || i === 18 ? { forced: [blob, ...(posted.forced ?? [])] } : posted), () => undefined);
  }
  return hashesOfNode(node) !== honestChain;
}

/** What those who have keys put there. */
function hostile(kind: "data" | "headers", next: bigint): Uint8Array {
  return random.oneIn(3) ? disturbing(kind, STORY) : pooled(kind, next);
}

const forcedHashes = new Set(STORY.flatMap(({ forced = [] }) => forced.map((blob) => toHex(sha256(blob.subarray(ENVELOPE_BYTES))))));

function hostileOpen(): Uint8Array {
  if (!random.oneIn(4)) return disturbingOpen();
  if (random.oneIn(3)) {
    fed.rotations += 1;
    return alteredRotation(random);
  }
  fed.forcedTxs += 1;
  const { blob, hash } = alteredTx(random);
  forcedHashes.add(hash);
  return blob;
}

function count(posted: Posted): void {
  fed.total += (posted.data?.length ?? 0) + (posted.headers?.length ?? 0) + (posted.forced?.length ?? 0);
}

/** One chain from its beginning to its end. With `isHostile` those who have keys do anything; without, strangers alone. */
function tell(isHostile: boolean): void {
  const inflate = fuzzInflate(random);
  const node = new StoryNode(crypto, inflate);
  // Decompressors that fail are no two nodes' same.
  const twin = random.oneIn(3) && !isHostile ? new StoryNode(crypto, inflate) : undefined;
  const book = createAttestationBook({ crypto, chainId: CHAIN_ID, attesters: ATTESTERS.map(({ publicKey }) => publicKey) });
  for (const [i, honestly] of STORY.entries()) {
    const posted = isHostile && random.oneIn(10) ? { ...honestly, ...alteredBatches(random, node.taken.length, altered) } : honestly;
    const noise = (make: () => Uint8Array): Uint8Array[] => Array.from({ length: random.below(isHostile ? 3 : 4) }, make);
    const before = STORY.slice(0, i);
    const around = (kind: "data" | "headers"): readonly Uint8Array[] => {
      const own = isHostile && random.oneIn(12) ? [] : (posted[kind] ?? []);
      fed.genuine += own.length;
      return [...noise(() => (isHostile ? hostile(kind, node.reader.nextHeight) : disturbing(kind, before))), ...own, ...noise(() => (isHostile ? hostile(kind, node.reader.nextHeight) : disturbing(kind, before)))];
    };
    const slice = { data: around("data"), headers: around("headers"), forced: [...noise(isHostile ? hostileOpen : disturbingOpen), ...(posted.forced ?? [])] };
    count(slice);
    readInto(node, i, slice);
    if (twin !== undefined) {
      readInto(twin, i, slice);
      if (random.oneIn(2) && twin.restart()) found.restarts += 1;
      if (twin.state !== node.state) fail(`started anew before DA height ${i + 2} a node has ${twin.state}, and others have ${node.state}`);
    }
    readWords(book, slice.forced);
  }
  conclude(node, isHostile);
}

function readInto(node: StoryNode, i: number, posted: Posted): void {
  node.read(sliceOf(BigInt(i) + 1n, posted), (hash, bytes) => {
    if (!sealed.has(nameOf(hash, bytes))) fail(`block ${toHex(hash)} was sealed by nobody`);
    if (!honest.has(toHex(hash))) found.alteredBlocks += 1;
    found.blocks += 1;
  });
}

function readWords(book: AttestationBook, blobs: readonly Uint8Array[]): void {
  book.read(blobs.map((data) => ({ data })));
  const said = blobs.map((blob) => decodeAttestation(sha256, chainIdHash, blob)).find((one) => one !== undefined);
  for (const one of said === undefined ? [] : book.at(said.height)) {
    if (!isAttestationGenuine(crypto, CHAIN_ID, one)) fail(`a word about block ${one.height} that nobody signed`);
    found.attestations += 1;
  }
}

function conclude(node: StoryNode, isHostile: boolean): void {
  found.stories += 1;
  found.misses += node.missed.length;
  found.equivocations += node.equivocations;
  for (const hash of node.missed) if (!forcedHashes.has(hash)) fail(`transaction ${hash} is missed, and nobody posted it`);
  for (const { crossed } of node.reader.breaks) {
    if (crossed === undefined) continue;
    found.rotations += 1;
    const reason = whyNotSigned(crypto, CHAIN_ID, { threshold: THRESHOLD, keys: RECOVERY.map(({ publicKey }) => publicKey) }, crossed.rotation);
    if (reason !== undefined) fail(`it was crossed by ${reason}`);
  }
  for (const reason of node.passedOver) {
    const name = reason.replace(/[0-9a-f]{40,}|\d+/g, "N").slice(0, 60);
    reasons.set(name, (reasons.get(name) ?? 0) + 1);
  }
  const isWhole = hashesOfNode(node) === honestChain;
  if (isWhole) found.wholeStories += 1;
  if (!isHostile && !isWhole) fail(`strangers changed the chain: ${node.state}`);
}

/** Of the whole run, by the system's own account. */
const peakMiB = (): number => Math.round(process.resourceUsage().maxRSS / 1_024);

function requireLittle(): void {
  if (peakMiB() > maxMiB) fail(`it took ${peakMiB()} MiB, more than ${maxMiB}`);
}

const startedMs = performance.now();
let toldMs = startedMs;
const tooLong = new StoryNode(crypto, () => undefined);
tooLong.read(sliceOf(1n, { data: [new Uint8Array(BLOB_BYTES_MAX + 1)], headers: [new Uint8Array(BLOB_BYTES_MAX + 1)] }), () => fail("a blob beyond the limit was read"));
while (fed.total < inputs) {
  tell(random.oneIn(2));
  if (performance.now() - toldMs < 5_000) continue;
  toldMs = performance.now();
  requireLittle();
  process.stderr.write(`${fed.total} of ${inputs} inputs, ${Math.round(fed.total / ((toldMs - startedMs) / 1_000))} a second, ${found.stories} chains, at most ${peakMiB()} MiB\n`);
}
const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
requireLittle();
// A run that does not get there says nothing of what it did not reach.
const missing = Object.entries(found).filter(([, times]) => times === 0).map(([name]) => name);
if (inputs >= 50_000 && missing.length > 0) fail(`nothing came to ${missing.join(", ")}`);
const report = { inputs: fed.total, seed: Number(values.seed), seconds, perSecond: Math.round(fed.total / seconds), peakMiB: peakMiB(), maxMiB, fed, found, passedOver: Object.fromEntries([...reasons].toSorted((a, b) => b[1] - a[1])) };
process.stdout.write(`${JSON.stringify(report, undefined, values.json ? undefined : 2)}\n`);
