import { GenesisState } from "@openledger/messages/cosmos/authz/v1beta1";
import { addressFromBytes } from "@openledger/primitives";
import { genesisError, TxError, type Context, type Json, type QueryContext } from "@openledger/state-machine";
import { timeNanos } from "../support/expiry.ts";
import { genesisAddress } from "../support/genesis-address.ts";
import { messageFromJson, messageToJson } from "../support/proto-json.ts";
import type { Authorizations } from "./authorizations.ts";
import type { AuthzKeeper } from "./keeper.ts";
import { AUTHZ_STORE, grants } from "./state.ts";

/** Reads the SDK's `{authorization: [{granter, grantee, authorization, expiration}]}`; what has ended is left out. */
export function initAuthzGenesis(
  ctx: Context,
  keeper: AuthzKeeper,
  authorizations: Authorizations,
  genesis: Json | undefined,
): void {
  const where = "app_state.authz";
  const types = authorizations.kinds.map(({ codec }) => codec);
  messageFromJson(GenesisState, genesis, where, types).authorization.forEach((entry, i) => {
    const at = `${where}.authorization[${i}]`;
    const { authorization, expiration } = entry;
    const granter = genesisAddress(ctx, entry.granter, `${at}.granter`);
    const grantee = genesisAddress(ctx, entry.grantee, `${at}.grantee`);
    if (authorization === undefined) throw genesisError(`${at}.authorization`, "is missing");
    if (expiration !== undefined && timeNanos(expiration) <= ctx.block.time) return;
    const kind = authorizations.kindOf(authorization);
    try {
      kind.check(authorization.value);
      keeper.save(ctx, granter, grantee, kind.permits(authorization.value), { authorization, expiration });
    } catch (error) {
      if (error instanceof TxError) throw genesisError(at, error.message);
      throw error;
    }
  });
}

/** Writes what {@link initAuthzGenesis} reads. */
export function exportAuthzGenesis({ chain, store }: QueryContext, authorizations: Authorizations): Json {
  const address = (bytes: Uint8Array): string => addressFromBytes(chain.bech32Prefix, bytes);
  const authorization = Array.from(grants.iterate(store.store(AUTHZ_STORE)), ([[granter, grantee], grant]) => ({
    granter: address(granter),
    grantee: address(grantee),
    ...grant,
  }));
  return messageToJson(GenesisState, { authorization }, authorizations.kinds.map(({ codec }) => codec));
}
