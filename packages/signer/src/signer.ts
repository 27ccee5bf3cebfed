import { existsSync, readFileSync } from "node:fs";
import { blockWithId, CometError, decodeBlock, decodeVoteSignBytes, PRECOMMIT, type MadeBlock } from "@openledger/comet";
import { decodeEnvelopeSignBytes } from "@openledger/derivation";
import { lockDataFolder, openSignState, STEP_PRECOMMIT, writeFileAtomic, type FileSystem } from "@openledger/kv";
import { equalBytes, fromUtf8, toUtf8, type Sha256 } from "@openledger/primitives";
import { loadValidatorKey, type SealRequest } from "@openledger/sequencer";
import { z } from "zod";
import { createEnvelopeCheck } from "./envelope-check.ts";
import { signerError } from "./errors.ts";
import { openJournal, type JournalEntry, type JournalOptions } from "./journal.ts";
import { createLeaseBook, type Lease, type LeaseBook } from "./lease-book.ts";
import { readSignedChain, signerPaths, type MinRound, type SignerPaths } from "./signer-home.ts";

/** A block with the one signature that seals it. */
export interface JournalBlock {
  readonly height: bigint;
  readonly round: number;
  readonly signBytes: Uint8Array;
  readonly signature: Uint8Array;
  /** The encoded block. */
  readonly block: Uint8Array;
}

/** What a node has to know before it asks for anything. */
export interface SignerStatus {
  readonly chainId: string;
  /** 20 and 32 bytes. */
  readonly address: Uint8Array;
  readonly publicKey: Uint8Array;
  /** The last block that was sealed, or of other keys after it, which the next one must follow; an empty hash before the first. */
  readonly tip: { readonly height: bigint; readonly hash: Uint8Array };
  /** Where the key signed last; undefined before its first signature. */
  readonly last: { readonly height: bigint; readonly round: number } | undefined;
  readonly lease: (Lease & { readonly remainingMs: number }) | undefined;
  /** In which rounds alone it seals, after a restore of its key. */
  readonly minRound: MinRound | undefined;
  readonly journal: {
    /** Undefined while no block is kept. */
    readonly firstHeight: bigint | undefined;
    /** Last block that is on DA, as whoever held the lease said; 0 since the start while nobody did. */
    readonly includedHeight: bigint;
    /** Blocks that are not on DA, and how many there may be. */
    readonly pendingBytes: number;
    readonly limitBytes: number;
  };
}

/** The key, what it signed, and who may use it. Every call is whole when it returns: nothing else runs meanwhile. */
export interface Signer extends Disposable {
  status(): SignerStatus;
  /** Throws `LEASE_HELD`. `ttlMs` is 1,000 to 60,000. */
  acquire(node: string, ttlMs: number): Lease;
  /** Throws `LEASE_LOST`. */
  renew(lease: bigint): Lease;
  /** Throws `LEASE_LOST`. */
  release(lease: bigint): void;
  /**
   * Keeps the block, then what is signed, then signs; each is durable before the next. The same request again gets the
   * same signature. Throws `LEASE_LOST`, `SEAL_CONFLICT`, `SEAL_REFUSED`, `JOURNAL_FULL`, and what a disk does.
   */
  seal(lease: bigint, request: SealRequest): Uint8Array;
  /**
   * The key seals again after blocks of other keys, of which this is the last; what comes next is to follow it. It is above
   * everything that was sealed here, so that no height is sealed again; durable when it returns. Nothing happens when it is the
   * last sealed block. Throws `LEASE_LOST`, `SEAL_CONFLICT`, and what a disk does.
   */
  advance(lease: bigint, to: SignerStatus["tip"]): void;
  /** Signed blocks of the journal from a height on, at least one if there is any, else as many as fit into `maxBytes`. */
  sealed(from: bigint, maxBytes: number): readonly JournalBlock[];
  /** Blocks up to here are on DA, final; the journal may forget them. Throws `LEASE_LOST`. */
  included(lease: bigint, height: bigint): void;
  /**
   * Signs what the poster signs of a blob with sealed blocks, and nothing else. What it is said to carry is compared with the journal while
   * that has the blocks; of older ones the signer knows no more than that they are sealed. Throws `LEASE_LOST`, `SEAL_REFUSED`.
   */
  signEnvelope(lease: bigint, message: Uint8Array): Uint8Array;
}

