import { MsgUnjail, MsgUnjailResponse } from "@openledger/messages/cosmos/slashing/v1beta1";
import { EncodingError } from "@openledger/primitives";
import { messageHandler, sdkErrors, type AnyMessageHandler, type ChainConfig } from "@openledger/state-machine";
import { accountOfOperator, operatorBytes } from "../../support/validator-addresses.ts";
import type { FullSlashingKeeper } from "../keeper.ts";

/** MsgUnjail: a jailed validator comes back when its time is over and its own delegation suffices. */
export function createUnjailHandler(keeper: FullSlashingKeeper): AnyMessageHandler {
  return messageHandler<MsgUnjail, MsgUnjailResponse>({
    codec: MsgUnjail,
    response: MsgUnjailResponse,
    aminoName: "cosmos-sdk/MsgUnjail",
    signers: ({ validatorAddr }) => [accountOfOperator(validatorAddr)],
    checkStateless: () => undefined,
    handle(ctx, { validatorAddr }) {
      keeper.unjail(ctx, requireOperator(ctx.chain, validatorAddr));
      return {};
    },
  });
}

function requireOperator(chain: ChainConfig, text: string): Uint8Array {
  try {
    return operatorBytes(chain, text);
  } catch (error) {
    if (error instanceof EncodingError) throw sdkErrors.invalidAddress(`validator input address: ${error.message}`);
    throw error;
  }
}
