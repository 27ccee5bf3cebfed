import { commitHash, dataHash, headerHash, resultsHash, type Header } from "@openledger/comet";
import { signedHeaderFromJson } from "@openledger/client/light";
import { EncodingError, equalBytes, fromBase64, fromHex, toHex, type Sha256 } from "@openledger/primitives";
import { z } from "zod";
import { archiveError } from "./archive-error.ts";

/** A block and what it did, as the node's JSON-RPC answers `block` and `block_results`. */
export interface ArchivedBlock {
  readonly block: unknown;
  readonly results: unknown;
}

/** What the next block says of this one. */
export interface CheckedBlock {
  readonly header: Header;
  readonly hash: Uint8Array;
  /** What the next header states as its last results hash. */
  readonly resultsHash: Uint8Array;
}

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const uint = z.string().regex(/^\d{1,19}$/);
const blockShape = z.object({
  block_id: z.object({ hash: z.string().regex(/^[0-9A-Fa-f]{64}$/) }),
  block: z.object({ header: z.unknown(), last_commit: z.unknown(), data: z.object({ txs: z.array(base64).nullish() }) }),
});
const resultsShape = z.object({
  height: uint,
  txs_results: z.array(z.object({ code: z.number().int().nonnegative().default(0), data: base64.nullish(), gas_wanted: uint.default("0"), gas_used: uint.default("0") })).nullish(),
});

/**
 * Checks that a block is the one its hash names, with the transactions and the commit that its header names, and that it
 * follows `parent`, whose results its header states. Throws ARCHIVE_CORRUPT, ARCHIVE_GAP or ARCHIVE_OTHER_CHAIN.
 */
export function checkArchivedBlock(sha256: Sha256, chainId: string, parent: CheckedBlock | undefined, { block, results }: ArchivedBlock): CheckedBlock {
  const { block_id: blockId, block: body } = parsed("block", blockShape, block);
  const executed = parsed("results", resultsShape, results);
  const { header, commit } = signedHeader({ header: body.header, commit: body.last_commit });
  const at = `block ${header.height}`;
  const hash = headerHash(sha256, header);
  if (header.chainId !== chainId) throw archiveError("ARCHIVE_OTHER_CHAIN", `${at} is of chain ${header.chainId} and the archive of ${chainId}`);
  same(`${at} is named`, "its header hashes to", fromHex(blockId.hash), hash);
  same(`${at} names transactions`, "those in it hash to", header.dataHash, dataHash(sha256, (body.data.txs ?? []).map((tx) => bytesOf(at, tx))));
  same(`${at} names the last commit`, "the one in it hashes to", header.lastCommitHash, commitHash(sha256, commit));
  if (executed.height !== header.height.toString()) throw archiveError("ARCHIVE_CORRUPT", `${at} comes with results of block ${executed.height}`);
  if (parent !== undefined) {
    if (header.height !== parent.header.height + 1n) throw archiveError("ARCHIVE_GAP", `${at} comes after block ${parent.header.height}`);
    same(`${at} names its parent`, "the block before it is", header.lastBlockId.hash, parent.hash);
    // Its hash is over the signatures alone.
    if (commit.signatures.length > 0) same(`${at} holds a commit of`, "the block before it is", commit.blockId.hash, parent.hash);
    same(`${at} names results`, `those of block ${parent.header.height} hash to`, header.lastResultsHash, parent.resultsHash);
  }
  const txResults = (executed.txs_results ?? []).map(({ code, data, gas_wanted: wanted, gas_used: used }) => ({
    ...{ code, data: bytesOf(at, data ?? ""), gasWanted: BigInt(wanted), gasUsed: BigInt(used) },
  }));
  return { header, hash, resultsHash: resultsHash(sha256, txResults) };
}

function same(names: string, is: string, named: Uint8Array, found: Uint8Array): void {
  if (!equalBytes(named, found)) throw archiveError("ARCHIVE_CORRUPT", `${names} ${toHex(named)} and ${is} ${toHex(found)}`);
}

function bytesOf(at: string, text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (error) {
    if (error instanceof EncodingError) throw archiveError("ARCHIVE_CORRUPT", `${at} holds bytes that are not base64`, error);
    throw error;
  }
}

function signedHeader(json: unknown): ReturnType<typeof signedHeaderFromJson> {
  try {
    return signedHeaderFromJson(json);
  } catch (error) {
    throw archiveError("ARCHIVE_CORRUPT", "a block has another shape than CometBFT 0.38's", error);
  }
}

function parsed<T>(name: string, shape: z.ZodType<T>, value: unknown): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw archiveError("ARCHIVE_CORRUPT", `${name} of a line: ${issue?.path.join(".")}: ${issue?.message}`);
}
