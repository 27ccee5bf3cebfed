import { BondStatus } from "@openledger/messages/cosmos/staking/v1beta1";
import { Header } from "@openledger/messages/tendermint/types";
import { compareBytes } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import type { StakedValidator } from "../support/staking.ts";
import { timestampOf } from "../support/timestamps.ts";
import { historicalInfos, lastPowers, STAKING_STORE, stakingParams } from "./state.ts";
import { knownValidator, powerOf } from "./validators.ts";

/** Notes header and validators of this block, and forgets what is older than the parameter `historical_entries`. */
export function trackHistoricalInfo(ctx: Context): void {
  const store = ctx.store.store(STAKING_STORE);
  const { historicalEntries } = stakingParams.require(store);
  for (let height = ctx.block.height - BigInt(historicalEntries); height >= 0n; height--) {
    if (!historicalInfos.has(store, height)) break;
    historicalInfos.delete(store, height);
  }
  if (historicalEntries === 0) return;
  const valset = [...lastPowers.iterate(store)].map(([operator]) => knownValidator(ctx, operator)).sort(compareByPower);
  const header = Header.create({
    chainId: ctx.chain.chainId,
    height: ctx.block.height,
    time: timestampOf(ctx.block.time),
    proposerAddress: ctx.block.proposer,
  });
  historicalInfos.set(store, ctx.block.height, { header, valset: valset.map(({ stored }) => stored) });
}

/** CometBFT's order: more power first, then the lower consensus address. */
function compareByPower(a: StakedValidator, b: StakedValidator): number {
  const difference = bondedPower(b) - bondedPower(a);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return compareBytes(a.consensusAddress, b.consensusAddress);
}

function bondedPower({ status, tokens }: StakedValidator): bigint {
  return status === BondStatus.BOND_STATUS_BONDED ? powerOf(tokens) : 0n;
}
