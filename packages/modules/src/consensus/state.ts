/** The one key of the `consensus` store, in the Cosmos SDK's spelling. */
import { ConsensusParams } from "@openledger/messages/tendermint/types";
import { toUtf8 } from "@openledger/primitives";
import { createItem, protoCodec, type CollectionItem } from "@openledger/store";

export const CONSENSUS_STORE = "consensus";

/** "Consensus". */
export const consensusParams: CollectionItem<ConsensusParams> = createItem({
  prefix: toUtf8("Consensus"),
  value: protoCodec(ConsensusParams),
});
