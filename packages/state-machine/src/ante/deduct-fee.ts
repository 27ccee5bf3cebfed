import { areValidCoins, coinsText } from "../coins.ts";
import { event } from "../event.ts";
import { sdkErrors } from "../sdk-errors.ts";
import { TxError } from "../tx-error.ts";
import type { AnteInput } from "./ante-input.ts";
import { reachesAny, requiredFees } from "./min-gas-price.ts";

/** DeductFee: the payer's coins go to the fee collector, whatever becomes of the messages. */
export function deductFee(input: AnteInput): void {
  const { ctx, tx, mode, accounts, fees } = input;
  const { fee, feePayer } = tx;
  if (mode !== "simulate" && fee.gasLimit === 0n) throw sdkErrors.invalidGasLimit("must provide positive gas");
  if (mode === "check" || mode === "recheck") requireFloor(input);
  if (fee.granter !== "" && fee.granter !== feePayer) throw sdkErrors.invalidRequest("fee grants are not enabled");
  if (accounts.account(ctx, feePayer) === undefined) {
    throw sdkErrors.unknownAddress(`fee payer address: ${feePayer} does not exist`);
  }
  const coins = fee.amount.filter(({ amount }) => BigInt(amount) !== 0n);
  if (coins.length > 0) {
    if (!areValidCoins(coins)) throw sdkErrors.insufficientFee(`invalid fee amount: ${coinsText(coins).slice(0, 200)}`);
    try {
      fees.collectFee(ctx, feePayer, coins);
    } catch (error) {
      // The SDK wraps whatever the bank says once more, which is why the suffix stands twice in its logs.
      if (error instanceof TxError && error.code !== sdkErrors.outOfGas.code) {
        throw sdkErrors.insufficientFunds(error.message);
      }
      throw error;
    }
  }
  ctx.emit(event("tx", { fee: coinsText(coins), fee_payer: feePayer }));
}

function requireFloor({ tx, minGasPrices }: AnteInput): void {
  const required = requiredFees(minGasPrices, tx.fee.gasLimit);
  if (required.length > 0 && !reachesAny(tx.fee.amount, required)) {
    throw sdkErrors.insufficientFee(
      `insufficient fees; got: ${coinsText(tx.fee.amount).slice(0, 200)} required: ${coinsText(required)}`,
    );
  }
}
