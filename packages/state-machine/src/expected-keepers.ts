/** What the ante chain needs of the modules that hold accounts and money. */
import type { Address } from "@openledger/primitives";
import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import type { Context, QueryContext } from "./context.ts";

/** An account that signs. */
export interface Account {
  readonly address: Address;
  readonly accountNumber: bigint;
  readonly sequence: bigint;
  /** Absent until the account's first transaction. */
  readonly publicKey: Any | undefined;
}

/** Limits and prices of x/auth. */
export interface AuthLimits {
  readonly maxMemoCharacters: bigint;
  readonly txSigLimit: bigint;
  readonly txSizeCostPerByte: bigint;
  readonly sigVerifyCostEd25519: bigint;
  readonly sigVerifyCostSecp256k1: bigint;
}

export interface AccountKeeper {
  params(ctx: Context | QueryContext): AuthLimits;
  account(ctx: Context | QueryContext, address: Address): Account | undefined;
  /** Stores key and sequence of an account that exists. */
  updateAccount(ctx: Context, account: Account): void;
}

/** Who may let others pay fees with their coins. */
export interface FeeGrantKeeper {
  /**
   * Counts `fee` against what `granter` allows `grantee`, whose transaction holds messages of these type URLs. Throws
   * the SDK's not-found error without a grant and x/feegrant's errors where the grant does not cover it.
   */
  useGrant(ctx: Context, granter: Address, grantee: Address, fee: readonly Coin[], typeUrls: readonly string[]): void;
}

export interface FeeKeeper {
  /** Moves valid, non-empty coins to the fee collector. Throws the SDK's insufficient-funds error. */
  collectFee(ctx: Context, payer: Address, fee: readonly Coin[]): void;
}
