import { createNodeCrypto } from "@openledger/crypto";
import { toBase64 } from "@openledger/primitives";
import { createAccounts, signSends, type SimulatedAccount } from "@openledger/testing";
import { BATCH, LANES } from "./load.ts";

/** Of every chain in the comparison, so that one set of signed transactions runs on all of them. */
export const CHAIN_ID = "openledger-local-1";
/** What each sender holds, in the smallest unit. */
export const UNITS_EACH = 1_000_000n;

/** A sender's transactions are this many apart, and so always on the same connection. */
const SENDERS = BATCH * LANES * 5;

/** Transactions in the base64 of JSON-RPC, for a run that warms up, one that offers all it can and one at a fixed rate. */
export interface PreSigned {
  readonly warmUp: readonly string[];
  readonly saturating: readonly string[];
  readonly steady: readonly string[];
}

/** Accounts in the order of their numbers, a third for each run. */
export function senders(): readonly SimulatedAccount[] {
  return createAccounts(createNodeCrypto(), SENDERS * 3);
}

export function signAll(accounts: readonly SimulatedAccount[], counts: Readonly<Record<keyof PreSigned, number>>): PreSigned {
  const sign = (third: number, count: number): string[] =>
    Array.from(signSends(createNodeCrypto(), CHAIN_ID, accounts.slice(third * SENDERS, (third + 1) * SENDERS), count), toBase64);
  return { saturating: sign(0, counts.saturating), steady: sign(1, counts.steady), warmUp: sign(2, counts.warmUp) };
}

/** Pairs for CometBFT's kvstore, each as long as a signed send; `name` sets one run's apart from another's. */
export function kvPairs(name: string, count: number, length: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(`${name}${i}=`.padEnd(length, "v")).toString("base64"));
}
