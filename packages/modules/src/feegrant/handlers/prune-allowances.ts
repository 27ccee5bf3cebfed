import { MsgPruneAllowances, MsgPruneAllowancesResponse } from "@openledger/messages/cosmos/feegrant/v1beta1";
import { messageHandler, type AnyMessageHandler } from "@openledger/state-machine";
import { pruned } from "../events.ts";
import type { FeegrantKeeper } from "../keeper.ts";

/** How many grants one message deletes: x/feegrant's number. */
const PRUNED_PER_MESSAGE = 75;

/** MsgPruneAllowances: anyone may clear away grants that have ended. */
export function createPruneAllowancesHandler(keeper: FeegrantKeeper): AnyMessageHandler {
  return messageHandler<MsgPruneAllowances, MsgPruneAllowancesResponse>({
    codec: MsgPruneAllowances,
    response: MsgPruneAllowancesResponse,
    // Its proto file names none, and amino JSON then uses the type URL.
    aminoName: MsgPruneAllowances.typeUrl,
    signers: ({ pruner }) => [pruner],
    checkStateless: () => undefined,
    handle(ctx, { pruner }) {
      keeper.prune(ctx, PRUNED_PER_MESSAGE);
      ctx.emit(pruned(pruner));
      return {};
    },
  });
}