export interface SignerOptions extends JournalOptions {
  readonly home: string;
  readonly sha256: Sha256;
  /** A clock that is never set, in milliseconds; that of the process by default. */
  readonly nowMs?: () => number;
  /** Blocks that are not on DA; 256 MiB by default. */
  readonly limitBytes?: number;
}

const LIMIT_BYTES = 256 * 1024 * 1024;

/** Opens a signer's home and takes its lock. Throws `DATA_LOCKED`, `SIGNER_HOME`, `JOURNAL_CORRUPT` and what opening its files throws. */
export function openSigner(options: SignerOptions): Signer {
  const paths = signerPaths(options.home);
  const chain = readSignedChain(paths);
  const lock = lockDataFolder(paths.dataFolder);
  try {
    return createSigner(options, paths, chain, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

function createSigner(options: SignerOptions, paths: SignerPaths, { chainId, base, initialHeight, minRound }: ReturnType<typeof readSignedChain>, unlock: () => void): Signer {
  const { sha256, nowMs = () => performance.now(), limitBytes = LIMIT_BYTES } = options;
  const disk = options.fileSystem === undefined ? {} : { fileSystem: options.fileSystem };
  const key = loadValidatorKey(paths.keyFile, sha256);
  const signState = openSignState(paths.signStateFile, disk);
  const leases = openLeases(paths, nowMs, disk);
  const journal = openJournal(paths.dataFolder, options);
  const chainIdHash = sha256(toUtf8(chainId));
  let includedHeight = 0n;
  let pendingBytes = 0;

  const tip = (): SignerStatus["tip"] => journal.tip ?? base;

  /** The last entry gets its signature, after a crash too. */
  function complete(): void {
    const { last } = journal;
    if (last === undefined) return;
    const { height, round, signBytes } = last;
    const { signature } = signState.sign({ height, round, step: STEP_PRECOMMIT, signBytes }, (message) => key.sign(message));
    journal.sign(signature);
  }

  function requireSound(): void {
    const signed = signState.last?.height ?? 0n;
    const next = tip().height === 0n ? initialHeight : tip().height + 1n;
    // A block of the next height may have been signed in the node's own home, and been lost before it was kept.
    if (signed < next || (journal.last === undefined && signed === next)) return;
    throw signerError("JOURNAL_CORRUPT", `the key signed at height ${signed} and the journal ends at ${tip().height}: it is an old copy; do not sign with this key before you have the newer one`);
  }

  function recount(): void {
    pendingBytes = 0;
    const { firstHeight, last } = journal;
    // Before a gap everything is on DA, or belongs to no chain any more.
    for (let at = firstHeight; at !== undefined && last !== undefined && at <= last.height; at++) {
      if (at > includedHeight) pendingBytes += journal.at(at)?.blockBytes ?? 0;
    }
  }

  /** What the sign bytes name, if they are a precommit for exactly this block of this chain by this key. */
  function requireFitting({ height, round, signBytes, block: bytes }: SealRequest): MadeBlock {
    try {
      const { chainId: named, vote } = decodeVoteSignBytes(signBytes);
      const made = blockWithId(sha256, decodeBlock(bytes));
      const { header } = made.block;
      const isOfChain = named === chainId && header.chainId === chainId;
      if (!isOfChain) throw signerError("SEAL_REFUSED", `this signer is for chain ${chainId} alone`);
      if (!equalBytes(header.proposerAddress, key.address)) throw signerError("SEAL_REFUSED", "the block names another proposer than the key that is here");
      const isVote = vote.type === PRECOMMIT && vote.height === height && vote.round === round && header.height === height;
      const isOfBlock = equalBytes(vote.blockId.hash, made.blockId.hash) && equalBytes(vote.blockId.partSetHeader.hash, made.blockId.partSetHeader.hash) && vote.blockId.partSetHeader.total === made.blockId.partSetHeader.total;
      if (!isVote || !isOfBlock || !equalBytes(made.bytes, bytes)) throw signerError("SEAL_REFUSED", `what is to be signed is no precommit for this block at height ${height}, round ${round}`);
      return made;
    } catch (error) {
      if (error instanceof CometError) throw signerError("SEAL_REFUSED", `no block with its precommit: ${error.message}`, error);
      throw error;
    }
  }

  function requireNext({ height, round }: SealRequest, { block }: MadeBlock): void {
    const { height: tipHeight, hash } = tip();
    const next = tipHeight === 0n ? initialHeight : tipHeight + 1n;
    if (height !== next || !equalBytes(block.header.lastBlockId.hash, hash)) {
      const where = height === next ? "another block before it" : `height ${height}`;
      throw signerError("SEAL_CONFLICT", `the last block that was sealed is ${tipHeight}, and this one says ${where}: take what is in the journal first`);
    }
    if (minRound !== undefined && height <= minRound.upTo && round < minRound.round) {
      throw signerError("SEAL_REFUSED", `this signer was restored, and up to height ${minRound.upTo} it seals in round ${minRound.round} and later alone, not in ${round}: the node that asks is older than it`);
    }
    const { last } = signState;
    if (last !== undefined && last.height === height && last.round >= round) {
      throw signerError("SEAL_CONFLICT", `round ${last.round} of height ${height} is signed already; a later one can be`);
    }
  }

  /** The entry that answers the same request again. Throws `SEAL_CONFLICT` for another block. */
  function repeated({ height, signBytes, block }: SealRequest): JournalEntry | undefined {
    const entry = journal.at(height);
    if (entry === undefined) return undefined;
    if (equalBytes(entry.signBytes, signBytes) && equalBytes(journal.block(height), block)) return entry;
    throw signerError("SEAL_CONFLICT", `block ${height} is sealed already, with other content: take what is in the journal first`);
  }

  function signatureOf(entry: JournalEntry): Uint8Array {
    if (entry.signature !== undefined) return entry.signature;
    if (entry.height === journal.last?.height) complete();
    // A note that a crash lost: ed25519 gives the same signature for the same bytes.
    return journal.at(entry.height)?.signature ?? key.sign(entry.signBytes);
  }

  function sealedAt(height: bigint): JournalBlock | undefined {
    const entry = journal.at(height);
    if (entry === undefined) return undefined;
    const { round, signBytes } = entry;
    return { height, round, signBytes, signature: signatureOf(entry), block: journal.block(height) };
  }
  const contradictsJournal = createEnvelopeCheck({ sha256, address: key.address, at: sealedAt });

  try {
    requireSound();
    complete();
    recount();
  } catch (error) {
    journal[Symbol.dispose]();
    throw error;
  }

  return {
    status: () => ({
      chainId,
      address: key.address,
      publicKey: key.publicKey,
      tip: { height: tip().height, hash: tip().hash },
      last: signState.last === undefined ? undefined : { height: signState.last.height, round: signState.last.round },
      lease: leases.current,
      minRound,
      journal: { firstHeight: journal.firstHeight, includedHeight, pendingBytes, limitBytes },
    }),
    acquire: (node, ttlMs) => leases.acquire(node, ttlMs),
    renew: (number) => leases.renew(number),
    release: (number) => leases.release(number),
    seal(number, request) {
      leases.renew(number);
      const entry = repeated(request);
      if (entry !== undefined) return signatureOf(entry);
      const made = requireFitting(request);
      requireNext(request, made);
      if (pendingBytes + request.block.length > limitBytes && pendingBytes > 0) {
        throw signerError("JOURNAL_FULL", `${pendingBytes} bytes of blocks are sealed and not on DA, and the signer keeps ${limitBytes}: sealing goes on when DA takes them`);
      }
      const { height, round, signBytes, block } = request;
      journal.append({ height, round, lease: number, hash: made.blockId.hash, signBytes: new Uint8Array(signBytes) }, block);
      pendingBytes += block.length;
      complete();
      return signatureOf(journal.last as JournalEntry);
    },
    advance(number, { height, hash }) {
      leases.renew(number);
      const before = tip();
      if (height === before.height && equalBytes(hash, before.hash)) return;
      const signed = signState.last?.height ?? 0n;
      if (height <= before.height || height < signed) {
        throw signerError("SEAL_CONFLICT", `block ${height} is not above ${before.height > signed ? before.height : signed}, where this key sealed: take what is in the journal first`);
      }
      journal.advance({ height, hash: new Uint8Array(hash) });
      recount();
    },
    sealed(from, maxBytes) {
      const found: JournalBlock[] = [];
      let bytes = 0;
      const first = journal.firstHeight ?? 0n;
      for (let at = from < first ? first : from; ; at++) {
        const blockBytes = journal.at(at)?.blockBytes ?? 0;
        const block = found.length > 0 && bytes + blockBytes > maxBytes ? undefined : sealedAt(at);
        if (block === undefined) return found;
        found.push(block);
        bytes += blockBytes;
      }
    },
    included(number, height) {
      leases.renew(number);
      const upTo = height > tip().height ? tip().height : height;
      if (upTo <= includedHeight) return;
      includedHeight = upTo;
      journal.forget(upTo);
      recount();
    },
    signEnvelope(number, message) {
      leases.renew(number);
      const fields = decodeEnvelopeSignBytes(message);
      if (fields === undefined) throw signerError("SEAL_REFUSED", "what is to be signed is no envelope of blocks");
      if (!equalBytes(fields.chainIdHash, chainIdHash)) throw signerError("SEAL_REFUSED", `this signer is for chain ${chainId} alone`);
      if (fields.firstHeight + BigInt(fields.count) - 1n > tip().height) throw signerError("SEAL_REFUSED", `the envelope is of blocks after ${tip().height}, which are not sealed`);
      if (contradictsJournal(fields)) throw signerError("SEAL_REFUSED", `the envelope is of other ${fields.kind} than what is sealed at heights ${fields.firstHeight} to ${fields.firstHeight + BigInt(fields.count) - 1n}`);
      return key.sign(message);
    },
    [Symbol.dispose]() {
      journal[Symbol.dispose]();
      unlock();
    },
  };
}

const leaseSchema = z.strictObject({ number: z.string().regex(/^\d{1,18}$/).transform(BigInt), node: z.string(), ttl_ms: z.number() });

function openLeases({ leaseFile }: SignerPaths, nowMs: () => number, disk: { readonly fileSystem?: FileSystem }): LeaseBook {
  return createLeaseBook({
    last: loadLease(leaseFile),
    save: ({ number, node, ttlMs }) => writeFileAtomic(leaseFile, toUtf8(`${JSON.stringify({ number: `${number}`, node, ttl_ms: ttlMs })}\n`), { mode: 0o600, ...disk }),
    nowMs,
  });
}

function loadLease(file: string): Lease | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { number, node, ttl_ms: ttlMs } = leaseSchema.parse(JSON.parse(fromUtf8(readFileSync(file))));
    return { number, node, ttlMs };
  } catch (error) {
    throw signerError("SIGNER_HOME", `${file} is damaged: restore it, or write a number there that is above any that was granted`, error);
  }
}
