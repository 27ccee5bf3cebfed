import { EscrowParts, Flows, Gate, Ledger, Params, TrackedDenoms } from "@openledger/messages/openledger/gate/v1";
import {
  createItem,
  createMap,
  lengthPrefixedBytesKey,
  pairKey,
  protoCodec,
  u64Key,
  utf8Key,
  type CollectionItem,
  type CollectionMap,
  type PairKeyCodec,
} from "@openledger/store";
import { naturalValue } from "../support/amount-value.ts";
import type { StateReader } from "../support/reader.ts";

export const GATE: string = "gate";

// 0x00                            -> Params
// 0x01                            -> TrackedDenoms
// 0x02 | denom                    -> Gate
// 0x03 | len | address | denom    -> external units of a balance, decimal text
// 0x04 | denom                    -> Ledger
// 0x05 | denom | 0x00 | epoch     -> Flows of an epoch that is over
// 0x06 | session id               -> EscrowParts, while external value is left in the escrow
export const params: CollectionItem<Params> = createItem({ prefix: Uint8Array.of(0x00), value: protoCodec(Params) });
export const trackedDenoms: CollectionItem<TrackedDenoms> = createItem({
  prefix: Uint8Array.of(0x01),
  value: protoCodec(TrackedDenoms),
});
export const gates: CollectionMap<string, Gate> = createMap({
  prefix: Uint8Array.of(0x02),
  key: utf8Key,
  value: protoCodec(Gate),
});

const externalKey: PairKeyCodec<Uint8Array, string> = pairKey(lengthPrefixedBytesKey, utf8Key);
export const EXTERNAL_PREFIX = 0x03;
export const externalParts: CollectionMap<readonly [address: Uint8Array, denom: string], bigint> = createMap({
  prefix: Uint8Array.of(EXTERNAL_PREFIX),
  key: externalKey,
  value: naturalValue,
});
/** Key part shared by the external parts of one account. */
export const externalPrefix = (address: Uint8Array): Uint8Array => externalKey.prefix(address);

export const LEDGER_PREFIX = 0x04;
export const ledgers: CollectionMap<string, Ledger> = createMap({
  prefix: Uint8Array.of(LEDGER_PREFIX),
  key: utf8Key,
  value: protoCodec(Ledger),
});

const epochKey: PairKeyCodec<string, bigint> = pairKey(utf8Key, u64Key);
export const endedEpochs: CollectionMap<readonly [denom: string, epoch: bigint], Flows> = createMap({
  prefix: Uint8Array.of(0x05),
  key: epochKey,
  value: protoCodec(Flows),
});
/** Key part shared by the ended epochs of one denom. */
export const epochsPrefix = (denom: string): Uint8Array => epochKey.prefix(denom);

export const ESCROW_PREFIX = 0x06;
export const escrows: CollectionMap<bigint, EscrowParts> = createMap({
  prefix: Uint8Array.of(ESCROW_PREFIX),
  key: u64Key,
  value: protoCodec(EscrowParts),
});

/** Parameters of the module. */
export function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(GATE));
}
