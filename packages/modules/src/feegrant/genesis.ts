import {
  AllowedMsgAllowance,
  BasicAllowance,
  GenesisState,
  PeriodicAllowance,
} from "@openledger/messages/cosmos/feegrant/v1beta1";
import type { MessageCodec } from "@openledger/messages";
import { genesisError, TxError, type Context, type Json, type QueryContext } from "@openledger/state-machine";
import { timeNanos } from "../support/expiry.ts";
import { genesisAddress } from "../support/genesis-address.ts";
import { messageFromJson, messageToJson } from "../support/proto-json.ts";
import { checkAllowance, expiryOf } from "./allowance.ts";
import type { FeegrantKeeper } from "./keeper.ts";
import { FEEGRANT_STORE, grants } from "./state.ts";

/** What the Any of a grant may hold. */
export const allowanceTypes: readonly MessageCodec<object>[] = [
  BasicAllowance,
  PeriodicAllowance,
  AllowedMsgAllowance,
] as readonly MessageCodec<object>[];

/** Reads the SDK's `{allowances: [{granter, grantee, allowance}]}`; what has ended is left out. */
export function initFeegrantGenesis(ctx: Context, keeper: FeegrantKeeper, genesis: Json | undefined): void {
  const where = "app_state.feegrant";
  messageFromJson(GenesisState, genesis, where, allowanceTypes).allowances.forEach((grant, i) => {
    const at = `${where}.allowances[${i}]`;
    const granter = genesisAddress(ctx, grant.granter, `${at}.granter`);
    const grantee = genesisAddress(ctx, grant.grantee, `${at}.grantee`);
    if (grant.allowance === undefined) throw genesisError(`${at}.allowance`, "is missing");
    const expiry = expiryOf(grant.allowance);
    if (expiry !== undefined && timeNanos(expiry) < ctx.block.time) return;
    try {
      checkAllowance(grant.allowance);
      keeper.grant(ctx, granter, grantee, grant.allowance);
    } catch (error) {
      if (error instanceof TxError) throw genesisError(at, error.message);
      throw error;
    }
  });
}

/** Writes what {@link initFeegrantGenesis} reads. */
export function exportFeegrantGenesis({ store }: QueryContext): Json {
  const allowances = Array.from(grants.iterate(store.store(FEEGRANT_STORE)), ([, grant]) => grant);
  return messageToJson(GenesisState, { allowances }, allowanceTypes);
}
