import { CometError, decodeDuplicateVote, verifyDuplicateVote, type Block, type ValidatorSet } from "@openledger/comet";
import { toHex, type Crypto, type UnixNanos } from "@openledger/primitives";
import type { ConsensusParams, Misbehavior } from "@openledger/state-machine";

/** The chain that evidence is held against. */
export interface EvidenceContext {
  readonly crypto: Crypto;
  readonly chainId: string;
  /** Validators and time of a block that is there; undefined at other heights. */
  at(height: bigint): { readonly validators: ValidatorSet; readonly time: UnixNanos } | undefined;
  /** Those of the block that is to hold the evidence. */
  readonly params: ConsensusParams;
}

/** CometBFT's defaults. */
const EVIDENCE_DEFAULTS = { maxAgeBlocks: 100_000n, maxAgeNanos: 172_800_000_000_000n, maxBytes: 1_048_576n };

/** What one block may hold of evidence, in bytes. */
export function evidenceBytesMax({ evidence = EVIDENCE_DEFAULTS }: ConsensusParams): number {
  return Number(evidence.maxBytes);
}

/** Why a block at `height` with this time cannot hold a piece of evidence; undefined when it can. Total on arbitrary bytes. */
export function evidenceProblem(context: EvidenceContext, item: Uint8Array, { height, time }: Pick<Block["header"], "height" | "time">): string | undefined {
  const { maxAgeBlocks, maxAgeNanos } = context.params.evidence ?? EVIDENCE_DEFAULTS;
  try {
    const evidence = decodeDuplicateVote(item);
    const at = evidence.voteA.height;
    const known = at < height ? context.at(at) : undefined;
    if (known === undefined) return `evidence of height ${at}, of which there is no block before ${height}`;
    if (height - at > maxAgeBlocks && time - known.time > maxAgeNanos) return `evidence of height ${at} is too old`;
    verifyDuplicateVote(context.crypto, context.chainId, evidence, known.validators, known.time);
    return undefined;
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    return `evidence that proves nothing: ${error.message}`;
  }
}

/** Sentence about evidence that a block must not hold; undefined when all of it is good. */
export function evidenceMismatch(context: EvidenceContext, { header, evidence }: Block): string | undefined {
  if (evidence.length === 0) return undefined;
  const bytes = evidence.reduce((sum, item) => sum + item.length, 0);
  if (bytes > evidenceBytesMax(context.params)) return `block ${header.height} holds ${bytes} bytes of evidence, more than a block may`;
  const names = new Set(evidence.map(toHex));
  if (names.size < evidence.length) return `block ${header.height} holds evidence twice`;
  for (const item of evidence) {
    const problem = evidenceProblem(context, item, header);
    if (problem !== undefined) return `block ${header.height} holds ${problem}`;
  }
  return undefined;
}

/** What the App is told of a block's evidence, which was checked. Throws CometError `MALFORMED`. */
export function misbehaviorOf(evidence: readonly Uint8Array[]): readonly Misbehavior[] {
  return evidence.map((item) => {
    const { voteA, validatorPower, timestamp } = decodeDuplicateVote(item);
    return { kind: "duplicate-vote", address: voteA.validatorAddress, power: validatorPower, height: voteA.height, time: timestamp as UnixNanos };
  });
}
