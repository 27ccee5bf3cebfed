import type { CommittedTx } from "@openledger/client";
import { MsgSettleResponse } from "@openledger/messages/openledger/market/v1";
import { TxMsgData } from "@openledger/messages/cosmos/base/abci/v1beta1";
import { assertDefined } from "@openledger/primitives";
import type { Caught, Outcome } from "../attempts/attempt.ts";
import type { Stage } from "../network/stage.ts";
import { awaitEvent } from "./await-event.ts";

/** Id of the settlement that a transaction made. */
export function settlementOf({ data }: CommittedTx): bigint {
  const [response] = TxMsgData.decode(data).msgResponses;
  return MsgSettleResponse.decode(assertDefined(response, "a settlement answers").value).settlementId;
}

/** Waits until a settlement is void, and says why and where its bond went. */
export async function voidVerdict(
  { client }: Stage,
  settlementId: bigint,
  { height: fromHeight }: Pick<CommittedTx, "height">,
): Promise<Outcome & { readonly caught: Caught }> {
  const wanted = { settlement_id: settlementId.toString() };
  const { height, attributes } = await awaitEvent(client, "settlement_voided", wanted, fromHeight);
  const { reason = "", denom = "", slashed = "0", returned = "0", burned = "0", treasury = "0" } = attributes;
  const isSilence = reason === "demand-unanswered";
  return {
    caught: {
      kind: isSilence ? "demand" : "counter-example",
      codespace: "market",
      code: reason,
      message: `settlement ${settlementId} is void: ${returned}${denom} returned to the buyer, ${slashed}${denom} of the bond slashed`,
      height,
    },
    ...(burned === "0" ? {} : { burned: { [denom]: BigInt(burned) } }),
    ...(treasury === "0" ? {} : { treasury: { [denom]: BigInt(treasury) } }),
  };
}
