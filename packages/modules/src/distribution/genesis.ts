import { GenesisState, Params } from "@openledger/messages/cosmos/distribution/v1beta1";
import type { DecCoin } from "@openledger/messages/cosmos/base/v1beta1";
import { EncodingError } from "@openledger/primitives";
import { coinsText, compareDenoms, genesisError, isDenom, jsonObject, TxError, type Context, type Json, type QueryContext } from "@openledger/state-machine";
import { equalCoins } from "../support/coins.ts";
import { addDecCoins, decCoinsOf, decCoinsText, storedDecCoins, truncateDecCoins, type DecCoins } from "../support/dec-coins.ts";
import { messageFromJson, messageToJson } from "../support/proto-json.ts";
import { accountBytes, accountText, consensusBytes, consensusText, operatorBytes, operatorText } from "../support/validator-addresses.ts";
import { checkedDistributionParams, defaultDistributionParams } from "./params.ts";
import { DISTRIBUTION, type DistributionParts } from "./parts.ts";
import { commission, communityPool, outstanding, setCommission, setCommunityPool, setOutstanding } from "./records.ts";
import {
  currentRewards,
  DISTRIBUTION_STORE,
  distributionParams,
  historicalRewards,
  previousProposer,
  slashEvents,
  startingInfos,
  withdrawAddresses,
} from "./state.ts";

const WHERE = "app_state.distribution";

/** Reads x/distribution's GenesisState. Runs after the bank's and before staking's, whose new validators it hears of. */
export function initDistributionGenesis({ bank }: DistributionParts, ctx: Context, json: Json | undefined): void {
  const given = jsonObject(json, WHERE);
  const state = messageFromJson(GenesisState, given, WHERE);
  distributionParams.set(ctx.store.store(DISTRIBUTION_STORE), readParams(given["params"]));
  setCommunityPool(ctx, checkedCoins(state.feePool?.communityPool ?? [], "fee_pool.community_pool"));
  readingAddresses(() => {
    enterAccounts(ctx, state);
    enterValidators(ctx, state);
    enterDelegations(ctx, state);
  });
  const owed = state.outstandingRewards.reduce<DecCoins>(
    (sum, { outstandingRewards }) => addDecCoins(sum, decCoinsOf(outstandingRewards)),
    communityPool(ctx),
  );
  const held = bank.allBalances(ctx, bank.moduleAddress(ctx, DISTRIBUTION));
  if (!equalCoins(truncateDecCoins(owed).whole, held)) {
    const text = `${coinsText(held)} <-> ${decCoinsText(owed)}`;
    throw genesisError(WHERE, `distribution module balance does not match the module holdings: ${text}`);
  }
}

function readParams(json: Json | undefined): Params {
  const where = `${WHERE}.params`;
  const defaults = messageToJson(Params, defaultDistributionParams);
  try {
    return checkedDistributionParams(messageFromJson(Params, { ...defaults, ...jsonObject(json, where) }, where));
  } catch (error) {
    if (error instanceof TxError) throw genesisError(where, error.message);
    throw error;
  }
}

function readingAddresses(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (error instanceof EncodingError) throw genesisError(WHERE, error.message);
    throw error;
  }
}

/** Positive amounts whose denoms ascend. */
function checkedCoins(coins: readonly DecCoin[], where: string): DecCoins {
  const read = decCoinsOf(coins);
  const isOrdered = read.every(({ denom }, i) => i === 0 || compareDenoms(read[i - 1]?.denom ?? "", denom) < 0);
  if (!isOrdered || read.some(({ denom, amount }) => !isDenom(denom) || amount <= 0n)) {
    throw genesisError(`${WHERE}.${where}`, "must be positive amounts with denoms in ascending order");
  }
  return read;
}

function enterAccounts(ctx: Context, { delegatorWithdrawInfos, previousProposer: proposer }: GenesisState): void {
  const store = ctx.store.store(DISTRIBUTION_STORE);
  for (const { delegatorAddress, withdrawAddress } of delegatorWithdrawInfos) {
    withdrawAddresses.set(store, accountBytes(ctx.chain, delegatorAddress), accountBytes(ctx.chain, withdrawAddress));
  }
  if (proposer !== "") previousProposer.set(store, consensusBytes(ctx.chain, proposer));
}

