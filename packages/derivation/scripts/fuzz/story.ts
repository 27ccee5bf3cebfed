/** A chain with two misses and two rotations as it lies on DA, height by height, and everything in it that has a signature. */
import { blockWithId, PRECOMMIT, voteSignBytes, BLOCK_ID_FLAG_COMMIT, type Header, type SignedHeader } from "@openledger/comet";
import { toHex, toUtf8 } from "@openledger/primitives";
import { attestationSignBytes, encodeAttestation, type Attestation } from "../../src/attestation.ts";
import { encodeBatch, encodeOpenEnvelope, type BatchKind } from "../../src/batch.ts";
import { CHAIN_ID, crypto, sealedBlocks, signedTx, testKey, type TestBlock } from "../../src/blocks.fixture.ts";
import { PART_BYTES_MAX } from "../../src/limits.ts";
import { encodeRotationTx } from "../../src/rotation-tx.ts";
import { encodeRotationBlob, rotationSignBytes, type Rotation, type RotationBody } from "../../src/rotation.ts";

const { sha256 } = crypto;
export type Key = ReturnType<typeof testKey>;

/** The sequencers in turn; each is followed by the next one's rotation. */
export const SEQUENCERS: readonly [Key, Key, Key] = [testKey(1), testKey(2), testKey(3)];
export const RECOVERY: readonly Key[] = [testKey(21), testKey(22), testKey(23)];
export const ATTESTERS: readonly Key[] = [testKey(7), testKey(8)];
export const STRANGER: Key = testKey(9);
export const WINDOW = 5n;
export const THRESHOLD = 2;
/** A transaction of this name is owed by nobody. */
export const EXEMPT = 99;

export const txOf = (name: number): Uint8Array => signedTx(name);
const [first, second, third] = SEQUENCERS;

export function sealedBy(key: Key, signed: { readonly header: Header }, block: Pick<TestBlock, "txs" | "evidence" | "block">, delayNanos: bigint): TestBlock {
  const made = blockWithId(sha256, { ...block.block, header: signed.header, txs: block.txs, evidence: block.evidence });
  const vote = { type: PRECOMMIT, height: signed.header.height, round: 0, blockId: made.blockId, timestamp: (signed.header.time + delayNanos) as Header["time"] } as const;
  const signatures = [{ blockIdFlag: BLOCK_ID_FLAG_COMMIT, validatorAddress: key.address, timestamp: vote.timestamp, signature: key.sign(voteSignBytes(CHAIN_ID, vote)) }] as const;
  const commit: SignedHeader["commit"] = { height: vote.height, round: 0, blockId: made.blockId, signatures };
  return { ...made, header: signed.header, commit, txs: block.txs, evidence: block.evidence };
}

export function signedRotation(body: RotationBody, signers: readonly Key[]): Rotation {
  const message = rotationSignBytes(sha256, CHAIN_ID, body);
  const signatures = signers.map((key) => ({ publicKey: key.publicKey, signature: key.sign(message) }));
  return { ...body, signatures: signatures.toSorted((a, b) => Buffer.compare(a.publicKey, b.publicKey)) };
}

function rotationAfter(number: bigint, last: TestBlock | undefined, miss: readonly [name: number, daHeight: bigint, deadline: bigint], newKey: Key): Rotation {
  const [name, daHeight, deadline] = miss;
  if (last === undefined) throw new Error("a rotation follows a block");
  const body = { number, lastHeight: last.header.height, lastHash: last.blockId.hash, miss: { txHash: sha256(txOf(name)), daHeight, deadline }, newKey: newKey.publicKey };
  return signedRotation(body, RECOVERY.slice(0, THRESHOLD));
}

const plain = (count: number, from: number): Uint8Array[][] => Array.from({ length: count }, (_, i) => [new Uint8Array(20 + i).fill(from + i), new Uint8Array(i % 4)]);

