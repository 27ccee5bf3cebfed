import type { Coin } from "@openledger/messages/cosmos/base/v1beta1";
import { addressFromBytes, addressToBytes, EncodingError, type Address } from "@openledger/primitives";
import { areValidCoins, coinsText } from "../coins.ts";
import type { Context } from "../context.ts";
import { event } from "../event.ts";
import { isOutOfGas, sdkErrors } from "../sdk-errors.ts";
import { TxError } from "../tx-error.ts";
import type { AnteInput } from "./ante-input.ts";
import { reachesAny, requiredFees } from "./min-gas-price.ts";

/**
 * Moving a fee of one denom costs about this. The SDK leaves it out of a simulation that names no fee, so that the 1.4
 * by which CosmJS multiplies (1.3 in Keplr) falls short of what a cheap message such as authz's MsgRevoke needs.
 */
const SIMULATED_FEE_GAS = 14_600n;

/** DeductFee: the payer's coins go to the fee collector, whatever becomes of the messages. */
export function deductFee(input: AnteInput): void {
  const { ctx, tx, mode, accounts, fees } = input;
  const { fee, feePayer } = tx;
  if (mode !== "simulate" && fee.gasLimit === 0n) throw sdkErrors.invalidGasLimit("must provide positive gas");
  if (mode === "check" || mode === "recheck") requireFloor(input);
  const coins = fee.amount;
  const payer = fee.granter === "" ? feePayer : useGrant(input, coins);
  if (accounts.account(ctx, payer) === undefined) {
    throw sdkErrors.unknownAddress(`fee payer address: ${payer} does not exist`);
  }
  // As in the SDK, coins that are all zero are no fee, and a zero beside a fee makes it invalid.
  if (coins.some(({ amount }) => BigInt(amount) !== 0n)) {
    if (!areValidCoins(coins)) throw sdkErrors.insufficientFee(`invalid fee amount: ${coinsText(coins).slice(0, 200)}`);
    try {
      fees.collectFee(ctx, payer, coins);
    } catch (error) {
      // The SDK wraps whatever the bank says once more, which is why the suffix stands twice in its logs.
      if (!(error instanceof TxError) || isOutOfGas(error)) throw error;
      throw sdkErrors.insufficientFunds(error.message);
    }
  } else if (mode === "simulate") {
    ctx.gas.consume(SIMULATED_FEE_GAS, "fee of a simulation");
  }
  ctx.emit(event("tx", { fee: coinsText(coins), fee_payer: payer }));
}

/** The granter, whose coins pay, after their grant to the fee payer has let it pass. */
function useGrant({ ctx, tx, feeGrants }: AnteInput, fee: readonly Coin[]): Address {
  const granter = granterAddress(ctx, tx.fee.granter);
  if (feeGrants === undefined) throw sdkErrors.invalidRequest("fee grants are not enabled");
  if (granter === tx.feePayer) return granter;
  const typeUrls = tx.messages.map(({ handler }) => handler.codec.typeUrl);
  try {
    feeGrants.useGrant(ctx, granter, tx.feePayer, fee, typeUrls);
  } catch (error) {
    if (!(error instanceof TxError) || isOutOfGas(error)) throw error;
    const { codespace, code, message } = error;
    throw new TxError(codespace, code, `${granter} does not allow to pay fees for ${tx.feePayer}: ${message}`);
  }
  return granter;
}

function granterAddress({ chain }: Context, text: string): Address {
  try {
    return addressFromBytes(chain.bech32Prefix, addressToBytes(chain.bech32Prefix, text));
  } catch (error) {
    if (error instanceof EncodingError) throw sdkErrors.invalidAddress(`invalid fee granter address (${error.message})`);
    throw error;
  }
}

function requireFloor({ tx, minGasPrices }: AnteInput): void {
  const required = requiredFees(minGasPrices, tx.fee.gasLimit);
  if (required.length > 0 && !reachesAny(tx.fee.amount, required)) {
    throw sdkErrors.insufficientFee(
      `insufficient fees; got: ${coinsText(tx.fee.amount).slice(0, 200)} required: ${coinsText(required)}`,
    );
  }
}
