import { addressToBytes, type Address } from "@openledger/primitives";
import { sdkErrors, type Context, type QueryContext } from "@openledger/state-machine";
import { accountText } from "../support/validator-addresses.ts";
import { setWithdrawAddressDisabled } from "./errors.ts";
import { withdrawAddressSet } from "./events.ts";
import type { DistributionBank } from "./expected-keepers.ts";
import { isWithdrawAddressEnabled } from "./params.ts";
import { DISTRIBUTION_STORE, withdrawAddresses } from "./state.ts";

/** Who gets the rewards of a delegator: itself unless it has named another. */
export function withdrawAddressOf(ctx: Context | QueryContext, delegator: Uint8Array): Address {
  return accountText(ctx.chain, withdrawAddresses.get(ctx.store.store(DISTRIBUTION_STORE), delegator) ?? delegator);
}

/** Names who gets the rewards of a delegator. Throws the SDK's errors for a module's account and where params forbid it. */
export function setWithdrawAddress(bank: DistributionBank, ctx: Context, delegator: Uint8Array, receiver: Address): void {
  if (bank.isBlocked(ctx, receiver)) throw sdkErrors.unauthorized(`${receiver} is not allowed to receive external funds`);
  if (!isWithdrawAddressEnabled(ctx)) throw setWithdrawAddressDisabled();
  ctx.emit(withdrawAddressSet(receiver));
  withdrawAddresses.set(ctx.store.store(DISTRIBUTION_STORE), delegator, addressToBytes(ctx.chain.bech32Prefix, receiver));
}
