/** What a block changed of stakes, for whoever follows the chain without executing it. */
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import {
  BondStatus,
  Delegation,
  Params,
  Redelegation,
  UnbondingDelegation,
  Validator,
  type RedelegationEntry,
  type UnbondingDelegationEntry,
} from "@openledger/messages/cosmos/staking/v1beta1";
import { toHex } from "@openledger/primitives";
import { event, type ChainConfig, type Event } from "@openledger/state-machine";
import { lengthPrefixedBytesKey, type Change } from "@openledger/store";
import { enumName } from "../support/enum-name.ts";
import { reportOfParams } from "../support/params-report.ts";
import { nanosOf } from "../support/timestamps.ts";
import { accountText, operatorText } from "../support/validator-addresses.ts";
import { pairOfAddresses, stakingParams, threeAddresses } from "./state.ts";

type Reporter = (chain: ChainConfig, key: Uint8Array, value: Uint8Array | undefined) => Event;

/** By the first byte of the key, each of which stands for one kind of record. */
const reporters: Readonly<Record<number, Reporter>> = {
  0x21: validatorReport,
  0x31: delegationReport,
  0x32: unbondingReport,
  0x34: redelegationReport,
};

const ofParams = reportOfParams("staking", stakingParams.keyBytes, Params);

/**
 * One event for each validator, delegation, unbonding and redelegation that the block changed, with what it is now, and
 * one for parameters.
 */
export function stakingReport(changes: readonly Change[], chain: ChainConfig): readonly Event[] {
  const records = changes.flatMap(({ key, value }) => {
    const report = reporters[key[0] ?? 0];
    return report === undefined ? [] : [report(chain, key.subarray(1), value?.slice())];
  });
  return [...records, ...ofParams(changes)];
}

/** A removed validator has its operator alone. */
function validatorReport(chain: ChainConfig, key: Uint8Array, value: Uint8Array | undefined): Event {
  const operator = operatorText(chain, lengthPrefixedBytesKey.decode(key));
  if (value === undefined) return event("validator_changed", { validator: operator, removed: "true" });
  const stored = Validator.fromBytes(value);
  const { description, commission } = stored;
  return event("validator_changed", {
    validator: operator,
    removed: "false",
    ...consensusKey(stored.consensusPubkey),
    status: enumName(BondStatus, "BOND_STATUS_", stored.status),
    jailed: String(stored.jailed),
    tokens: stored.tokens,
    shares: stored.delegatorShares,
    commission_rate: commission?.commissionRates?.rate ?? "0",
    max_commission_rate: commission?.commissionRates?.maxRate ?? "0",
    max_commission_change_rate: commission?.commissionRates?.maxChangeRate ?? "0",
    commission_update_time: nanosOf(commission?.updateTime),
    min_self_delegation: stored.minSelfDelegation,
    unbonding_height: stored.unbondingHeight,
    unbonding_time: nanosOf(stored.unbondingTime),
    moniker: description?.moniker ?? "",
    identity: description?.identity ?? "",
    website: description?.website ?? "",
    security_contact: description?.securityContact ?? "",
    details: description?.details ?? "",
  });
}

/** Type without its package, such as `ed25519`, and the key in hex. */
function consensusKey(key: Validator["consensusPubkey"]): { readonly consensus_key_type: string; readonly consensus_key: string } {
  if (key?.typeUrl === Secp256k1PubKey.typeUrl) return { consensus_key_type: "secp256k1", consensus_key: toHex(Secp256k1PubKey.fromBytes(key.value.slice()).key) };
  if (key?.typeUrl === Ed25519PubKey.typeUrl) return { consensus_key_type: "ed25519", consensus_key: toHex(Ed25519PubKey.fromBytes(key.value.slice()).key) };
  return { consensus_key_type: "", consensus_key: "" };
}

function delegationReport(chain: ChainConfig, key: Uint8Array, value: Uint8Array | undefined): Event {
  const [delegator, operator] = pairOfAddresses.decode(key);
  const shares = value === undefined ? "0" : Delegation.fromBytes(value).shares;
  return event("delegation_changed", { delegator: accountText(chain, delegator), validator: operatorText(chain, operator), shares });
}

function unbondingReport(chain: ChainConfig, key: Uint8Array, value: Uint8Array | undefined): Event {
  const [delegator, operator] = pairOfAddresses.decode(key);
  const entries = value === undefined ? [] : UnbondingDelegation.fromBytes(value).entries;
  return event("unbonding_changed", {
    delegator: accountText(chain, delegator),
    validator: operatorText(chain, operator),
    entries: entries.map((entry) => entryText(entry, entry.balance)).join(","),
  });
}

function redelegationReport(chain: ChainConfig, key: Uint8Array, value: Uint8Array | undefined): Event {
  const [delegator, source, destination] = threeAddresses.decode(key);
  const entries = value === undefined ? [] : Redelegation.fromBytes(value).entries;
  return event("redelegation_changed", {
    delegator: accountText(chain, delegator),
    source_validator: operatorText(chain, source),
    destination_validator: operatorText(chain, destination),
    entries: entries.map((entry) => entryText(entry, entry.sharesDst)).join(","),
  });
}

/** `creation height:completion in Unix nanoseconds:units it began with:what it has`, the last in units or shares. */
function entryText(entry: UnbondingDelegationEntry | RedelegationEntry, has: string): string {
  return [entry.creationHeight, nanosOf(entry.completionTime), entry.initialBalance, has].join(":");
}
