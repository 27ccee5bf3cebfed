import { MsgDepositValidatorRewardsPool, MsgDepositValidatorRewardsPoolResponse } from "@openledger/messages/cosmos/distribution/v1beta1";
import { EncodingError } from "@openledger/primitives";
import { messageHandler, unregisteredError, type AnyMessageHandler, type ChainConfig } from "@openledger/state-machine";
import { decCoinsFromCoins } from "../../support/dec-coins.ts";
import { checkCoinTexts } from "../../support/number-texts.ts";
import { requirePlainAddress } from "../../support/sdk-address.ts";
import { operatorBytes } from "../../support/validator-addresses.ts";
import { allocateToValidator } from "../allocate.ts";
import { noSuchValidator } from "../errors.ts";
import { DISTRIBUTION, type DistributionParts } from "../parts.ts";

/** MsgDepositValidatorRewardsPool: coins of the signer are earned by a validator and its delegators. */
export function createDepositValidatorRewardsPoolHandler({ bank, staking }: DistributionParts): AnyMessageHandler {
  return messageHandler<MsgDepositValidatorRewardsPool, MsgDepositValidatorRewardsPoolResponse>({
    codec: MsgDepositValidatorRewardsPool,
    response: MsgDepositValidatorRewardsPoolResponse,
    aminoName: "cosmos-sdk/distr/MsgDepositValRewards",
    signers: ({ depositor }) => [depositor],
    checkStateless: ({ amount }) => checkCoinTexts(amount),
    handle(ctx, { depositor, validatorAddress, amount }) {
      bank.sendCoinsToModule(ctx, requirePlainAddress(ctx.chain, depositor), DISTRIBUTION, amount);
      const validator = staking.validator(ctx, plainOperator(ctx.chain, validatorAddress));
      if (validator === undefined) throw noSuchValidator();
      allocateToValidator(ctx, validator, decCoinsFromCoins(amount));
      return {};
    },
  });
}

/** The SDK reports the codec's own error here, which has no code. */
function plainOperator(chain: ChainConfig, text: string): Uint8Array {
  try {
    return operatorBytes(chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw unregisteredError(error.message);
    throw error;
  }
}
