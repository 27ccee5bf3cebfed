import type { Datanet, DatanetVersion } from "@openledger/messages/openledger/datanet/v1";
import type { StateReader } from "../support/reader.ts";

/** What model needs of datanets. */
export interface DatanetKeeper {
  datanet(ctx: StateReader, id: bigint): Datanet | undefined;
  version(ctx: StateReader, datanetId: bigint, version: bigint): DatanetVersion | undefined;
  /** Contributions accepted on the whole chain so far. */
  acceptedCount(ctx: StateReader): bigint;
}

/** What model needs of attribution. */
export interface TokeniserKeeper {
  tokeniserVersion(ctx: StateReader): number;
}
