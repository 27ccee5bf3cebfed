import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import type { Context, QueryContext, Router } from "@openledger/state-machine";
import type { StakingReader } from "../support/staking.ts";

/** What proposals need of the bank. Lists of coins are valid. */
export interface GovBank {
  moduleAddress(ctx: Context | QueryContext, module: string): Address;
  allBalances(ctx: Context | QueryContext, address: Address): readonly Coin[];
  sendCoinsToModule(ctx: Context, from: Address, module: string, coins: readonly Coin[]): void;
  sendCoinsFromModule(ctx: Context, module: string, to: Address, coins: readonly Coin[]): void;
  burnCoins(ctx: Context, module: string, coins: readonly Coin[]): void;
}

/** Takes what a canceled proposal forfeits where the parameter `proposal_cancel_dest` is distribution's account. */
export interface CommunityPoolKeeper {
  fundCommunityPool(ctx: Context, coins: readonly Coin[], sender: Address): void;
}

/** What governance is built of. */
export interface GovParts {
  /** Lets nobody take what is deposited: see {@link createDepositReserve}. */
  readonly bank: GovBank;
  /** A bank that reserves nothing: deposits leave through it, and nothing else. */
  readonly escrow: Pick<GovBank, "sendCoinsFromModule" | "burnCoins">;
  readonly staking: Pick<StakingReader, "bondedValidatorsByPower" | "delegationsOf" | "totalBonded">;
  /** Finds the handlers of what proposals execute. */
  readonly router: Router;
  readonly communityPool: CommunityPoolKeeper;
}
