import {
  BLOCK_ID_FLAG_ABSENT,
  blockWithId,
  CometError,
  commitTime,
  EMPTY_COMMIT,
  headerHash,
  validateBlock,
  verifyAdjacent,
  verifyCommit,
  verifyFollowing,
  type Header,
  type LightBlock,
  type SignedHeader,
} from "@openledger/comet";
import { equalBytes, type UnixNanos } from "@openledger/primitives";
import type { DerivationOptions, DerivedBlock } from "./derivation.ts";
import type { BlockData } from "./payload.ts";
import { carriesRotation, encodeRotationTx } from "./rotation-tx.ts";
import type { Rotation } from "./rotation.ts";

/** What a header has to fit. */
export interface Place {
  readonly height: bigint;
  /** Undefined at the chain's first height. */
  readonly last: SignedHeader | undefined;
  readonly data: BlockData | undefined;
  readonly daHeight: bigint;
  readonly daTime: UnixNanos;
  readonly blob: number;
  /** By which this block must cross an open break; undefined for a block like others. */
  readonly crossing?: Rotation | undefined;
}

export type JoinRules = Pick<DerivationOptions, "crypto" | "chainId" | "validatorsAt" | "driftNanos" | "genesisTime">;

/**
 * Whether a sealed header comes too early: at a later DA height the same one may count. Its votes count too, since they are the
 * time of the block after it, whoever makes that one.
 */
export function isAheadOfDa({ header, commit }: SignedHeader, daTime: UnixNanos, driftNanos: bigint): boolean {
  const latest = daTime + driftNanos;
  return header.time > latest || commit.signatures.some(({ blockIdFlag, timestamp }) => blockIdFlag !== BLOCK_ID_FLAG_ABSENT && timestamp > latest);
}

/** The block that a signed header and the data that waits make, verified against what came before, or why they make none. */
export function joinBlock(options: JoinRules, place: Place, { header, commit }: SignedHeader): DerivedBlock | string {
  const { crypto, chainId, validatorsAt, driftNanos, genesisTime } = options;
  const { height, last, data, daHeight, daTime, blob, crossing } = place;
  const validators = validatorsAt(height);
  if (header.height !== height || validators === undefined) return `a header of ${header.height}, and ${height} is next`;
  if (data === undefined) return `header ${height} came before its data`;
  if (isAheadOfDa({ header, commit }, daTime, driftNanos)) return `block ${height} is from the future`;
  try {
    if (last !== undefined) verifyNext(options, last.header, { header, commit, validators }, data, crossing);
    else verifyFirst(header, genesisTime, data, () => verifyCommit(crypto, chainId, validators, commit, header));
    requireTimeOfNext({ header, commit, validators });
    const block = { header, ...data, lastCommit: last?.commit ?? EMPTY_COMMIT };
    validateBlock(crypto.sha256, block);
    const made = blockWithId(crypto.sha256, block);
    const isSealed = equalBytes(made.blockId.partSetHeader.hash, commit.blockId.partSetHeader.hash);
    return isSealed ? { ...made, commit, daHeight, blob } : `the commit of ${height} is for other parts`;
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    return `block ${height}: ${error.message}`;
  }
}

/** The votes on a block are the time of the next one: a seal that leaves none for it, whoever makes it, makes no block. */
function requireTimeOfNext({ header, commit, validators }: LightBlock): void {
  if (commitTime(commit, validators) <= header.time) throw new CometError("WRONG_TIME", "the votes on it are not later than it is");
}

/** A block that crosses a break has a set that nobody announced, and the rotation before all else; any other one has none. */
function verifyNext({ crypto, chainId }: JoinRules, last: Header, next: LightBlock, data: BlockData, crossing: Rotation | undefined): void {
  if (crossing === undefined) {
    requireNoRotation(data);
    return verifyAdjacent(crypto, chainId, last, next);
  }
  const [first] = data.txs;
  if (first === undefined || !equalBytes(first, encodeRotationTx(crossing))) {
    throw new CometError("WRONG_BLOCK", "it does not begin with the rotation that is on DA");
  }
  verifyFollowing(crypto, chainId, last, next);
}

/** One that no miss called for would count in state, and in the place of the one that a miss calls for. */
function requireNoRotation({ txs }: BlockData): void {
  const [first] = txs;
  if (first !== undefined && carriesRotation(first)) throw new CometError("WRONG_BLOCK", "it begins with a rotation where the chain does not stand still");
}

/** Whether a header differs from the derived one of its height and is sealed by the validators of that height all the same. */
export function isEquivocation({ crypto, chainId, validatorsAt, hashAt }: Omit<DerivationOptions, "from">, { header, commit }: SignedHeader): boolean {
  const known = hashAt(header.height);
  const validators = validatorsAt(header.height);
  if (known === undefined || validators === undefined || equalBytes(headerHash(crypto.sha256, header), known)) return false;
  try {
    verifyCommit(crypto, chainId, validators, commit, header);
    return true;
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    return false;
  }
}

function verifyFirst(header: Header, genesisTime: UnixNanos, data: BlockData, verifySeal: () => void): void {
  requireNoRotation(data);
  if (header.time !== genesisTime || header.lastBlockId.hash.length > 0) {
    throw new CometError("WRONG_BLOCK", "the first block does not begin this chain");
  }
  verifySeal();
}
