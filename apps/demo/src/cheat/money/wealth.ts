import { allOffers, allSessions } from "@openledger/client";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { QueryService as RewardsQuery } from "@openledger/messages/openledger/rewards/v1";
import { inParallel } from "../../steps/world.ts";
import type { Party } from "../network/parties.ts";
import type { Network } from "../network/stage.ts";
import { addUnits, type Coins } from "./coins.ts";

/** What a party has: its account, the bonds of its offers, and what is left of its escrows. */
export type Wealth = ReadonlyMap<Party, Coins>;

/** Reads the wealth of some parties as of the last block; `isClaimable` counts rewards that wait to be claimed. */
export async function readWealth(
  { client, parties }: Network,
  of: readonly Party[],
  { isClaimable = false }: { readonly isClaimable?: boolean } = {},
): Promise<Wealth> {
  const height = await client.height();
  const [offers, sessions] = [await allOffers(client), await allSessions(client)];
  const read = await inParallel(of, 8, async (party) => {
    const { address } = parties[party];
    const book: Record<string, bigint> = {};
    const { balances } = await client.query(BankQuery.AllBalances, { address, pagination: { limit: 100n } }, height);
    const claimable = isClaimable ? (await client.query(RewardsQuery.Claimable, { address }, height)).amount : [];
    const bonds = offers.flatMap(({ host, bond }) => (host === address && bond !== undefined ? [bond] : []));
    for (const { denom, amount } of [...balances, ...claimable, ...bonds]) addUnits(book, denom, BigInt(amount));
    for (const { buyer, escrow, settledAmount } of sessions) {
      if (buyer === address && escrow !== undefined) addUnits(book, escrow.denom, BigInt(escrow.amount) - BigInt(settledAmount));
    }
    return [party, book] as const;
  });
  return new Map(read);
}
