import { nodeError } from "../node-error.ts";
import type { GenesisCoin, GenesisDocument } from "./genesis-document.ts";

/** When coins of a new account become free. Times are unix seconds. */
export interface VestingTerms {
  readonly amount: readonly GenesisCoin[];
  /** Coins become free bit by bit from here; all at once at the end when absent. */
  readonly start?: bigint;
  readonly end: bigint;
}

export interface NewGenesisAccount {
  readonly address: string;
  readonly coins: readonly GenesisCoin[];
  /** Adds the coins to an account that is there already, instead of refusing. */
  readonly append: boolean;
  readonly vesting?: VestingTerms;
}

/** The document with one more account, or more coins on one. Throws `CONFIG`. */
export function addGenesisAccount(document: GenesisDocument, { address, coins, append, vesting }: NewGenesisAccount): GenesisDocument {
  const { auth, bank } = document.app_state;
  const known = auth.accounts.some((account) => addressOf(account) === address);
  if (known && !append) throw nodeError("CONFIG", `cannot add account at existing address ${address}; --append adds the coins to it`);
  if (known && vesting !== undefined) throw nodeError("CONFIG", `${address} is there already; only a new account can vest`);
  const added = known ? [] : [accountJson(address, coins, vesting)];
  const held = bank.balances.find((entry) => entry.address === address);
  const balance = { address, coins: sum(held?.coins ?? [], coins) };
  const supply = bank.supply === undefined || bank.supply.length === 0 ? {} : { supply: sum(bank.supply, coins) };
  return {
    ...document,
    app_state: {
      ...document.app_state,
      auth: { ...auth, accounts: [...auth.accounts, ...added] },
      bank: { ...bank, balances: [...bank.balances.filter((entry) => entry !== held), balance], ...supply },
    },
  };
}

function sum(first: readonly GenesisCoin[], second: readonly GenesisCoin[]): GenesisCoin[] {
  const totals = new Map<string, bigint>();
  for (const { denom, amount } of [...first, ...second]) totals.set(denom, (totals.get(denom) ?? 0n) + BigInt(amount));
  return [...totals].map(([denom, amount]) => ({ denom, amount: String(amount) })).sort((a, b) => (a.denom < b.denom ? -1 : 1));
}

function accountJson(address: string, coins: readonly GenesisCoin[], vesting: VestingTerms | undefined): Record<string, unknown> {
  const base = { address, pub_key: null, account_number: "0", sequence: "0" };
  if (vesting === undefined) return { "@type": "/cosmos.auth.v1beta1.BaseAccount", ...base };
  for (const { denom, amount } of vesting.amount) {
    const owned = coins.find((coin) => coin.denom === denom)?.amount ?? "0";
    if (BigInt(amount) > BigInt(owned)) throw nodeError("CONFIG", "vesting amount cannot be greater than total amount");
  }
  const account = {
    base_account: base,
    original_vesting: vesting.amount,
    delegated_free: [],
    delegated_vesting: [],
    end_time: String(vesting.end),
  };
  const start = vesting.start;
  if (start === undefined) return { "@type": "/cosmos.vesting.v1beta1.DelayedVestingAccount", base_vesting_account: account };
  return { "@type": "/cosmos.vesting.v1beta1.ContinuousVestingAccount", base_vesting_account: account, start_time: String(start) };
}

/** The address of an account of any kind; vesting and module accounts hold a base account inside. */
function addressOf(account: Readonly<Record<string, unknown>>): string | undefined {
  const { address } = account;
  if (typeof address === "string") return address;
  for (const key of ["base_account", "base_vesting_account"]) {
    const inner = account[key];
    if (typeof inner === "object" && inner !== null) return addressOf(inner as Readonly<Record<string, unknown>>);
  }
  return undefined;
}
