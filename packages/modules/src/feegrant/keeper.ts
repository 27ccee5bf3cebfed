import { Grant } from "@openledger/messages/cosmos/feegrant/v1beta1";
import type { Any, Timestamp } from "@openledger/messages/google/protobuf";
import { addressToBytes, type Address } from "@openledger/primitives";
import { sdkErrors, type Context, type FeeGrantKeeper, type QueryContext } from "@openledger/state-machine";
import { timeNanos, timeText } from "../support/expiry.ts";
import { sortableTimeText } from "../support/timestamps.ts";
import { acceptFee, expiryOf } from "./allowance.ts";
import { grantEvent } from "./events.ts";
import type { AccountsKeeper, BlockedKeeper } from "./expected-keepers.ts";
import { expiries, FEEGRANT_STORE, grants } from "./state.ts";

/** Who pays whose fees, within which limits. */
export interface FeegrantKeeper extends FeeGrantKeeper {
  /** Writes a checked allowance; an account that is not there yet is created. Throws the SDK's errors. */
  grant(ctx: Context, granter: Address, grantee: Address, allowance: Any): void;
  /** Throws the SDK's not-found error without a grant. */
  revoke(ctx: Context, granter: Address, grantee: Address): void;
  find(ctx: Context | QueryContext, granter: Address, grantee: Address): Grant | undefined;
  /** Deletes up to `limit` grants that have ended. */
  prune(ctx: Context, limit: number): void;
}

export function createFeegrantKeeper(accounts: AccountsKeeper, bank: BlockedKeeper): FeegrantKeeper {
  return {
    revoke,
    find,
    prune,
    grant(ctx, granter, grantee, allowance) {
      if (find(ctx, granter, grantee) !== undefined) throw sdkErrors.invalidRequest("fee allowance already exists");
      if (!accounts.hasAccount(ctx, grantee)) {
        if (bank.isBlocked(ctx, grantee)) throw sdkErrors.unauthorized(`${grantee} is not allowed to receive funds`);
        accounts.createAccount(ctx, grantee);
      }
      const expiry = expiryOf(allowance);
      if (expiry !== undefined) {
        if (timeNanos(expiry) < ctx.block.time) {
          throw sdkErrors.invalidRequest("expiration is before current block time");
        }
        expiries.set(ctx.store.store(FEEGRANT_STORE), queueKey(ctx, expiry, granter, grantee), true);
      }
      write(ctx, { granter, grantee, allowance });
      ctx.emit(grantEvent("set", granter, grantee));
    },
    useGrant(ctx, granter, grantee, fee, typeUrls) {
      const left = acceptFee(ctx, requireAllowance(ctx, granter, grantee), { fee, typeUrls });
      if (left === undefined) revoke(ctx, granter, grantee);
      ctx.emit(grantEvent("use", granter, grantee));
      if (left === undefined) return;
      write(ctx, { granter, grantee, allowance: left });
      ctx.emit(grantEvent("update", granter, grantee));
    },
  };
}

function find(ctx: Context | QueryContext, granter: Address, grantee: Address): Grant | undefined {
  return grants.get(ctx.store.store(FEEGRANT_STORE), keyOf(ctx, granter, grantee));
}

function requireAllowance(ctx: Context, granter: Address, grantee: Address): Any {
  const allowance = find(ctx, granter, grantee)?.allowance;
  if (allowance === undefined) throw sdkErrors.notFound("fee-grant not found");
  return allowance;
}

function revoke(ctx: Context, granter: Address, grantee: Address): void {
  const expiry = expiryOf(requireAllowance(ctx, granter, grantee));
  const store = ctx.store.store(FEEGRANT_STORE);
  grants.delete(store, keyOf(ctx, granter, grantee));
  if (expiry !== undefined) expiries.delete(store, queueKey(ctx, expiry, granter, grantee));
  ctx.emit(grantEvent("revoke", granter, grantee));
}

function prune(ctx: Context, limit: number): void {
  const store = ctx.store.store(FEEGRANT_STORE);
  const nobody = new Uint8Array(0);
  const ended = [];
  for (const [key] of expiries.iterate(store, { end: [sortableTimeText(ctx.block.time), nobody, nobody] })) {
    if (ended.length === limit) break;
    ended.push(key);
  }
  for (const key of ended) {
    expiries.delete(store, key);
    grants.delete(store, [key[1], key[2]]);
  }
}

function write(ctx: Context, grant: Grant & { readonly granter: Address; readonly grantee: Address }): void {
  const stored = Grant.create(grant);
  grants.set(ctx.store.store(FEEGRANT_STORE), keyOf(ctx, grant.granter, grant.grantee), stored);
}

function keyOf({ chain }: Context | QueryContext, granter: Address, grantee: Address): readonly [Uint8Array, Uint8Array] {
  return [addressToBytes(chain.bech32Prefix, grantee), addressToBytes(chain.bech32Prefix, granter)];
}

function queueKey(
  ctx: Context,
  expiry: Timestamp,
  granter: Address,
  grantee: Address,
): readonly [string, Uint8Array, Uint8Array] {
  return [timeText(expiry), ...keyOf(ctx, granter, grantee)];
}