function enterValidators(ctx: Context, state: GenesisState): void {
  const { chain } = ctx;
  const store = ctx.store.store(DISTRIBUTION_STORE);
  for (const { validatorAddress, outstandingRewards } of state.outstandingRewards) {
    setOutstanding(ctx, operatorBytes(chain, validatorAddress), checkedCoins(outstandingRewards, "outstanding_rewards"));
  }
  for (const { validatorAddress, accumulated } of state.validatorAccumulatedCommissions) {
    const coins = checkedCoins(accumulated?.commission ?? [], "validator_accumulated_commissions");
    setCommission(ctx, operatorBytes(chain, validatorAddress), coins);
  }
  for (const { validatorAddress, period, rewards } of state.validatorHistoricalRewards) {
    const record = required(rewards, "validator_historical_rewards");
    const ratio = storedDecCoins(checkedCoins(record.cumulativeRewardRatio, "validator_historical_rewards"));
    historicalRewards.set(store, [operatorBytes(chain, validatorAddress), period], { ...record, cumulativeRewardRatio: ratio });
  }
  for (const { validatorAddress, rewards } of state.validatorCurrentRewards) {
    const record = required(rewards, "validator_current_rewards");
    const coins = storedDecCoins(checkedCoins(record.rewards, "validator_current_rewards"));
    currentRewards.set(store, operatorBytes(chain, validatorAddress), { ...record, rewards: coins });
  }
  for (const { validatorAddress, height, period, validatorSlashEvent } of state.validatorSlashEvents) {
    const record = required(validatorSlashEvent, "validator_slash_events");
    slashEvents.set(store, [operatorBytes(chain, validatorAddress), height, period], record);
  }
}

function enterDelegations(ctx: Context, { delegatorStartingInfos }: GenesisState): void {
  for (const { validatorAddress, delegatorAddress, startingInfo } of delegatorStartingInfos) {
    const key = [operatorBytes(ctx.chain, validatorAddress), accountBytes(ctx.chain, delegatorAddress)] as const;
    startingInfos.set(ctx.store.store(DISTRIBUTION_STORE), key, required(startingInfo, "delegator_starting_infos"));
  }
}

function required<T>(value: T | undefined, where: string): T {
  if (value === undefined) throw genesisError(`${WHERE}.${where}`, "a record is missing");
  return value;
}

/** The state as {@link initDistributionGenesis} reads it; what a validator has none of stands there as empty, as in the SDK. */
export function exportDistributionGenesis(ctx: QueryContext): Json {
  const { chain } = ctx;
  const store = ctx.store.store(DISTRIBUTION_STORE);
  const proposer = previousProposer.get(store);
  const validators = [...currentRewards.iterate(store)].map(([operator, rewards]) => ({
    operator,
    rewards,
    validatorAddress: operatorText(chain, operator),
  }));
  const state = GenesisState.create({
    params: distributionParams.require(store),
    feePool: { communityPool: storedDecCoins(communityPool(ctx)) },
    delegatorWithdrawInfos: [...withdrawAddresses.iterate(store)].map(([delegator, receiver]) => ({
      delegatorAddress: accountText(chain, delegator),
      withdrawAddress: accountText(chain, receiver),
    })),
    previousProposer: proposer === undefined || proposer.length === 0 ? "" : consensusText(chain, proposer),
    outstandingRewards: validators.map(({ operator, validatorAddress }) => ({
      validatorAddress,
      outstandingRewards: storedDecCoins(outstanding(ctx, operator)),
    })),
    validatorAccumulatedCommissions: validators.map(({ operator, validatorAddress }) => ({
      validatorAddress,
      accumulated: { commission: storedDecCoins(commission(ctx, operator)) },
    })),
    validatorHistoricalRewards: [...historicalRewards.iterate(store)].map(([[operator, period], rewards]) => ({
      validatorAddress: operatorText(chain, operator),
      period,
      rewards,
    })),
    validatorCurrentRewards: validators.map(({ validatorAddress, rewards }) => ({ validatorAddress, rewards })),
    delegatorStartingInfos: [...startingInfos.iterate(store)].map(([[operator, delegator], startingInfo]) => ({
      delegatorAddress: accountText(chain, delegator),
      validatorAddress: operatorText(chain, operator),
      startingInfo,
    })),
    validatorSlashEvents: [...slashEvents.iterate(store)].map(([[operator, height, period], validatorSlashEvent]) => ({
      validatorAddress: operatorText(chain, operator),
      height,
      period,
      validatorSlashEvent,
    })),
  });
  return messageToJson(GenesisState, state);
}
