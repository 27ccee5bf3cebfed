import { EscrowParts, Ledger } from "@openledger/messages/openledger/gate/v1";
import { addressFromBytes, fromUtf8 } from "@openledger/primitives";
import type { Identity, QueryContext } from "@openledger/state-machine";
import type { Change, KeyValueReader } from "@openledger/store";
import type { BankKeeper } from "../expected-keepers.ts";
import { naturalValue } from "../support/amount-value.ts";
import { countUnits } from "../support/holdings.ts";
import { balanceText, externalBalance, unaccounted } from "./flows.ts";
import { ESCROW_PREFIX, escrows, EXTERNAL_PREFIX, externalParts, GATE, LEDGER_PREFIX, ledgers } from "./state.ts";

/** What the demand ledger promises, counted over every account and session. */
export function identities(ctx: QueryContext, bank: BankKeeper): readonly Identity[] {
  const reader = ctx.store.store(GATE);
  const [held, escrowed] = [new Map<string, bigint>(), new Map<string, bigint>()];
  const [above, uncounted, unbalanced, overspent]: [string[], string[], string[], string[]] = [[], [], [], []];
  let count = 0;
  for (const [[bytes, denom], units] of externalParts.iterate(reader)) {
    count += 1;
    const address = addressFromBytes(ctx.chain.bech32Prefix, bytes);
    const balance = bank.balance(ctx, address, denom);
    if (units > balance) above.push(`${address} has ${balance}${denom}, ${units} of them external`);
    countUnits(held, denom, units);
  }
  for (const [, { denom, external }] of escrows.iterate(reader)) countUnits(escrowed, denom, BigInt(external));
  const all: string[] = [];
  for (const [denom, ledger] of ledgers.iterate(reader)) {
    const balance = externalBalance(ledger);
    const [inAccounts, inSessions] = [held.get(denom) ?? 0n, escrowed.get(denom) ?? 0n];
    if (inAccounts !== balance.held) uncounted.push(`accounts hold ${inAccounts} external ${denom}, the ledger says ${balance.held}`);
    if (inSessions !== balance.escrowed) uncounted.push(`sessions hold ${inSessions} external ${denom}, the ledger says ${balance.escrowed}`);
    held.delete(denom);
    if (unaccounted(balance) !== 0n) unbalanced.push(`${denom}: ${balanceText(balance)}`);
    if (balance.spent > balance.entered) overspent.push(`${denom}: ${balance.spent} counted as external demand, ${balance.entered} entered`);
    all.push(`${denom}: ${balanceText(balance)}`);
  }
  for (const [denom, units] of held) uncounted.push(`accounts hold ${units} external ${denom}, which has no ledger`);
  const found = all.join("; ") || "no demand yet";
  return [
    { says: "no account has more external units than units", found: `${count} external parts`, broken: above },
    { says: "external units of accounts and sessions sum to what the ledger says", found, broken: uncounted },
    { says: "what entered a denom is held, in sessions, spent, retired or left", found, broken: unbalanced },
    { says: "no more external demand is counted than entered", found, broken: overspent },
  ];
}

/** What changes of this store break: per denom, external parts and escrows move as the ledger says, and it adds up. */
export function brokenBy(before: KeyValueReader, changes: readonly Change[]): string | undefined {
  const unmatched = new Map<string, bigint>();
  for (const { key, value } of changes) {
    const old = before.get(key);
    if (key[0] === EXTERNAL_PREFIX) {
      const denom = fromUtf8(key.subarray(2 + (key[1] ?? 0)));
      countUnits(unmatched, denom, unitsIn(value) - unitsIn(old));
    } else if (key[0] === ESCROW_PREFIX) {
      for (const [bytes, sign] of [[value, 1n], [old, -1n]] as const) {
        if (bytes === undefined) continue;
        const { denom, external } = EscrowParts.fromBytes(bytes.slice());
        countUnits(unmatched, denom, sign * BigInt(external));
      }
    } else if (key[0] === LEDGER_PREFIX) {
      const denom = fromUtf8(key.subarray(1));
      const [now, then] = [balanceIn(value), balanceIn(old)];
      countUnits(unmatched, denom, then.inside - now.inside);
      if (now.broken !== undefined) return `${denom}: ${now.broken}`;
    }
  }
  for (const [denom, units] of unmatched) {
    if (units !== 0n) return `external parts of ${denom} grew by ${units} more than the ledger says`;
  }
  return undefined;
}

function unitsIn(value: Uint8Array | undefined): bigint {
  return value === undefined ? 0n : naturalValue.decode(value);
}

/** External units inside, and what is wrong with the ledger. */
function balanceIn(value: Uint8Array | undefined): { readonly inside: bigint; readonly broken?: string } {
  if (value === undefined) return { inside: 0n };
  const balance = externalBalance(Ledger.fromBytes(value.slice()));
  const inside = balance.held + balance.escrowed;
  return unaccounted(balance) === 0n ? { inside } : { inside, broken: balanceText(balance) };
}
