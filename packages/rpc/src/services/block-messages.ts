import { Block as SdkBlock } from "@openledger/messages/cosmos/base/tendermint/v1beta1";
import { Block, BlockID } from "@openledger/messages/tendermint/types";
import { addressFromBytes, assertDefined } from "@openledger/primitives";
import type { RpcBlock } from "../backend.ts";

export function blockMessage({ bytes }: RpcBlock): Block {
  return Block.decode(bytes);
}

export function blockIdMessage({ blockId: { hash, partSetHeader } }: RpcBlock): BlockID {
  return BlockID.create({ hash, partSetHeader });
}

/** The block with its proposer as a bech32 address of `prefix`. */
export function sdkBlockMessage({ header, data, evidence, lastCommit }: Block, prefix: string): SdkBlock {
  const proposer = assertDefined(header, "a block has a header").proposerAddress;
  return SdkBlock.create({
    header: { ...header, proposerAddress: addressFromBytes(prefix, proposer) },
    data,
    evidence,
    lastCommit,
  });
}
