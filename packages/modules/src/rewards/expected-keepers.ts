import type { Contribution, Datanet, DatanetVersion } from "@openledger/messages/openledger/datanet/v1";
import type { ChainConfig } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";

/** What rewards needs of datanets. */
export interface DatanetKeeper {
  datanet(ctx: StateReader, id: bigint): Datanet | undefined;
  version(ctx: StateReader, datanetId: bigint, version: bigint): DatanetVersion | undefined;
  /** Accepted contributions of an account in order of (datanet, seq), beginning behind `after`. */
  acceptedContributionsOf(
    ctx: StateReader & { readonly chain: ChainConfig },
    contributor: string,
    after: { readonly datanetId: bigint; readonly seq: bigint } | undefined,
  ): Iterable<Contribution>;
}
