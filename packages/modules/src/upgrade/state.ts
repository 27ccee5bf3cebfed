/** Every key of the `upgrade` store, in the Cosmos SDK's spelling. */
import { Plan } from "@openledger/messages/cosmos/upgrade/v1beta1";
import {
  createItem,
  createMap,
  pairKey,
  presentValue,
  protoCodec,
  u64Key,
  u64Value,
  utf8Key,
  type CollectionItem,
  type CollectionMap,
} from "@openledger/store";

export const UPGRADE_STORE = "upgrade";

/** 0x00: the upgrade that is planned. */
export const plannedUpgrade: CollectionItem<Plan> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Plan) });

/** 0x01 ‖ height ‖ name: upgrades that took place. */
export const doneUpgrades: CollectionMap<readonly [bigint, string], true> = createMap({
  prefix: Uint8Array.of(0x01),
  key: pairKey(u64Key, utf8Key),
  value: presentValue,
});

/** 0x02 ‖ module: version of its state. */
export const moduleVersions: CollectionMap<string, bigint> = createMap({
  prefix: Uint8Array.of(0x02),
  key: utf8Key,
  value: u64Value,
});

/** 0x03: how many upgrades took place. */
export const protocolVersion: CollectionItem<bigint> = createItem({ prefix: Uint8Array.of(0x03), value: u64Value });
