import {
  CometError,
  DEFAULT_TRUST_LEVEL,
  headerHash,
  validateTrustLevel,
  verifyBackwards,
  type LightBlock,
  type TrustLevel,
} from "@openledger/comet";
import { equalBytes, toHex, type Crypto } from "@openledger/primitives";
import { judgeRotations, type Crossings } from "./crossings.ts";
import { detectDivergence } from "./detect-divergence.ts";
import { LightError } from "./light-error.ts";
import type { LightProvider } from "./light-provider.ts";
import { createLightStore, type LightStore } from "./light-store.ts";
import { createProviderPool, type ProviderPool } from "./provider-pool.ts";
import { verifySequentially, verifySkipping, type PathRules } from "./verify-path.ts";
import { verifySignedBlock } from "./verify-signed-block.ts";

const NANOS_PER_MS = 1_000_000n;

/** Why the first header is trusted: the user has its hash from a source of their own. */
export interface TrustRoot {
  readonly height: bigint;
  /** 32 bytes. */
  readonly hash: Uint8Array;
}

export interface LightClientOptions {
  readonly crypto: Crypto;
  readonly chainId: string;
  readonly trusted: TrustRoot;
  readonly primary: LightProvider;
  /** Every new header is compared with theirs; without any, a chain that two thirds of its validators forge goes unnoticed. */
  readonly witnesses?: readonly LightProvider[];
  /** `sequential` verifies every header, `skipping` (the default) as few as the validators allow. */
  readonly mode?: "skipping" | "sequential";
  /** For a chain on which recovery keys can replace the sequencer; without it the client is anchored anew after each rotation. */
  readonly crossings?: Crossings | undefined;
  /** 1/3 by default. */
  readonly trustLevel?: TrustLevel;
  /** Well below the unbonding time; 168 hours by default, as in CometBFT. */
  readonly trustingPeriodMs?: number;
  /** 10 seconds by default. */
  readonly maxClockDriftMs?: number;
  /** How long a witness that is a block behind is given; 2 seconds by default. */
  readonly witnessLagMs?: number;
  /** Headers to remember; 1,000 by default. */
  readonly storeSizeMax?: number;
  /** Nanoseconds since the Unix epoch; the machine's clock by default. */
  readonly now?: () => bigint;
}

/** Follows a chain by its headers, without executing it. All calls throw {@link LightError}. */
export interface LightClient {
  readonly chainId: string;
  /** The verified block of a height, without asking anyone. */
  trusted(height: bigint): LightBlock | undefined;
  /** Highest and lowest verified blocks. */
  last(): LightBlock;
  first(): LightBlock;
  /** Fetches and verifies the block of a height: forwards by signatures, backwards by hashes. */
  verify(height: bigint): Promise<LightBlock>;
  /** Fetches and verifies the newest block. */
  update(): Promise<LightBlock>;
}

/**
 * Light client of a chain as CometBFT's `light.Client`: starts at a header whose hash the user trusts.
 * Throws LightError, for example `wrong-root` when the primary has another header at that height.
 *
 * @example
 * const light = await createLightClient({ crypto, chainId, trusted: { height, hash }, primary });
 * const { header } = await light.verify(1_000n);
 */
export async function createLightClient(options: LightClientOptions): Promise<LightClient> {
  checkTrustLevel(options.trustLevel ?? DEFAULT_TRUST_LEVEL);
  const pool = createProviderPool(options.crypto.sha256, options.primary, options.witnesses ?? []);
  const store = createLightStore(options.storeSizeMax ?? 1_000);
  const rules = rulesOf(options);
  const root = await firstBlock(options, pool);
  await detectDivergence(rules(), pool, [root], options.witnessLagMs ?? 2_000);
  store.add(root);
  const follow = async (target: LightBlock): Promise<LightBlock> => {
    const known = store.at(target.header.height);
    if (known !== undefined) return known;
    const start = store.before(target.header.height);
    const verified =
      start === undefined
        ? await backwards(options, pool, firstOf(store), target.header.height)
        : await forwards(options, pool, rules(), start, target);
    store.add(verified);
    return verified;
  };
  return {
    chainId: options.chainId,
    trusted: (height) => store.at(height),
    last: () => lastOf(store),
    first: () => firstOf(store),
    verify: async (height) => store.at(height) ?? follow(await pool.fetch(height)),
    update: async () => {
      const newest = await pool.fetch("latest");
      return newest.header.height <= lastOf(store).header.height ? lastOf(store) : follow(newest);
    },
  };
}

function rulesOf(options: LightClientOptions): () => PathRules {
  const { crypto, chainId, crossings, trustLevel = DEFAULT_TRUST_LEVEL, trustingPeriodMs = 168 * 3_600_000, maxClockDriftMs = 10_000 } = options;
  const now = options.now ?? (() => BigInt(Date.now()) * NANOS_PER_MS);
  const durations = {
    trustingPeriod: BigInt(trustingPeriodMs) * NANOS_PER_MS,
    maxClockDrift: BigInt(maxClockDriftMs) * NANOS_PER_MS,
  };
  const rotations = judgeRotations(crypto, chainId, crossings);
  return () => ({ crypto, rotations, options: { ...durations, trustLevel }, now: now() });
}

async function firstBlock({ crypto, chainId, trusted }: LightClientOptions, pool: ProviderPool): Promise<LightBlock> {
  const block = await pool.fetch(trusted.height);
  const hash = headerHash(crypto.sha256, block.header);
  if (!equalBytes(hash, trusted.hash)) {
    const [has, expected] = [toHex(hash).toUpperCase(), toHex(trusted.hash).toUpperCase()];
    throw new LightError("wrong-root", `header ${trusted.height} of ${pool.primary().name} has hash ${has}, not ${expected}`);
  }
  asInvalid(() => verifySignedBlock(crypto, chainId, block));
  return block;
}

async function forwards(
  options: LightClientOptions,
  pool: ProviderPool,
  rules: PathRules,
  start: LightBlock,
  target: LightBlock,
): Promise<LightBlock> {
  const verifyPath = options.mode === "sequential" ? verifySequentially : verifySkipping;
  try {
    const trace = await verifyPath(rules, start, target, (height) => pool.fetch(height));
    await detectDivergence(rules, pool, trace, options.witnessLagMs ?? 2_000);
    return target;
  } catch (error) {
    // A wrong block in between is the primary's fault, while the target may be right: a witness that has it goes on.
    const isLie = error instanceof LightError && error.code === "invalid-header";
    if (isLie && (await pool.replaceLiar(target))) return forwards(options, pool, rules, start, target);
    throw error;
  }
}

async function backwards(
  { crypto, chainId }: LightClientOptions,
  pool: ProviderPool,
  start: LightBlock,
  height: bigint,
): Promise<LightBlock> {
  let last = start;
  while (last.header.height > height) {
    const older = await pool.fetch(last.header.height - 1n);
    asInvalid(() => verifyBackwards(crypto.sha256, last.header, older.header));
    last = older;
  }
  asInvalid(() => verifySignedBlock(crypto, chainId, last));
  return last;
}

function checkTrustLevel(level: TrustLevel): void {
  try {
    validateTrustLevel(level);
  } catch (error) {
    if (error instanceof CometError) throw new LightError("wrong-trust-level", error.message, { cause: error });
    throw error;
  }
}

function asInvalid(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof CometError) throw new LightError("invalid-header", error.message, { cause: error });
    throw error;
  }
}

function firstOf(store: LightStore): LightBlock {
  return store.first() as LightBlock;
}

function lastOf(store: LightStore): LightBlock {
  return store.last() as LightBlock;
}
