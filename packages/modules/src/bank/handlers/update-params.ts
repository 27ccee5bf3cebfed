import {
  MsgSetSendEnabled,
  MsgSetSendEnabledResponse,
  MsgUpdateParams,
  MsgUpdateParamsResponse,
  Params,
} from "@openledger/messages/cosmos/bank/v1beta1";
import { isDenom, messageHandler, sdkErrors, unregisteredError, type AnyMessageHandler } from "@openledger/state-machine";
import { requireGovAuthority, type AuthorityKeeper } from "../../support/gov-authority.ts";
import { BANK_STORE, bankParams, sendEnabled } from "../state.ts";

/** MsgUpdateParams: governance decides whether denoms may be sent that nobody has named. */
export function createUpdateParamsHandler(authorities: AuthorityKeeper): AnyMessageHandler {
  return messageHandler<MsgUpdateParams, MsgUpdateParamsResponse>({
    codec: MsgUpdateParams,
    response: MsgUpdateParamsResponse,
    aminoName: "cosmos-sdk/x/bank/MsgUpdateParams",
    signers: ({ authority }) => [authority],
    checkStateless: () => undefined,
    handle(ctx, { authority, params = Params.create() }) {
      requireGovAuthority(ctx, authorities, authority);
      if (params.sendEnabled.length > 0) {
        throw unregisteredError("use of send_enabled in params is no longer supported");
      }
      bankParams.set(ctx.store.store(BANK_STORE), { sendEnabled: [], defaultSendEnabled: params.defaultSendEnabled });
      return {};
    },
  });
}

/** MsgSetSendEnabled: governance decides which denoms may be sent. */
export function createSetSendEnabledHandler(authorities: AuthorityKeeper): AnyMessageHandler {
  return messageHandler<MsgSetSendEnabled, MsgSetSendEnabledResponse>({
    codec: MsgSetSendEnabled,
    response: MsgSetSendEnabledResponse,
    aminoName: "cosmos-sdk/MsgSetSendEnabled",
    signers: ({ authority }) => [authority],
    checkStateless: () => undefined,
    handle(ctx, { authority, sendEnabled: entries, useDefaultFor }) {
      requireGovAuthority(ctx, authorities, authority);
      const seen = new Set<string>();
      for (const { denom } of entries) {
        const text = denom.slice(0, 200);
        if (seen.has(denom)) throw sdkErrors.invalidRequest(`duplicate denom entries found for "${text}"`);
        seen.add(denom);
        if (!isDenom(denom)) throw sdkErrors.invalidRequest(`invalid SendEnabled denom "${text}": invalid denom: ${text}`);
      }
      for (const denom of useDefaultFor) {
        const text = denom.slice(0, 200);
        if (!isDenom(denom)) throw sdkErrors.invalidRequest(`invalid UseDefaultFor denom "${text}": invalid denom: ${text}`);
      }
      const store = ctx.store.store(BANK_STORE);
      for (const { denom, enabled } of entries) sendEnabled.set(store, denom, enabled);
      for (const denom of useDefaultFor) sendEnabled.delete(store, denom);
      return {};
    },
  });
}
