import { MsgUpdateParams, MsgUpdateParamsResponse } from "@openledger/messages/cosmos/consensus/v1";
import { ConsensusParams } from "@openledger/messages/tendermint/types";
import { event, messageHandler, setBlockLimits, unregisteredError, type AnyMessageHandler } from "@openledger/state-machine";
import { requireGovAuthority, type AuthorityKeeper } from "../../support/gov-authority.ts";
import { protoText } from "../../support/proto-text.ts";
import { checkConsensusParams, checkVoteExtensions } from "../params.ts";
import { CONSENSUS_STORE, consensusParams } from "../state.ts";

/** MsgUpdateParams: governance changes the limits of blocks from the next one on. */
export function createUpdateParamsHandler(authorities: AuthorityKeeper): AnyMessageHandler {
  return messageHandler<MsgUpdateParams, MsgUpdateParamsResponse>({
    codec: MsgUpdateParams,
    response: MsgUpdateParamsResponse,
    aminoName: "cosmos-sdk/x/consensus/MsgUpdateParams",
    signers: ({ authority }) => [authority],
    checkStateless: () => undefined,
    handle(ctx, { authority, block, evidence, validator, abci }) {
      requireGovAuthority(ctx, authorities, authority);
      if (block === undefined || evidence === undefined || validator === undefined) {
        throw unregisteredError("all parameters must be present");
      }
      const store = ctx.store.store(CONSENSUS_STORE);
      const before = consensusParams.require(store);
      const given = ConsensusParams.create({ block, evidence, validator, version: {}, abci });
      const after = { ...given, version: before.version, abci: abci ?? before.abci };
      checkConsensusParams(after);
      checkVoteExtensions(before.abci?.voteExtensionsEnableHeight ?? 0n, abci?.voteExtensionsEnableHeight, ctx.block.height);
      consensusParams.set(store, after);
      setBlockLimits(ctx, { maxBlockBytes: block.maxBytes, maxBlockGas: block.maxGas });
      ctx.emit(event("update_consensus_params", { authority, parameters: protoText(ConsensusParams, given) }));
      return {};
    },
  });
}
