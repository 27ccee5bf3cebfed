import {
  CometError,
  DEFAULT_TRUST_LEVEL,
  headerHash,
  isTrustExpired,
  validatorsHash,
  verifyBackwards,
  type Header,
  type LightBlock,
  type LightOptions,
  type TrustedBlock,
} from "@openledger/comet";
import { equalBytes, type Crypto } from "@openledger/primitives";
import { judgeRotations, verifyStepAcross, type Crossings } from "../light/crossings.ts";
import type { TrustedHeader } from "./light-block-file.ts";
import { fails, holds, notInFile, type ChainCheck } from "./offline-check.ts";
import type { ReadProof } from "./read-chain-proof.ts";

const NAME = "trusted-header";
const NANOS_PER_HOUR = 3_600_000_000_000n;

/** How long a trusted header can be trusted, and what time it is. */
export interface TrustTimes {
  /** Hours; 168 by default, as in CometBFT. */
  readonly trustingPeriodHours?: number;
  /** Nanoseconds since the Unix epoch. */
  readonly now: bigint;
  /** For a chain on which recovery keys can replace the sequencer: the file must carry both headers of an open break. */
  readonly crossings?: Crossings | undefined;
}

/**
 * The header of a chain proof is the trusted one, or follows from it: upwards as a light client goes, over the blocks that
 * the file carries, downwards by the hashes of previous blocks.
 */
export function checkTrustedHeader(
  crypto: Crypto,
  { block, path }: Pick<ReadProof, "block" | "path">,
  trusted: TrustedHeader | undefined,
  times: TrustTimes,
): ChainCheck {
  const target = block.header.height;
  const carried = [...path, block];
  // With two blocks of one height, the one that is trusted could vouch for the other one, to which the state's proof leads.
  const doubled = heightTwice(carried);
  if (doubled !== undefined) return fails(NAME, `the file has two headers of height ${doubled}`);
  if (trusted === undefined) return notInFile(NAME, `no trusted header was given; trust header ${target} or one below it`);
  const blocks = [...path.filter(({ header }) => header.height < target), block];
  const same = carried.find(({ header }) => header.height === trusted.height);
  if (same !== undefined && !equalBytes(headerHash(crypto.sha256, same.header), trusted.hash)) {
    return fails(NAME, `the file has another header ${trusted.height} than the one that you trust`);
  }
  if (trusted.height > target) return downwards(crypto, trusted, path, block);
  if (same !== undefined && !namesValidators(crypto, same.header, same)) {
    return fails(NAME, `header ${trusted.height} names other validators than the file`);
  }
  const start = same ?? startOf(crypto, trusted, blocks);
  if (start === undefined) return notInFile(NAME, unreachable(trusted, target));
  const above = blocks.filter(({ header }) => header.height > trusted.height);
  return upwards(crypto, { start, neverExpires: trusted.neverExpires ?? false }, above, times);
}

/** A height that more than one block has. */
function heightTwice(blocks: readonly LightBlock[]): bigint | undefined {
  const heights = blocks.map(({ header }) => header.height);
  return heights.find((height, i) => heights.indexOf(height) !== i);
}

/** The trusted header with the validators of the next block in the file, if it names them. */
function startOf(crypto: Crypto, { header }: TrustedHeader, blocks: readonly LightBlock[]): TrustedBlock | undefined {
  const next = blocks.find((one) => header !== undefined && one.header.height > header.height);
  if (header === undefined || next === undefined) return undefined;
  return namesValidators(crypto, header, next) ? { header, validators: next.validators } : undefined;
}

/** A header vouches for the validators of its own height and of the next one. */
function namesValidators({ sha256 }: Crypto, header: Header, { validators }: LightBlock): boolean {
  const hash = validatorsHash(sha256, validators);
  return equalBytes(hash, header.validatorsHash) || equalBytes(hash, header.nextValidatorsHash);
}

function unreachable({ height, header }: TrustedHeader, target: bigint): string {
  return header === undefined
    ? `of header ${height} only the hash was given; give the header itself, or trust header ${target}`
    : `the validators changed after header ${height} and the file does not say how; trust header ${target} or a later one of the file`;
}

interface Beginning {
  readonly start: TrustedBlock;
  readonly neverExpires: boolean;
}

function upwards(crypto: Crypto, { start, neverExpires }: Beginning, blocks: readonly LightBlock[], times: TrustTimes): ChainCheck {
  const hours = times.trustingPeriodHours ?? 168;
  const trustingPeriod = BigInt(hours) * NANOS_PER_HOUR;
  const isWaived = neverExpires && blocks.length > 0 && isTrustExpired(start.header, trustingPeriod, times.now);
  const options: LightOptions = {
    trustingPeriod: isWaived ? times.now - start.header.time + 1n : trustingPeriod,
    maxClockDrift: 10_000_000_000n,
    trustLevel: DEFAULT_TRUST_LEVEL,
  };
  const rotations = judgeRotations(crypto, start.header.chainId, times.crossings);
  let trusted = start;
  return verdict(() => {
    for (const next of blocks) {
      verifyStepAcross(crypto, rotations, trusted, next, options, times.now);
      trusted = next;
    }
  }, isWaived ? waiver(start.header, hours) : "");
}

function waiver({ height }: Header, hours: number): string {
  return `header ${height} is older than ${hours} hours; it is taken from the genesis that names it, so this rests on nobody having got hold of its validators' keys since`;
}

function downwards(crypto: Crypto, trusted: TrustedHeader, path: readonly LightBlock[], block: LightBlock): ChainCheck {
  const target = block.header.height;
  const between = path.filter(({ header }) => header.height > target && header.height < trusted.height).toReversed();
  const newest = trusted.header ?? path.find(({ header }) => header.height === trusted.height)?.header;
  const isWhole = newest !== undefined && BigInt(between.length) === trusted.height - target - 1n;
  if (!isWhole) return notInFile(NAME, `header ${trusted.height} lies above the proof's; trust header ${target} or one below it`);
  let last = newest;
  return verdict(() => {
    for (const { header } of [...between, block]) {
      verifyBackwards(crypto.sha256, last, header);
      last = header;
    }
  });
}

/** `detail` says what limits the check when it holds. */
function verdict(verify: () => void, detail = ""): ChainCheck {
  try {
    verify();
    return holds(NAME, detail);
  } catch (error) {
    if (error instanceof CometError) return fails(NAME, error.message);
    throw error;
  }
}
