/** What a receipt is checked against, out of the chain's own state instead of the file's statements. */
import { Params as AttributionParams } from "@openledger/messages/openledger/attribution/v1";
import { Contribution, DatanetVersion } from "@openledger/messages/openledger/datanet/v1";
import { Offer, Session } from "@openledger/messages/openledger/market/v1";
import { Model, ModelVersion } from "@openledger/messages/openledger/model/v1";
import { Params as RewardsParams } from "@openledger/messages/openledger/rewards/v1";
import { toHex } from "@openledger/primitives";
import { contributionFacts, modelFacts, offerFacts, ruleFacts, sessionFacts, splitFacts, versionFacts } from "../chain/session-facts.ts";
import {
  contributionKey,
  datanetVersionKey,
  modelKey,
  modelVersionKey,
  offerKey,
  paramsKey,
  sessionKey,
  type StoreKey,
} from "../proof/store-keys.ts";
import type { ChainFacts, TrustedFacts } from "../receipt/chain-facts.ts";

/** Where the chain keeps what a file's facts state. Throws SyntaxError for ids that are no numbers. */
export function factKeys(facts: ChainFacts): readonly StoreKey[] {
  const { session, offer, model, datanetVersions, contributions } = facts;
  return [
    sessionKey(BigInt(session.id)),
    offerKey(BigInt(offer.id)),
    modelKey(BigInt(model.id)),
    modelVersionKey(BigInt(model.id), BigInt(model.version)),
    ...datanetVersions.map((one) => datanetVersionKey(BigInt(one.datanetId), BigInt(one.version))),
    ...contributions.map((one) => contributionKey(BigInt(one.datanetId), BigInt(one.seq))),
    paramsKey("attribution"),
    paramsKey("rewards"),
  ];
}

/**
 * The chain's facts for those of the file that `proven` values tell; a list is told only when all of it is. Throws
 * DecodeError for values that no chain of ours holds.
 */
export function provenFacts(
  chainId: string,
  facts: ChainFacts,
  proven: readonly { readonly store: string; readonly key: Uint8Array; readonly value: Uint8Array | undefined }[],
): TrustedFacts {
  const values = new Map(proven.map(({ store, key, value }) => [`${store} ${toHex(key)}`, value]));
  const read = <T>(codec: { decode(bytes: Uint8Array): T }, { store, key }: StoreKey): T | undefined => {
    const value = values.get(`${store} ${toHex(key)}`);
    return value === undefined ? undefined : codec.decode(value);
  };
  const { session, offer, model } = facts;
  const openedAt = read(Session, sessionKey(BigInt(session.id)));
  const offered = read(Offer, offerKey(BigInt(offer.id)));
  const named = read(Model, modelKey(BigInt(model.id)));
  const versioned = read(ModelVersion, modelVersionKey(BigInt(model.id), BigInt(model.version)));
  const rule = read(AttributionParams, paramsKey("attribution"));
  const split = read(RewardsParams, paramsKey("rewards"));
  const versions = whole(
    facts.datanetVersions.map((one) => read(DatanetVersion, datanetVersionKey(BigInt(one.datanetId), BigInt(one.version)))),
  );
  const contributions = whole(
    facts.contributions.map((one) => read(Contribution, contributionKey(BigInt(one.datanetId), BigInt(one.seq)))),
  );
  return {
    chainId,
    ...(openedAt === undefined ? {} : { session: sessionFacts(openedAt) }),
    ...(offered === undefined ? {} : { offer: offerFacts(offered) }),
    ...(named === undefined || versioned === undefined ? {} : { model: modelFacts(versioned, named.name) }),
    ...(rule === undefined ? {} : { rule: ruleFacts(rule) }),
    ...(split === undefined ? {} : { split: splitFacts(split) }),
    ...(versions === undefined ? {} : { datanetVersions: versions.map(versionFacts) }),
    // What was revoked when the session opened depends on that height, so without the session nothing is told.
    ...(contributions === undefined || openedAt === undefined
      ? {}
      : { contributions: contributions.map((one) => contributionFacts(one, openedAt.openedHeight)) }),
  };
}

/** The list when nothing in it is missing. */
function whole<T>(list: readonly (T | undefined)[]): readonly T[] | undefined {
  const present = list.filter((one) => one !== undefined);
  return present.length === list.length ? present : undefined;
}
