import { CometError, decodeBlock, decodeCommit, decodeHeader, encodeCommit, encodeHeader, type Block, type Commit, type SignedHeader } from "@openledger/comet";
import { EncodingError, fromBase64, fromHex, InvariantViolation, toBase64, toHex } from "@openledger/primitives";
import { z } from "zod";
import { followerError } from "./errors.ts";

/** The blob in which a signed header was found. */
export interface BatchId {
  readonly daHeight: bigint;
  readonly commitment: Uint8Array;
}

/** A block that the sequencer signed and that contradicts the execution of those before it. */
export interface ExecutionFraud {
  readonly kind: "execution";
  readonly chainId: string;
  /** What contradicts what, with both hashes. */
  readonly says: string;
  /** App hash by execution; that in the header is the actual one. */
  readonly expectedAppHash: Uint8Array;
  /** Undefined for a block that came from the sequencer itself. */
  readonly batch: BatchId | undefined;
  readonly block: Block;
  /** Its encoding. */
  readonly bytes: Uint8Array;
  readonly commit: Commit;
}

/** Two headers of one height, both sealed. */
export interface EquivocationFraud {
  readonly kind: "equivocation";
  readonly chainId: string;
  readonly says: string;
  /** Of the second. */
  readonly batch: BatchId | undefined;
  /** The set of that height. */
  readonly validators: readonly { readonly publicKey: Uint8Array; readonly power: bigint }[];
  readonly first: SignedHeader;
  readonly second: SignedHeader;
  /** Items of `Block.evidence`, for slashing; none when the two were signed in different rounds. */
  readonly evidence: readonly Uint8Array[];
}

/** A transaction that was posted to DA, could run, and is in no block that is on DA by its deadline. */
export interface OmissionFraud {
  readonly kind: "omission";
  readonly chainId: string;
  readonly says: string;
  /** Of the transaction. */
  readonly batch: BatchId;
  readonly tx: Uint8Array;
  /** DA height. */
  readonly deadline: bigint;
  /** Last block on DA by then; below the first height, and no hash, when there is none. */
  readonly lastHeight: bigint;
  readonly lastHash: Uint8Array;
  /** Of the rotation that can take the chain across; undefined in records that do not say. */
  readonly rotationNumber?: bigint | undefined;
}

/** What a follower keeps of a sequencer that broke the rules, for anyone to check. */
export type FraudRecord = ExecutionFraud | EquivocationFraud | OmissionFraud;

/** The height that a record is about. */
export function fraudHeight(record: FraudRecord): bigint {
  if (record.kind === "omission") return record.lastHeight;
  return (record.kind === "execution" ? record.block : record.first).header.height;
}

const FORMAT = "openledger/fraud/1";
const LONGEST = 256 * 1024 * 1024;

const big = z.string().regex(/^\d{1,19}$/).transform(BigInt);
const hex = z.string().regex(/^([0-9a-f]{2})*$/).transform(fromHex);
const base64 = z.base64().max(LONGEST).transform(fromBase64);
const blob = z.object({ da_height: big, commitment: hex });
const batch = blob.nullable();
const signed = z.object({ header: base64, commit: base64 });
const common = { format: z.literal(FORMAT), chain_id: z.string().max(50), says: z.string().max(10_000), batch };

const schema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("execution"), ...common, expected_app_hash: hex, block: base64, commit: base64 }),
  z.object({
    kind: z.literal("equivocation"),
    ...common,
    validators: z.array(z.object({ public_key: base64, power: big })).max(10_000),
    first: signed,
    second: signed,
    evidence: z.array(base64).max(10_000),
  }),
  z.object({ kind: z.literal("omission"), ...common, batch: blob, tx: base64, deadline: big, height: big, last_hash: hex, rotation_number: big.optional() }),
]);

/** JSON of a record, indented for people; heights and hashes stand beside the bytes that prove them. */
export function fraudToJson(record: FraudRecord): string {
  return `${JSON.stringify(documentOf(record), undefined, 2)}\n`;
}

function documentOf(record: FraudRecord): object {
  const { kind, chainId, says } = record;
  const at = record.batch === undefined ? null : { da_height: `${record.batch.daHeight}`, commitment: toHex(record.batch.commitment) };
  if (record.kind === "execution") {
    const { header } = record.block;
    return {
      ...{ format: FORMAT, kind, chain_id: chainId, height: `${header.height}`, says, batch: at },
      ...{ expected_app_hash: toHex(record.expectedAppHash), actual_app_hash: toHex(header.appHash) },
      ...{ block: toBase64(record.bytes), commit: toBase64(encodeCommit(record.commit)) },
    };
  }
  if (record.kind === "omission") {
    const { tx, deadline, lastHeight, lastHash, rotationNumber } = record;
    const next = rotationNumber === undefined ? {} : { rotation_number: `${rotationNumber}` };
    return { format: FORMAT, kind, chain_id: chainId, height: `${lastHeight}`, says, batch: at, deadline: `${deadline}`, last_hash: toHex(lastHash), ...next, tx: toBase64(tx) };
  }
  const headerOf = ({ header, commit }: SignedHeader): object => ({ header: toBase64(encodeHeader(header)), commit: toBase64(encodeCommit(commit)) });
  return {
    ...{ format: FORMAT, kind, chain_id: chainId, height: `${record.first.header.height}`, says, batch: at },
    validators: record.validators.map(({ publicKey, power }) => ({ public_key: toBase64(publicKey), power: `${power}` })),
    ...{ first: headerOf(record.first), second: headerOf(record.second), evidence: record.evidence.map(toBase64) },
  };
}

/** The record of such JSON; says nothing of whether it proves anything. Throws `FRAUD_RECORD`. */
export function fraudFromJson(text: string): FraudRecord {
  try {
    return recordOf(schema.parse(JSON.parse(text)));
  } catch (error) {
    const isMalformed = [SyntaxError, z.ZodError, CometError, EncodingError, InvariantViolation].some((kind) => error instanceof kind);
    if (!isMalformed) throw error;
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const reason = issue === undefined ? String(error) : `${issue.path.join(".")}: ${issue.message}`;
    throw followerError("FRAUD_RECORD", `this is no fraud record: ${reason}`, error);
  }
}

function recordOf(json: z.infer<typeof schema>): FraudRecord {
  if (json.kind === "omission") {
    const { chain_id: chainId, says, batch: at, tx, deadline, height, last_hash: lastHash, rotation_number: rotationNumber } = json;
    return { kind: "omission", chainId, says, batch: { daHeight: at.da_height, commitment: at.commitment }, tx, deadline, lastHeight: height, lastHash, ...(rotationNumber === undefined ? {} : { rotationNumber }) };
  }
  const found = json.batch === null ? undefined : { daHeight: json.batch.da_height, commitment: json.batch.commitment };
  const shared = { chainId: json.chain_id, says: json.says, batch: found };
  if (json.kind === "execution") {
    return { kind: "execution", ...shared, expectedAppHash: json.expected_app_hash, block: decodeBlock(json.block), bytes: json.block, commit: decodeCommit(json.commit) };
  }
  const headerOf = ({ header, commit }: { readonly header: Uint8Array; readonly commit: Uint8Array }): SignedHeader => ({ header: decodeHeader(header), commit: decodeCommit(commit) });
  return {
    kind: "equivocation",
    ...shared,
    validators: json.validators.map(({ public_key: publicKey, power }) => ({ publicKey, power })),
    first: headerOf(json.first),
    second: headerOf(json.second),
    evidence: json.evidence,
  };
}
