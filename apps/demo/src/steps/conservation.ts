import { queryAll } from "@openledger/client";
import { BaseAccount, ModuleAccount, QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import type { ChainHistory } from "./chain-history.ts";
import { inParallel, type World } from "./world.ts";

/** Units of one denom; the identity is sumOfBalances = supply = genesis + entered - burned. */
export interface DenomConservation {
  readonly denom: string;
  readonly genesis: bigint;
  /** Sum of the deposits through a gate of all blocks. */
  readonly entered: bigint;
  /** Sum of the burn events of all blocks. */
  readonly burned: bigint;
  /** What the bank says. */
  readonly supply: bigint;
  /** Sum over every account of the chain, people's and modules'. */
  readonly sumOfBalances: bigint;
  readonly holds: boolean;
}

export interface AccountBalance {
  readonly address: string;
  /** Name of a module's account, else empty. */
  readonly module: string;
  /** By denom. */
  readonly coins: Readonly<Record<string, bigint>>;
}

/** Balances of every account at one height. */
export async function allBalances({ client }: Pick<World, "client">, height: bigint): Promise<AccountBalance[]> {
  const accounts = await queryAll(client, async (pagination) => {
    const answer = await client.query(AuthQuery.Accounts, { pagination }, height);
    return { items: answer.accounts, nextKey: answer.pagination?.nextKey ?? new Uint8Array(0) };
  });
  return inParallel(accounts.map(nameOf), 16, async ({ address, module }) => {
    const { balances } = await client.query(BankQuery.AllBalances, { address, pagination: { limit: 1_000n } }, height);
    return { address, module, coins: Object.fromEntries(balances.map(({ denom, amount }) => [denom, BigInt(amount)])) };
  });
}

function nameOf(account: Any): { readonly address: string; readonly module: string } {
  if (account.typeUrl !== ModuleAccount.typeUrl) return { address: BaseAccount.decode(account.value).address, module: "" };
  const { baseAccount, name } = ModuleAccount.decode(account.value);
  return { address: baseAccount?.address ?? "", module: name };
}

/**
 * The conservation identity of every denom at the history's height, recomputed from balances and burn events; `coins` are
 * those of genesis.
 */
export async function checkConservation(
  client: World["client"],
  coins: readonly { readonly denom: string; readonly amount: bigint }[],
  balances: readonly AccountBalance[],
  history: ChainHistory,
): Promise<DenomConservation[]> {
  const { supply } = await client.query(BankQuery.TotalSupply, { pagination: { limit: 1_000n } }, history.height);
  const genesis = new Map<string, bigint>();
  for (const { denom, amount } of coins) {
    genesis.set(denom, (genesis.get(denom) ?? 0n) + amount);
  }
  const denoms = [...new Set([...genesis.keys(), ...supply.map(({ denom }) => denom)])].sort(compare);
  return denoms.map((denom) => {
    const atGenesis = genesis.get(denom) ?? 0n;
    const entered = history.entered[denom] ?? 0n;
    const burned = history.burned[denom] ?? 0n;
    const stated = BigInt(supply.find((coin) => coin.denom === denom)?.amount ?? "0");
    const sum = balances.reduce((total, { coins }) => total + (coins[denom] ?? 0n), 0n);
    const holds = sum === stated && stated === atGenesis + entered - burned;
    return { denom, genesis: atGenesis, entered, burned, supply: stated, sumOfBalances: sum, holds };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
