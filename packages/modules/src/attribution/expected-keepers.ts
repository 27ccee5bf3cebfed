import type { Contribution, Datanet, DatanetVersion } from "@openledger/messages/openledger/datanet/v1";
import type { StateReader } from "../support/reader.ts";

/** What attribution needs of datanets. */
export interface DatanetKeeper {
  datanet(ctx: StateReader, id: bigint): Datanet | undefined;
  contribution(ctx: StateReader, datanetId: bigint, seq: bigint): Contribution | undefined;
  version(ctx: StateReader, datanetId: bigint, version: bigint): DatanetVersion | undefined;
}
