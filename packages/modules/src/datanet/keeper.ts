import { rulingBy } from "@openledger/attribution";
import { addressToBytes } from "@openledger/primitives";
import type { Contribution, Datanet, DatanetVersion, Dispute, Params } from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig, ErrorDefinition } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import {
  acceptedByOwner,
  acceptedSequence,
  contributions,
  ownerPrefix,
  DATANET,
  datanets,
  disputes,
  params,
  versions,
} from "./state.ts";
import { heldBondOf, payFromContributionBond } from "./bond-payments.ts";
import { unknownContribution, unknownDatanet, unknownDispute } from "./errors.ts";

/** Names one contribution. */
export interface ContributionKey {
  readonly datanetId: bigint;
  readonly seq: bigint;
}

/** What other modules may read of datanets. */
export interface DatanetKeeper {
  datanet(ctx: StateReader, id: bigint): Datanet | undefined;
  contribution(ctx: StateReader, datanetId: bigint, seq: bigint): Contribution | undefined;
  version(ctx: StateReader, datanetId: bigint, version: bigint): DatanetVersion | undefined;
  readonly ownerOf: typeof ownerOf;
  /** Contributions accepted on the whole chain so far. */
  acceptedCount(ctx: StateReader): bigint;
  /** The bond of a contribution while it is held. */
  readonly heldBondOf: typeof heldBondOf;
  /** Pays units of a held bond that were checked to be there. */
  readonly payFromContributionBond: typeof payFromContributionBond;
  /** Accepted contributions that an account owns, in order of (datanet, seq), beginning behind `after`. */
  acceptedContributionsOf(
    ctx: StateReader & { readonly chain: ChainConfig },
    owner: string,
    after: ContributionKey | undefined,
  ): Iterable<Contribution>;
}

export const datanetKeeper: DatanetKeeper = {
  datanet: (ctx, id) => datanets.get(ctx.store.store(DATANET), id),
  contribution: (ctx, datanetId, seq) => contributions.get(ctx.store.store(DATANET), [datanetId, seq]),
  version: (ctx, datanetId, version) => versions.get(ctx.store.store(DATANET), [datanetId, version]),
  ownerOf,
  heldBondOf,
  payFromContributionBond,
  acceptedCount: (ctx) => acceptedSequence.peek(ctx.store.store(DATANET)) - 1n,
  *acceptedContributionsOf(ctx, owner, after) {
    const reader = ctx.store.store(DATANET);
    const address = addressToBytes(ctx.chain.bech32Prefix, owner);
    const start = after === undefined ? undefined : ([address, after.datanetId, after.seq + 1n] as const);
    for (const [[, datanetId, seq]] of acceptedByOwner.iterate(reader, {
      prefix: ownerPrefix(address),
      start,
    })) {
      yield contributions.require(reader, [datanetId, seq]);
    }
  },
};

/** Parameters of the module. */
export function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(DATANET));
}

/** The datanet, or the module's own error. */
export function requireDatanet(ctx: StateReader, id: bigint, missing: ErrorDefinition = unknownDatanet): Datanet {
  const datanet = datanets.get(ctx.store.store(DATANET), id);
  if (datanet === undefined) throw missing(`datanet ${id}`);
  return datanet;
}

/** The contribution, or the module's own error. */
export function requireContribution(ctx: StateReader, datanetId: bigint, seq: bigint): Contribution {
  const contribution = contributions.get(ctx.store.store(DATANET), [datanetId, seq]);
  if (contribution === undefined) throw unknownContribution(`contribution ${datanetId}/${seq}`);
  return contribution;
}

/** The open dispute, or the module's own error. */
export function requireDispute(ctx: StateReader, id: bigint): Dispute {
  const dispute = disputes.get(ctx.store.store(DATANET), id);
  if (dispute === undefined) throw unknownDispute(`dispute ${id}`);
  return dispute;
}

/** Whose a contribution is now: its contributor's, or of who won it last. */
export function ownerOf({ contributor, marks }: Contribution): string {
  return rulingBy(marks).owner ?? contributor;
}
