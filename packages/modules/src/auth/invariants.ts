import type { Identity, QueryContext } from "@openledger/state-machine";
import { addressToBytes, equalBytes } from "@openledger/primitives";
import { addressesByNumber, AUTH_STORE, accountNumbers, accounts } from "./state.ts";
import { baseAccountOf } from "./stored-account.ts";

/** Each account lies under its own address and number, and numbers are unique and below the next one. */
export function authIdentities({ chain, store }: QueryContext): readonly Identity[] {
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
    const indexed = addressesByNumber.get(reader, accountNumber);
    if (indexed === undefined || !equalBytes(indexed, key)) broken.push(`number ${accountNumber} does not lead to ${address}`);
  }
  const listed = [...addressesByNumber.iterate(reader)].length;
  if (listed !== seen.size) broken.push(`${listed} numbers lead to ${seen.size} accounts`);
  return [{ says: "each account lies under its own address and number", found: `${seen.size} accounts`, broken }];
}
