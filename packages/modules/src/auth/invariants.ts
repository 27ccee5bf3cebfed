import type { QueryContext } from "@openledger/state-machine";
import { addressToBytes, equalBytes } from "@openledger/primitives";
import { AUTH_STORE, accountNumbers, accounts } from "./state.ts";
import { baseAccountOf } from "./stored-account.ts";

/** Each account lies under its own address, and numbers are unique and below the next one. */
export function brokenAuthInvariants({ chain, store }: QueryContext): readonly string[] {
  const reader = store.store(AUTH_STORE);
  const next = accountNumbers.peek(reader);
  const seen = new Set<bigint>();
  const broken: string[] = [];
  for (const [key, stored] of accounts.iterate(reader)) {
    const { address, accountNumber } = baseAccountOf(stored);
    if (!equalBytes(addressToBytes(chain.bech32Prefix, address), key)) broken.push(`${address} lies under another key`);
    if (seen.has(accountNumber)) broken.push(`account number ${accountNumber} is given twice`);
    if (accountNumber >= next) broken.push(`account number ${accountNumber} is not below the next one, ${next}`);
    seen.add(accountNumber);
  }
  return broken;
}
