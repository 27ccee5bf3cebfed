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

/** Transactions in the base64 of JSON-RPC, for a run that offers all it can and for one at a fixed rate. */
export interface PreSigned {
  readonly saturating: readonly string[];
  readonly steady: readonly string[];
}

/** Accounts in the order of their numbers: the first half sends in the one run, the second half in the other. */
export function senders(): readonly SimulatedAccount[] {
  return createAccounts(createNodeCrypto(), SENDERS * 2);
}

export function signAll(accounts: readonly SimulatedAccount[], counts: { readonly saturating: number; readonly steady: number }): PreSigned {
  const sign = (own: readonly SimulatedAccount[], count: number): string[] => Array.from(signSends(createNodeCrypto(), CHAIN_ID, own, count), toBase64);
  return { saturating: sign(accounts.slice(0, SENDERS), counts.saturating), steady: sign(accounts.slice(SENDERS), counts.steady) };
}

/** Pairs for CometBFT's kvstore, each as long as a signed send; `name` sets one run's apart from another's. */
export function kvPairs(name: string, count: number, length: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(`${name}${i}=`.padEnd(length, "v")).toString("base64"));
}
