import { MsgUpdateParams, MsgUpdateParamsResponse, Params } from "@openledger/messages/cosmos/auth/v1beta1";
import { messageHandler, unregisteredError, type AnyMessageHandler } from "@openledger/state-machine";
import type { AuthorityKeeper } from "../../support/gov-authority.ts";
import { AUTH_STORE, authParams } from "../state.ts";

/** MsgUpdateParams: governance changes limits and gas of signatures. Its errors have no code, as in the SDK. */
export function createUpdateParamsHandler(authorities: AuthorityKeeper): AnyMessageHandler {
  return messageHandler<MsgUpdateParams, MsgUpdateParamsResponse>({
    codec: MsgUpdateParams,
    response: MsgUpdateParamsResponse,
    aminoName: "cosmos-sdk/x/auth/MsgUpdateParams",
    signers: ({ authority }) => [authority],
    checkStateless: () => undefined,
    handle(ctx, { authority, params = Params.create() }) {
      const expected = authorities.moduleAddress(ctx, "gov");
      if (authority !== expected) {
        const got = `expected ${expected}, got ${authority.slice(0, 200)}`;
        throw unregisteredError(`expected gov account as only signer for proposal message; invalid authority; ${got}`);
      }
      if (params.txSigLimit === 0n) throw unregisteredError("invalid tx signature limit: 0");
      if (params.sigVerifyCostEd25519 === 0n) throw unregisteredError("invalid ED25519 signature verification cost: 0");
      if (params.sigVerifyCostSecp256k1 === 0n) throw unregisteredError("invalid SECK256k1 signature verification cost: 0");
      if (params.maxMemoCharacters === 0n) throw unregisteredError("invalid max memo characters: 0");
      if (params.txSizeCostPerByte === 0n) throw unregisteredError("invalid tx size cost per byte: 0");
      authParams.set(ctx.store.store(AUTH_STORE), params);
      return {};
    },
  });
}
