import { createHash } from "node:crypto";
import { addressFromBytes, fromHex } from "@openledger/primitives";
import { storableText } from "../decode/text.ts";
import { bondStatuses, type delegations, type redelegations, type UnbondingEntry, type unbondings, type validators } from "../schema/stake.ts";
import { unexpected, type EventReader, type PlacedEvent } from "./event-reader.ts";
import { onEvent, type EventProjection } from "./projection.ts";

/** What a validator, delegation, unbonding or redelegation is at the end of a block that changed it. */
export type ValidatorState = typeof validators.$inferInsert | { readonly operator: string; readonly removed: true; readonly height: bigint };
export type DelegationState = typeof delegations.$inferInsert;
export type UnbondingState = typeof unbondings.$inferInsert;
export type RedelegationState = typeof redelegations.$inferInsert;

/** Stakes as each block leaves them, and what validators did wrong. */
export const stakeEvents: readonly EventProjection[] = [
  onEvent("validator_changed", (rows, { height }, event, read) => {
    const operator = read.text("validator");
    rows.validatorStates.push(read.text("removed") === "true" ? { operator, height, removed: true } : validatorOf(height, event, read, operator));
  }),
  onEvent("delegation_changed", (rows, { height }, _event, read) => {
    rows.delegationStates.push({ delegator: read.text("delegator"), validator: read.text("validator"), shares: read.number("shares"), height });
  }),
  onEvent("unbonding_changed", (rows, { height }, event, read) => {
    const entries = entriesOf(height, event, read);
    const amount = entries.reduce((sum, { has }) => sum + BigInt(has), 0n);
    rows.unbondingStates.push({ delegator: read.text("delegator"), validator: read.text("validator"), entries, amount, height });
  }),
  onEvent("redelegation_changed", (rows, { height }, event, read) => {
    rows.redelegationStates.push({
      delegator: read.text("delegator"),
      sourceValidator: read.text("source_validator"),
      destinationValidator: read.text("destination_validator"),
      entries: entriesOf(height, event, read),
      height,
    });
  }),
  onEvent("signing_info_changed", (rows, { height }, _event, read) => {
    const [startHeight, jailedUntilNs] = [read.number("start_height"), read.number("jailed_until")];
    rows.signingInfos.push({ consensusAddress: read.text("address"), height, startHeight, jailedUntilNs, tombstoned: read.text("tombstoned") === "true" });
  }),
  onEvent("liveness", (rows, { height }, _event, read) => {
    rows.missedBlocks.push({ consensusAddress: read.text("address"), height, missedInWindow: read.number("missed_blocks") });
  }),
  onEvent("slash", (rows, { height }, event, read) => {
    rows.slashes.push({
      height,
      eventIndex: event.index,
      consensusAddress: read.optional("address") ?? read.text("jailed"),
      reason: read.optional("reason") ?? null,
      power: read.optionalNumber("power") ?? null,
      burned: read.optionalNumber("burned_coins") ?? null,
      jailed: read.optional("jailed") !== undefined,
    });
  }),
];

function validatorOf(height: bigint, event: PlacedEvent, read: EventReader, operator: string): typeof validators.$inferInsert {
  const status = bondStatuses.find((name) => name === read.text("status"));
  if (status === undefined) throw unexpected(height, event, `status ${read.text("status").slice(0, 40)} is unknown`);
  return {
    operator,
    consensusAddress: consensusAddress(operator, read),
    status,
    jailed: read.text("jailed") === "true",
    tokens: read.number("tokens"),
    shares: read.number("shares"),
    commissionRate: read.number("commission_rate"),
    maxCommissionRate: read.number("max_commission_rate"),
    maxCommissionChangeRate: read.number("max_commission_change_rate"),
    commissionUpdateTimeNs: read.number("commission_update_time"),
    minSelfDelegation: read.number("min_self_delegation"),
    unbondingHeight: read.number("unbonding_height"),
    unbondingTimeNs: read.number("unbonding_time"),
    moniker: storableText(read.text("moniker")),
    identity: storableText(read.text("identity")),
    website: storableText(read.text("website")),
    securityContact: storableText(read.text("security_contact")),
    details: storableText(read.text("details")),
    removed: false,
    height,
  };
}

/** `<prefix>valcons1…` of the key; the prefix is that of the operator. */
function consensusAddress(operator: string, read: EventReader): string {
  const prefix = operator.slice(0, operator.lastIndexOf("valoper1"));
  const key = fromHex(read.text("consensus_key"));
  const sha256 = createHash("sha256").update(key).digest();
  const bytes = read.text("consensus_key_type") === "secp256k1" ? createHash("ripemd160").update(sha256).digest() : sha256.subarray(0, 20);
  return addressFromBytes(`${prefix}valcons`, Uint8Array.from(bytes));
}

/** `creation height:completion:units it began with:what it has`, separated by commas. */
function entriesOf(height: bigint, event: PlacedEvent, read: EventReader): UnbondingEntry[] {
  const parts = read.text("entries").split(",").filter((part) => part !== "");
  return parts.map((part) => {
    const [creationHeight, completionTimeNs, initialBalance, has] = part.split(":");
    if (creationHeight === undefined || completionTimeNs === undefined || initialBalance === undefined || has === undefined) {
      throw unexpected(height, event, `entry ${part.slice(0, 80)} is not four numbers`);
    }
    return { creationHeight, completionTimeNs, initialBalance, has };
  });
}
