import type { TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { addressToBytes, EncodingError } from "@openledger/primitives";
import { coinsText, parseAmount } from "../coins.ts";
import { sdkErrors } from "../sdk-errors.ts";
import type { AnteInput } from "./ante-input.ts";

/** Largest gas limit: cosmos-sdk types/tx MaxGasWanted. */
const GAS_WANTED_MAX = (1n << 63n) - 1n;

/** ExtensionOptions: this chain knows none. */
export function rejectExtensionOptions({ tx }: AnteInput): void {
  if (tx.body.extensionOptions.length > 0) throw sdkErrors.unknownExtensionOptions();
}

/** ValidateBasic of the transaction itself. */
export function checkBasics({ ctx, tx }: AnteInput): void {
  const { fee, raw, signers } = tx;
  if (fee.gasLimit > GAS_WANTED_MAX) {
    throw sdkErrors.invalidRequest(`invalid gas supplied; ${fee.gasLimit} > ${GAS_WANTED_MAX}`);
  }
  const amounts = fee.amount.map((coin) => parseAmount(coin.amount));
  if (amounts.some((amount) => amount === undefined || amount < 0n)) {
    throw sdkErrors.insufficientFee(`invalid fee provided: ${coinsText(fee.amount).slice(0, 200)}`);
  }
  if (fee.payer !== "") checkFeePayer(ctx.chain.bech32Prefix, fee.payer);
  checkSignatureCount(raw, signers.length, tx.authInfo.signerInfos.length);
}

/** TxTimeoutHeight: the last height at which the sender still wants it. */
export function checkTimeoutHeight({ ctx, tx }: AnteInput): void {
  const timeout = tx.body.timeoutHeight;
  if (timeout > 0n && ctx.block.height > timeout) {
    throw sdkErrors.txTimeoutHeight(`block height: ${ctx.block.height}, timeout height: ${timeout}`);
  }
}

function checkFeePayer(prefix: string, payer: string): void {
  try {
    addressToBytes(prefix, payer);
  } catch (error) {
    if (error instanceof EncodingError) throw sdkErrors.invalidAddress(`invalid fee payer address (${error.message})`);
    throw error;
  }
}

function checkSignatureCount({ signatures }: TxRaw, signers: number, signerInfos: number): void {
  if (signatures.length === 0) throw sdkErrors.noSignatures();
  if (signatures.length !== signers) {
    throw sdkErrors.unauthorized(`wrong number of signers; expected ${signers}, got ${signatures.length}`);
  }
  if (signerInfos !== signers) {
    throw sdkErrors.unauthorized(`invalid number of signer infos; expected ${signers}, got ${signerInfos}`);
  }
}
