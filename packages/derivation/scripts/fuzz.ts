/**
 * Feeds a derivation, the forced queue and the book of attestations with damaged, reordered and made-up blobs and checks that none
 * throws, that no block comes out that was not posted, no transaction that nobody forced and no word that no attester signed:
 * `npm run fuzz:derivation -- --inputs 10000000 --seed 1`. Prints what it fed and its memory.
 */
import { parseArgs } from "node:util";
import { createValidatorSet } from "@openledger/comet";
import { equalBytes, toHex, toUtf8, unixNanos } from "@openledger/primitives";
import { attestationSignBytes, createAttestationBook, encodeAttestation, type Attestation, type AttestationBook } from "../src/attestation.ts";
import { encodeBatch, encodeOpenEnvelope, type BatchKind } from "../src/batch.ts";
import { CHAIN_ID, crypto, sealedBlocks, signedTx, testKey } from "../src/blocks.fixture.ts";
import { createDerivation, type Derivation } from "../src/derivation.ts";
import { BLOB_BYTES_MAX, ENVELOPE_BYTES, type Inflate } from "../src/envelope.ts";
import { createForcedQueue, judgeForced, type ForcedQueue } from "../src/forced-queue.ts";

const { values } = parseArgs({ options: { inputs: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } } });
const inputs = Number(values.inputs);
let state = Number(values.seed) >>> 0;

/** xorshift32: the same inputs for the same seed. */
function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

const signer = testKey(1);
const chain = sealedBlocks(Array.from({ length: 16 }, (_, i) => [new Uint8Array(20 + i).fill(i), new Uint8Array(i)]));
const set = createValidatorSet(crypto.sha256, [{ publicKey: signer.publicKey, power: 10n }]);
const context = { sha256: crypto.sha256, chainId: CHAIN_ID, signer, deflate: () => undefined };

const corpus: Uint8Array[] = [];
for (const kind of ["data", "headers"] satisfies BatchKind[]) {
  for (let from = 0; from < chain.length; from += 4) {
    corpus.push(...encodeBatch({ ...context, partBytes: 4_000_000 }, kind, chain.slice(from, from + 4)));
    if (kind === "data") corpus.push(...encodeBatch({ ...context, partBytes: 300 }, kind, chain.slice(from, from + 8)));
  }
}
// Next to no bytes for each item.
corpus.push(...encodeBatch({ ...context, partBytes: 4_000_000 }, "data", chain.slice(0, 2).map((block) => ({ ...block, txs: Array.from({ length: 500 }, () => new Uint8Array(0)) }))));

const FORCED_TXS = Array.from({ length: 40 }, (_, i) => signedTx(200 + i, 40 + i));
const forcedHashes = new Set(FORCED_TXS.map((tx) => toHex(crypto.sha256(tx))));
const attester = testKey(7);

function attested(height: number, key: ReturnType<typeof testKey>): Attestation {
  const block = { height: BigInt(height), blockHash: crypto.sha256(toUtf8(`block ${height}`)), appHash: crypto.sha256(toUtf8(`state ${height}`)) };
  return { ...block, publicKey: key.publicKey, signature: key.sign(attestationSignBytes(crypto.sha256, CHAIN_ID, block)) };
}

const WORDS = Array.from({ length: 20 }, (_, i) => attested(i + 1, attester));

/** What lies in the namespace into which anyone posts: forced transactions, attestations of a registered key and of a stranger's, and what belongs elsewhere. */
const openCorpus: Uint8Array[] = [
  ...FORCED_TXS.map((tx) => encodeOpenEnvelope(crypto.sha256, CHAIN_ID, "forced-tx", tx)),
  ...WORDS.map((word) => encodeAttestation(crypto.sha256, CHAIN_ID, word)),
  ...WORDS.slice(0, 5).map(({ height }) => encodeAttestation(crypto.sha256, CHAIN_ID, attested(Number(height), testKey(8)))),
  ...corpus.slice(0, 8),
];

/** Gives what a decompressor may give: nothing, as much as asked for, or another length. */
const inflate: Inflate = (_compression, body, length) => [undefined, new Uint8Array(Math.min(length, 4_096)), body][random(3)];

function pick<T>(from: readonly T[]): T {
  return from[random(from.length)] as T;
}