export const OLD: readonly TestBlock[] = sealedBlocks(plain(8, 30), first);
const LAST = OLD[5];
export const ROTATIONS: readonly [Rotation, Rotation] = (() => {
  const one = rotationAfter(1n, LAST, [1, 2n, 2n + WINDOW], second);
  const next = sealedBlocks([[encodeRotationTx(one), txOf(1), txOf(2)], ...plain(5, 60)], second, LAST);
  return [one, rotationAfter(2n, next.at(-1), [3, 13n, 13n + WINDOW], third)];
})();
export const SECOND: readonly TestBlock[] = sealedBlocks([[encodeRotationTx(ROTATIONS[0]), txOf(1), txOf(2)], ...plain(5, 60)], second, LAST);
export const THIRD: readonly TestBlock[] = sealedBlocks([[encodeRotationTx(ROTATIONS[1]), txOf(3)], ...plain(2, 90)], third, SECOND.at(-1));

/** Blocks of a story in which nobody but its sequencers and its users does anything. */
export const STORY_BLOCKS: readonly TestBlock[] = [...OLD.slice(0, 6), ...SECOND, ...THIRD];

export function attested(height: number, key: Key): Attestation {
  const block = { height: BigInt(height), blockHash: sha256(toUtf8(`block ${height}`)), appHash: sha256(toUtf8(`state ${height}`)) };
  return { ...block, publicKey: key.publicKey, signature: key.sign(attestationSignBytes(sha256, CHAIN_ID, block)) };
}

export const batchOf = (kind: BatchKind, blocks: readonly TestBlock[], signer: Key, partBytes: number = PART_BYTES_MAX): readonly Uint8Array[] =>
  encodeBatch({ sha256, chainId: CHAIN_ID, signer, deflate: () => undefined, partBytes }, kind, blocks);
export const forcedBlob = (tx: Uint8Array): Uint8Array => encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", tx);
export const rotationBlob = (rotation: Rotation): Uint8Array => encodeRotationBlob(sha256, CHAIN_ID, rotation);
const word = (height: number, key: Key = ATTESTERS[0] ?? STRANGER): Uint8Array => encodeAttestation(sha256, CHAIN_ID, attested(height, key));

export interface Posted {
  readonly data?: readonly Uint8Array[];
  readonly headers?: readonly Uint8Array[];
  readonly forced?: readonly Uint8Array[];
}

const both = (blocks: readonly TestBlock[], key: Key, partBytes?: number): Posted => ({ data: batchOf("data", blocks, key, partBytes), headers: batchOf("headers", blocks, key) });

/** DA heights 1 to 22: misses at 7 and 18, rotations at 9 and 19, batches in parts, words of attesters. */
export const STORY: readonly Posted[] = [
  both(OLD.slice(0, 3), first),
  { forced: [forcedBlob(txOf(1)), word(1)] },
  { data: batchOf("data", OLD.slice(3, 6), first, 40) },
  { headers: batchOf("headers", OLD.slice(3, 6), first), forced: [forcedBlob(txOf(EXEMPT))] },
  { forced: [forcedBlob(txOf(2))] },
  { forced: ATTESTERS.map((key) => word(2, key)) },
  { data: batchOf("data", OLD.slice(6), first, 30).slice(0, 1) },
  both(OLD.slice(6), first),
  { forced: [rotationBlob(ROTATIONS[0])] },
  both(SECOND.slice(0, 2), second),
  { data: batchOf("data", SECOND.slice(2), second, 50).toReversed() },
  { headers: batchOf("headers", SECOND.slice(2), second), forced: [word(5)] },
  { forced: [forcedBlob(txOf(3))] },
  {},
  {},
  {},
  {},
  {},
  { forced: [rotationBlob(ROTATIONS[1])] },
  both(THIRD, third, 60),
  {},
  {},
];

/** Everything that is posted honestly, in the namespaces of blocks, and in the open one. */
export const GENUINE: readonly Uint8Array[] = STORY.flatMap(({ data = [], headers = [] }) => [...data, ...headers]);
export const OPEN: readonly Uint8Array[] = STORY.flatMap(({ forced = [] }) => forced);
export const hashesOf = (blocks: readonly TestBlock[]): string[] => blocks.map(({ blockId }) => toHex(blockId.hash));
