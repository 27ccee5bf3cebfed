import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "@openledger/messages/cosmos/staking/v1beta1";
import { messageHandler, sdkErrors, type AnyMessageHandler } from "@openledger/state-machine";
import { invalidAuthority } from "../errors.ts";
import { checkDecText } from "../message-values.ts";
import { checkStakingParams } from "../params.ts";
import type { StakingParts } from "../parts.ts";
import { STAKING_STORE, stakingParams, unbondings, validators } from "../state.ts";

/** MsgUpdateParams: what a governance proposal decides. */
export function createUpdateParamsHandler({ bank }: StakingParts): AnyMessageHandler {
  return messageHandler<MsgUpdateParams, MsgUpdateParamsResponse>({
    codec: MsgUpdateParams,
    response: MsgUpdateParamsResponse,
    aminoName: "cosmos-sdk/x/staking/MsgUpdateParams",
    signers: ({ authority }) => [authority],
    checkStateless: ({ params }) => checkDecText(params?.minCommissionRate ?? ""),
    handle(ctx, { authority, params = Params.create() }) {
      const expected = bank.moduleAddress(ctx, "gov");
      if (authority !== expected) throw invalidAuthority(`invalid authority; expected ${expected}, got ${authority.slice(0, 200)}`);
      checkStakingParams(params);
      const store = ctx.store.store(STAKING_STORE);
      const { bondDenom } = stakingParams.require(store);
      if (params.bondDenom !== bondDenom && (isAny(validators.iterate(store)) || isAny(unbondings.iterate(store)))) {
        throw sdkErrors.invalidRequest(`the bond denom stays ${bondDenom} while anything of it is staked`);
      }
      stakingParams.set(store, params);
      return {};
    },
  });
}

function isAny(entries: Iterable<unknown>): boolean {
  for (const _ of entries) return true;
  return false;
}
