/** What a light client checks of one header against another, as CometBFT's light/verifier.go does. */
import { equalBytes, toHex, type Crypto, type Sha256 } from "@openledger/primitives";
import { ensure } from "./errors.ts";
import { headerHash, validatorsHash } from "./hashes.ts";
import { verifyCommitLight, verifyCommitTrusting } from "./light-commit.ts";
import type { Header, LightBlock, Timestamp, ValidatorSet } from "./types.ts";
import { validateHeader, validateSignedHeader } from "./verify.ts";

/** Part of the trusted validators' power that must have signed a header to skip to it: from 1/3 to 1. */
export interface TrustLevel {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** One third: at least one of those that signed is honest while fewer than a third are not. */
export const DEFAULT_TRUST_LEVEL: TrustLevel = { numerator: 1n, denominator: 3n };

/** Durations in nanoseconds. */
export interface LightOptions {
  /** How long a header can be trusted after its time; shorter than the time in which a validator can leave unpunished. */
  readonly trustingPeriod: bigint;
  /** How far a header's time may lie ahead of `now`. */
  readonly maxClockDrift: bigint;
  readonly trustLevel: TrustLevel;
}

/** A header that is trusted, with the validators of its height or of the next one. */
export interface TrustedBlock {
  readonly header: Header;
  readonly validators: ValidatorSet;
}

/** Throws `WRONG_TRUST_LEVEL` for a fraction outside 1/3 to 1. */
export function validateTrustLevel({ numerator, denominator }: TrustLevel): void {
  const isInside = denominator > 0n && numerator * 3n >= denominator && numerator <= denominator;
  ensure(isInside, "WRONG_TRUST_LEVEL", `a trust level of ${numerator}/${denominator} is not within 1/3 and 1`);
}

/** True when the trusting period of a header is over at `now`, nanoseconds since the Unix epoch. */
export function isTrustExpired(header: Header, trustingPeriod: bigint, now: Timestamp): boolean {
  return header.time + trustingPeriod <= now;
}

/**
 * `next` can be trusted because `trusted` is: adjacent headers by the validators that the trusted one announces, others
 * because more than the trust level of the trusted validators signed; and always more than two thirds of its own
 * (CometBFT's `Verify`). `now` is nanoseconds since the Unix epoch.
 *
 * Throws CometError: `TRUST_EXPIRED` (CometBFT's ErrOldHeaderExpired), `NOT_ENOUGH_TRUST` (ErrNewValSetCantBeTrusted), and
 * for an invalid header `MALFORMED`, `WRONG_CHAIN`, `WRONG_HEIGHT`, `WRONG_TIME`, `WRONG_BLOCK`, `WRONG_VALIDATORS`,
 * `WRONG_SIGNATURE` or `NOT_ENOUGH_POWER`.
 */
export function verifyLightStep(
  crypto: Crypto,
  trusted: TrustedBlock,
  next: LightBlock,
  options: LightOptions,
  now: Timestamp,
): void {
  const { chainId } = trusted.header;
  const isExpired = isTrustExpired(trusted.header, options.trustingPeriod, now);
  ensure(!isExpired, "TRUST_EXPIRED", `the trusted header ${trusted.header.height} is older than the trusting period`);
  verifyNewHeader(crypto.sha256, trusted.header, next, options, now);
  if (next.header.height === trusted.header.height + 1n) {
    const isAnnounced = equalBytes(next.header.validatorsHash, trusted.header.nextValidatorsHash);
    ensure(isAnnounced, "WRONG_VALIDATORS", "the validator set is not the one announced a block earlier");
  } else {
    verifyCommitTrusting(crypto, chainId, trusted.validators, next.commit, options.trustLevel);
  }
  // Last, because an attacker may make its own validator set as large as it likes.
  verifyCommitLight(crypto, chainId, next.validators, next.commit);
}

/**
 * `older` is the header right below `trusted`, which names its hash (CometBFT's `VerifyBackwards`); needs no signatures.
 * Throws `MALFORMED`, `WRONG_CHAIN`, `WRONG_TIME` or `WRONG_BLOCK`.
 */
export function verifyBackwards(sha256: Sha256, trusted: Header, older: Header): void {
  validateHeader(older);
  ensure(older.chainId === trusted.chainId, "WRONG_CHAIN", `a header of chain ${older.chainId}, not of ${trusted.chainId}`);
  ensure(older.time < trusted.time, "WRONG_TIME", "the older header's time does not lie before the newer one's");
  const isNamed = equalBytes(headerHash(sha256, older), trusted.lastBlockId.hash);
  ensure(isNamed, "WRONG_BLOCK", `header ${trusted.height} follows another block`);
}

function verifyNewHeader(
  sha256: Sha256,
  trusted: Header,
  next: LightBlock,
  { maxClockDrift }: LightOptions,
  now: Timestamp,
): void {
  validateSignedHeader(sha256, trusted.chainId, next);
  const { header } = next;
  ensure(header.height > trusted.height, "WRONG_HEIGHT", `header ${header.height} is not above ${trusted.height}`);
  ensure(header.time > trusted.time, "WRONG_TIME", "block time does not move forward");
  ensure(header.time < now + maxClockDrift, "WRONG_TIME", `header ${header.height} comes from the future`);
  const computed = validatorsHash(sha256, next.validators);
  const isNamed = equalBytes(header.validatorsHash, computed);
  ensure(isNamed, "WRONG_VALIDATORS", `the header names another validator set than ${toHex(computed)}`);
}