function made(from: readonly Uint8Array[]): Uint8Array {
  const blob = pick(from).slice();
  // Half are as they were posted, so that chains get far enough for damage to matter.
  if (random(2) === 0) return blob;
  switch (random(5)) {
    case 1:
      return Uint8Array.from({ length: random(ENVELOPE_BYTES * 2) }, () => random(256));
    case 2:
      return blob.subarray(0, random(blob.length));
    case 3: {
      const other = pick(from);
      blob.set(other.subarray(0, Math.min(other.length, ENVELOPE_BYTES, blob.length)));
      return blob;
    }
    default:
      for (let flips = 1 + random(3); flips > 0; flips--) blob[random(random(2) === 0 ? ENVELOPE_BYTES : blob.length)] = random(256);
      return blob;
  }
}

function begin(): Derivation {
  return createDerivation({
    crypto,
    inflate,
    chainId: CHAIN_ID,
    genesisTime: chain[0]?.header.time ?? unixNanos(0n),
    from: { height: 1n, last: undefined },
    validatorsAt: () => set,
    hashAt: (height) => chain[Number(height) - 1]?.blockId.hash,
    driftNanos: 0n,
  });
}

interface OpenReaders {
  readonly queue: ForcedQueue;
  readonly book: AttestationBook;
}

function beginOpen(): OpenReaders {
  const rules = { sha256: crypto.sha256, chainId: CHAIN_ID, window: 6n, bytesPerWindow: 400, gasPerWindow: 1_000n };
  const queue = createForcedQueue({ ...rules, isIncluded: () => random(4) === 0, wasIncluded: () => random(16) === 0 });
  return { queue, book: createAttestationBook({ crypto, chainId: CHAIN_ID, attesters: [attester.publicKey] }) };
}

/** Throws when something comes out that nobody put in. */
function readOpen({ queue, book }: OpenReaders, daHeight: bigint, blobs: readonly Uint8Array[]): void {
  queue.read(daHeight, blobs.map((data) => ({ data, commitment: new Uint8Array(32) })));
  book.read(blobs.map((data) => ({ data })));
  const invented = queue.owed().find(({ hash }) => !forcedHashes.has(hash));
  if (invented !== undefined) throw new Error(`seed ${values.seed}: transaction ${invented.hash} is owed, and nobody posted it`);
  judgeForced(queue, daHeight, { isExempt: () => random(2) === 0, runsInTurn: (waiting) => (random(8) === 0 ? undefined : new Set(waiting.filter(() => random(2) === 0).map(({ hash }) => hash))) });
  const said = pick(WORDS);
  const [word] = book.at(said.height);
  if (word === undefined) return;
  if (!equalBytes(word.signature, said.signature)) throw new Error(`seed ${values.seed}: an attestation of ${said.height} that nobody signed`);
  attestations += 1;
}

const daTime = unixNanos(1_800_000_000n * 1_000_000_000n);
let one = begin();
let open = beginOpen();
let attestations = 0;
let blocks = 0;
let whole = 0;
let mostBytes = 0;
const startedMs = performance.now();
for (let fed = 0, daHeight = 1n; fed < inputs; daHeight++) {
  const [data, headers, others] = [corpus, corpus, openCorpus].map((from) => Array.from({ length: random(4) }, () => made(from)));
  fed += (data?.length ?? 0) + (headers?.length ?? 0) + (others?.length ?? 0);
  readOpen(open, daHeight, others ?? []);
  for (const block of one.derive({ daHeight, daTime, data: data ?? [], headers: headers ?? [] })) {
    const posted = chain[Number(block.block.header.height) - 1];
    if (posted === undefined || !equalBytes(posted.bytes, block.bytes)) throw new Error(`seed ${values.seed}: a block that nobody posted, after ${fed} inputs`);
    blocks += 1;
  }
  if (one.nextHeight > BigInt(chain.length) || random(5_000) === 0) {
    whole += one.nextHeight > BigInt(chain.length) ? 1 : 0;
    one = begin();
  }
  if (random(5_000) === 0) open = beginOpen();
  if (daHeight % 1_024n === 0n) mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
}
if (decodeTooLong()) throw new Error("a blob beyond the limit was read");
const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
process.stdout.write(`${JSON.stringify({ inputs, seed: Number(values.seed), blocks, wholeChains: whole, attestations, seconds, mostMiB: Math.round(mostBytes / 2 ** 20) })}\n`);

function decodeTooLong(): boolean {
  const before = one.nextHeight;
  one.derive({ daHeight: 1n, daTime, data: [new Uint8Array(BLOB_BYTES_MAX + 1)], headers: [] }).next();
  return one.nextHeight !== before;
}
