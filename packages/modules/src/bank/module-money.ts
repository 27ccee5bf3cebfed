import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Address } from "@openledger/primitives";
import { coinsText, sdkErrors, type Context } from "@openledger/state-machine";
import { unitsOfDenom } from "../support/coins.ts";
import { burned, coinSpent, minted } from "./events.ts";
import type { AccountsKeeper, Carried, ExternalValueKeeper, ReservedCoins } from "./expected-keepers.ts";
import { balance, changeSupply, giveCoins, requireValid, setBalance, unitsOf } from "./holdings.ts";

/** What only the account of a module with the right permission may do. Coins are valid: positive, sorted by denom. */
export interface ModuleMoney {
  /** Moves coins, locked ones too but none that are reserved, to a module with permission `staking`; a vesting account remembers them. */
  delegateCoins(ctx: Context, from: Address, module: string, coins: readonly Coin[]): void;
  /** Moves coins back from a module with permission `staking`; a vesting account remembers them. */
  undelegateCoins(ctx: Context, module: string, to: Address, coins: readonly Coin[]): void;
  /** Creates coins in the account of a module with permission `minter`. */
  mintCoins(ctx: Context, module: string, coins: readonly Coin[]): void;
  /** Destroys coins of a module with permission `burner`. */
  burnCoins(ctx: Context, module: string, coins: readonly Coin[]): void;
}

/** `takeCoins` takes what is spendable; `reserved` is what cannot even be delegated. */
export function createModuleMoney(
  accounts: AccountsKeeper,
  takeCoins: (ctx: Context, from: Address, coins: readonly Coin[]) => Carried,
  { externals, reserved }: { readonly externals: ExternalValueKeeper | undefined; readonly reserved: ReservedCoins },
): ModuleMoney {
  const { moduleAddress } = accounts;
  return {
    burnCoins(ctx, module, coins) {
      accounts.requirePermission(ctx, module, "burner");
      requireValid(coins);
      const burner = moduleAddress(ctx, module);
      takeCoins(ctx, burner, coins);
      for (const { denom, amount } of coins) changeSupply(ctx, denom, -unitsOf(amount));
      ctx.emit(burned(burner, coinsText(coins)));
    },
    mintCoins(ctx, module, coins) {
      accounts.requirePermission(ctx, module, "minter");
      requireValid(coins);
      const minter = moduleAddress(ctx, module);
      giveCoins(ctx, minter, coins);
      for (const { denom, amount } of coins) changeSupply(ctx, denom, unitsOf(amount));
      ctx.emit(minted(minter, coinsText(coins)));
    },
    delegateCoins(ctx, from, module, coins) {
      accounts.requirePermission(ctx, module, "staking");
      requireValid(coins);
      const receiver = moduleAddress(ctx, module);
      const forOthers = reserved(ctx, from);
      for (const { denom, amount } of coins) {
        const held = balance(ctx, from, denom);
        const free = held - unitsOfDenom(forOthers, denom);
        if (free < unitsOf(amount)) {
          const text = `${free}${denom} is smaller than ${coinsText(coins)}`;
          throw sdkErrors.insufficientFunds(`failed to delegate; ${text}`);
        }
        const left = held - unitsOf(amount);
        setBalance(ctx, from, denom, held, left);
        externals?.give(ctx, receiver, denom, externals.take(ctx, from, denom, left));
      }
      accounts.trackDelegation(ctx, from, coins);
      ctx.emit(coinSpent(from, coinsText(coins)));
      giveCoins(ctx, receiver, coins);
    },
    undelegateCoins(ctx, module, to, coins) {
      accounts.requirePermission(ctx, module, "staking");
      requireValid(coins);
      takeCoins(ctx, moduleAddress(ctx, module), coins);
      accounts.trackUndelegation(ctx, to, coins);
      giveCoins(ctx, to, coins);
    },
  };
}
