import type { Account, AccountKeeper, FeeGrantKeeper, FeeKeeper } from "../expected-keepers.ts";
import type { Context } from "../context.ts";
import { sdkErrors } from "../sdk-errors.ts";
import type { DecodedTx } from "../tx.ts";
import type { Address } from "@openledger/primitives";
import type { MinGasPrice } from "./min-gas-price.ts";

/** Why the ante chain runs: `recheck` skips signatures, `simulate` also fees' floor and missing keys. */
export type AnteMode = "check" | "recheck" | "deliver" | "simulate";

/** Everything that a step of the ante chain sees. */
export interface AnteInput {
  readonly ctx: Context;
  readonly tx: DecodedTx;
  readonly mode: AnteMode;
  readonly accounts: AccountKeeper;
  readonly fees: FeeKeeper;
  /** Absent on a chain where nobody pays for others. */
  readonly feeGrants: FeeGrantKeeper | undefined;
  /** Floor that this node asks for in CheckTx; empty accepts any fee. */
  readonly minGasPrices: readonly MinGasPrice[];
}

/** The account of a signer. Throws the SDK's unknown-address error. */
export function signerAccount({ ctx, accounts }: AnteInput, address: Address): Account {
  const account = accounts.account(ctx, address);
  if (account === undefined) throw sdkErrors.unknownAddress(`account ${address} does not exist`);
  return account;
}
