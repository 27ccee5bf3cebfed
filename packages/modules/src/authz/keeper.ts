import { Grant, GrantQueueItem } from "@openledger/messages/cosmos/authz/v1beta1";
import type { Any, Timestamp } from "@openledger/messages/google/protobuf";
import { addressToBytes, type Address } from "@openledger/primitives";
import type { Context, QueryContext } from "@openledger/state-machine";
import { timeNanos, timeText } from "../support/expiry.ts";
import { secondsText, sortableTimeText } from "../support/timestamps.ts";
import { invalidExpirationTime, noAuthorizationFound, noGrantKeyFound } from "./errors.ts";
import { grantChanged } from "./events.ts";
import { AUTHZ_STORE, expiries, grants } from "./state.ts";

const GAS_PER_QUEUED_TYPE = 20n;

/** Who may send which messages in whose name. */
export interface AuthzKeeper {
  find(ctx: Context | QueryContext, granter: Address, grantee: Address, typeUrl: string): Grant | undefined;
  /** Writes a grant over one that is there. Throws x/authz's error for an expiration that is not in the future. */
  save(ctx: Context, granter: Address, grantee: Address, typeUrl: string, grant: Grant): void;
  /** Exchanges the authorization of a grant that is there. */
  update(ctx: Context, granter: Address, grantee: Address, typeUrl: string, authorization: Any): void;
  /** Throws x/authz's error without a grant. */
  delete(ctx: Context, granter: Address, grantee: Address, typeUrl: string): void;
  /** Deletes the grants that ended before this block. */
  prune(ctx: Context): void;
}

export const authzKeeper: AuthzKeeper = { find, save, update, delete: deleteGrant, prune };

function find(ctx: Context | QueryContext, granter: Address, grantee: Address, typeUrl: string): Grant | undefined {
  return grants.get(ctx.store.store(AUTHZ_STORE), keyOf(ctx, granter, grantee, typeUrl));
}

function save(ctx: Context, granter: Address, grantee: Address, typeUrl: string, grant: Grant): void {
  const { expiration } = grant;
  if (expiration !== undefined && timeNanos(expiration) <= ctx.block.time) {
    const got = secondsText(timeNanos(expiration));
    throw invalidExpirationTime(
      `expiration must be after the current block time (${secondsText(ctx.block.time)}), got ${got}`,
    );
  }
  const before = find(ctx, granter, grantee, typeUrl)?.expiration;
  const isSame = before !== undefined && expiration !== undefined && timeNanos(before) === timeNanos(expiration);
  if (before !== undefined && !isSame) leaveQueue(ctx, before, granter, grantee, typeUrl);
  if (expiration !== undefined && !isSame) joinQueue(ctx, expiration, granter, grantee, typeUrl);
  grants.set(ctx.store.store(AUTHZ_STORE), keyOf(ctx, granter, grantee, typeUrl), grant);
  ctx.emit(grantChanged("Grant", granter, grantee, typeUrl));
}

function update(ctx: Context, granter: Address, grantee: Address, typeUrl: string, authorization: Any): void {
  const grant = find(ctx, granter, grantee, typeUrl);
  if (grant === undefined) throw noAuthorizationFound();
  grants.set(ctx.store.store(AUTHZ_STORE), keyOf(ctx, granter, grantee, typeUrl), { ...grant, authorization });
}

function deleteGrant(ctx: Context, granter: Address, grantee: Address, typeUrl: string): void {
  const grant = find(ctx, granter, grantee, typeUrl);
  if (grant === undefined) {
    throw noAuthorizationFound(`failed to delete grant of ${granter} to ${grantee} for ${typeUrl.slice(0, 200)}`);
  }
  if (grant.expiration !== undefined) leaveQueue(ctx, grant.expiration, granter, grantee, typeUrl);
  grants.delete(ctx.store.store(AUTHZ_STORE), keyOf(ctx, granter, grantee, typeUrl));
  ctx.emit(grantChanged("Revoke", granter, grantee, typeUrl));
}

function prune(ctx: Context): void {
  const store = ctx.store.store(AUTHZ_STORE);
  const nobody = new Uint8Array(0);
  const ended = [...expiries.iterate(store, { end: [sortableTimeText(ctx.block.time), nobody, nobody] })];
  for (const [key, { msgTypeUrls }] of ended) {
    expiries.delete(store, key);
    for (const typeUrl of msgTypeUrls) grants.delete(store, [key[1], key[2], typeUrl]);
  }
}

function joinQueue(ctx: Context, time: Timestamp, granter: Address, grantee: Address, typeUrl: string): void {
  const store = ctx.store.store(AUTHZ_STORE);
  const key = queueKey(ctx, time, granter, grantee);
  const queued = expiries.get(store, key)?.msgTypeUrls ?? [];
  expiries.set(store, key, GrantQueueItem.create({ msgTypeUrls: [...queued, typeUrl] }));
}

function leaveQueue(ctx: Context, time: Timestamp, granter: Address, grantee: Address, typeUrl: string): void {
  const store = ctx.store.store(AUTHZ_STORE);
  const key = queueKey(ctx, time, granter, grantee);
  const queued = expiries.get(store, key)?.msgTypeUrls;
  if (queued === undefined) throw noGrantKeyFound("can't remove grant from the expire queue, grant key not found");
  const at = queued.indexOf(typeUrl);
  ctx.gas.consume(GAS_PER_QUEUED_TYPE * BigInt(at < 0 ? queued.length : at + 1), "grant queue");
  const left = queued.filter((_, i) => i !== at);
  if (left.length === 0) expiries.delete(store, key);
  else expiries.set(store, key, GrantQueueItem.create({ msgTypeUrls: left }));
}

function keyOf(
  { chain }: Context | QueryContext,
  granter: Address,
  grantee: Address,
  typeUrl: string,
): readonly [Uint8Array, Uint8Array, string] {
  return [addressToBytes(chain.bech32Prefix, granter), addressToBytes(chain.bech32Prefix, grantee), typeUrl];
}

function queueKey(
  { chain }: Context,
  time: Timestamp,
  granter: Address,
  grantee: Address,
): readonly [string, Uint8Array, Uint8Array] {
  return [timeText(time), addressToBytes(chain.bech32Prefix, granter), addressToBytes(chain.bech32Prefix, grantee)];
}
