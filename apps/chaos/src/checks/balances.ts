import { connect } from "@openledger/client";
import { QueryService } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Member } from "../cluster/cluster.ts";
import { DENOM } from "../load/accounts.ts";
import type { CommittedTransfer } from "../load/load.ts";

/** What every payer must own after the transfers, by a ledger kept here; units. */
export function expectedBalances(addresses: readonly string[], funds: bigint, committed: readonly CommittedTransfer[]): Map<string, bigint> {
  const balances = new Map(addresses.map((address) => [address, funds]));
  const add = (address: string, units: bigint): void => void balances.set(address, (balances.get(address) ?? 0n) + units);
  for (const { from, to, units, code } of committed) {
    if (code !== 0) continue;
    add(from, -units);
    add(to, units);
  }
  return balances;
}

/** The balances that a node tells otherwise, one sentence each. */
export async function wrongBalances({ name, validator }: Member, expected: ReadonlyMap<string, bigint>): Promise<readonly string[]> {
  const client = await connect(validator.rpcUrl);
  try {
    const wrong: string[] = [];
    for (const [address, units] of expected) {
      const { balance } = await client.query(QueryService.Balance, { address, denom: DENOM });
      if (BigInt(balance?.amount ?? "0") !== units) wrong.push(`${name} says ${balance?.amount ?? "0"} of ${address}, who must have ${units}`);
    }
    return wrong;
  } finally {
    client.disconnect();
  }
}
