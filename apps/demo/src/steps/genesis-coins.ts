import { readFileSync } from "node:fs";
import { homePaths } from "@openledger/node";
import { z } from "zod";

const genesisBalances = z.object({
  app_state: z.object({
    bank: z.object({ balances: z.array(z.object({ coins: z.array(z.object({ denom: z.string(), amount: z.string() })) })) }),
  }),
});

/** All coins that the genesis file of a node's home gives out, people's and what is staked. */
export function genesisCoins(nodeHome: string): { readonly denom: string; readonly amount: bigint }[] {
  const { app_state: state } = genesisBalances.parse(JSON.parse(readFileSync(homePaths(nodeHome).genesisFile, "utf8")));
  return state.bank.balances.flatMap(({ coins }) => coins.map(({ denom, amount }) => ({ denom, amount: BigInt(amount) })));
}
