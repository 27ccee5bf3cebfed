/** What random stakers do, valid and invalid: each action is the messages of one transaction. */
import { packAny } from "@openledger/messages";
import { GenericAuthorization, MsgExec, MsgGrant, MsgRevoke, QueryService as AuthzQuery } from "@openledger/messages/cosmos/authz/v1beta1";
import { MsgMultiSend, MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { MsgFundCommunityPool, MsgSetWithdrawAddress, MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission } from "@openledger/messages/cosmos/distribution/v1beta1";
import { BasicAllowance, MsgGrantAllowance, MsgRevokeAllowance, QueryService as FeegrantQuery } from "@openledger/messages/cosmos/feegrant/v1beta1";
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import {
  MsgBeginRedelegate,
  MsgCancelUnbondingDelegation,
  MsgCreateValidator,
  MsgDelegate,
  MsgEditValidator,
  MsgUndelegate,
  QueryService,
} from "@openledger/messages/cosmos/staking/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { addressFromBytes, addressToBytes, toUtf8, type Crypto } from "@openledger/primitives";
import type { SimulatedChain } from "../chain/simulated-chain.ts";
import { toAny, type SimulatedAccount } from "../simulation/accounts.ts";
import type { Random } from "../simulation/random.ts";

export const BOND_DENOM = "uopen";

/** What actions choose from. */
export interface Stakers {
  readonly crypto: Crypto;
  readonly chain: SimulatedChain;
  readonly random: Random;
  /** The first one's validator is faithful: its own stake stays. */
  readonly accounts: readonly SimulatedAccount[];
}

/** Messages of `sender`, undefined when there is nothing to do. */
export type StakeAction = (stakers: Stakers, sender: SimulatedAccount) => readonly Any[] | undefined;

export function operatorOf({ address }: Pick<SimulatedAccount, "address">): string {
  return addressFromBytes("openvaloper", addressToBytes("open", address));
}

/** The consensus key of an account's validator. */
export function consensusKeyOf({ sha256 }: Crypto, { accountNumber }: Pick<SimulatedAccount, "accountNumber">): Uint8Array {
  return sha256(toUtf8(`consensus key ${accountNumber}`));
}

const coin = (amount: number) => ({ denom: BOND_DENOM, amount: String(amount) });
/** Often dust, which rounding must not turn into anything else. */
const someUnits = ({ random }: Stakers): number => 1 + random.below(random.chance(25) ? 9 : 30_000_000);
const someone = ({ random, accounts }: Stakers): SimulatedAccount => random.pick(accounts as [SimulatedAccount, ...SimulatedAccount[]]);
/** Mostly a validator, now and then somebody who is none. */
function someOperator(stakers: Stakers): string {
  const { chain, random } = stakers;
  const known = random.chance(10) ? undefined : random.pick(chain.query(QueryService.Validators, {}).validators);
  return known?.operatorAddress ?? operatorOf(someone(stakers));
}
/** Mostly a validator to whom `address` delegates. */
function someDelegatedTo(stakers: Stakers, { address }: SimulatedAccount): string {
  const { chain, random } = stakers;
  if (random.chance(10)) return someOperator(stakers);
  const { delegationResponses } = chain.query(QueryService.DelegatorDelegations, { delegatorAddr: address });
  return random.pick(delegationResponses)?.delegation?.validatorAddress ?? someOperator(stakers);
}
const pairOf = (stakers: Stakers, { address: delegatorAddress }: { readonly address: string }) => ({
  delegatorAddress,
  validatorAddress: someOperator(stakers),
  amount: coin(someUnits(stakers)),
});
/** Of what was delegated, of which there is often less. */
const delegatedPairOf = (stakers: Stakers, sender: SimulatedAccount) => ({
  delegatorAddress: sender.address,
  validatorAddress: someDelegatedTo(stakers, sender),
  amount: coin(1 + stakers.random.below(stakers.random.chance(40) ? 9 : 15_000_000)),
});
const keepsFaith = ({ accounts }: Stakers, sender: SimulatedAccount): boolean => sender === accounts[0];

function createValidator(stakers: Stakers, sender: SimulatedAccount): readonly Any[] {
  const message = toAny(MsgCreateValidator, {
    description: { moniker: `validator ${sender.accountNumber}` },
    commission: { rate: "100000000000000000", maxRate: "200000000000000000", maxChangeRate: "20000000000000000" },
    minSelfDelegation: "1",
    validatorAddress: operatorOf(sender),
    pubkey: packAny(PubKey, { key: consensusKeyOf(stakers.crypto, sender) }),
    value: coin(1 + stakers.random.below(40_000_000)),
  });
  return [message];
}

function cancelUnbonding({ chain }: Stakers, { address }: SimulatedAccount): readonly Any[] | undefined {
  const { unbondingResponses } = chain.query(QueryService.DelegatorUnbondingDelegations, { delegatorAddr: address });
  const [first] = unbondingResponses;
  const entry = first?.entries.at(-1);
  if (first === undefined || entry === undefined) return undefined;
  const amount = { denom: BOND_DENOM, amount: entry.balance === "0" ? "1" : entry.balance };
  const { delegatorAddress, validatorAddress } = first;
  return [toAny(MsgCancelUnbondingDelegation, { delegatorAddress, validatorAddress, creationHeight: entry.creationHeight, amount })];
}

function editCommission({ random }: Stakers, sender: SimulatedAccount): readonly Any[] {
  // Per cent, at most two more or less are allowed at a time.
  const commissionRate = `${8 + random.below(6)}0000000000000000`;
  return [toAny(MsgEditValidator, { description: { moniker: `at ${commissionRate}` }, validatorAddress: operatorOf(sender), commissionRate, minSelfDelegation: "" })];
}

function redelegate(stakers: Stakers, sender: SimulatedAccount): readonly Any[] | undefined {
  if (keepsFaith(stakers, sender)) return undefined;
  const { delegatorAddress, validatorAddress: validatorSrcAddress, amount } = delegatedPairOf(stakers, sender);
  return [toAny(MsgBeginRedelegate, { delegatorAddress, validatorSrcAddress, validatorDstAddress: someOperator(stakers), amount })];
}

function grantOrRevoke(stakers: Stakers, sender: SimulatedAccount): readonly Any[] {
  const { random, chain } = stakers;
  const [granter, grantee] = [sender.address, someone(stakers).address];
  const expiration = { seconds: chain.time / 1_000_000_000n + BigInt(1 + random.below(100_000)), nanos: 0 };
  const msg = MsgDelegate.typeUrl;
  switch (random.below(5)) {
    case 0:
      return [toAny(MsgRevoke, { granter, grantee, msgTypeUrl: msg })];
    case 1:
      return [toAny(MsgRevokeAllowance, { granter, grantee })];
    case 2:
    case 3:
      return [toAny(MsgGrant, { granter, grantee, grant: { authorization: packAny(GenericAuthorization, { msg }), expiration } })];
    default:
      return [toAny(MsgGrantAllowance, { granter, grantee, allowance: packAny(BasicAllowance, BasicAllowance.create({ spendLimit: [coin(20_000)], expiration })) })];
  }
}

function delegateForAnother(stakers: Stakers, sender: SimulatedAccount): readonly Any[] | undefined {
  const { grants } = stakers.chain.query(AuthzQuery.GranteeGrants, { grantee: sender.address });
  const granter = stakers.random.chance(10) ? someone(stakers).address : stakers.random.pick(grants)?.granter;
  if (granter === undefined) return undefined;
  return [toAny(MsgExec, { grantee: sender.address, msgs: [toAny(MsgDelegate, pairOf(stakers, { address: granter }))] })];
}

function payOthers(stakers: Stakers, sender: SimulatedAccount): readonly Any[] {
  const [first, second] = [stakers.random.below(90_000), stakers.random.below(90_000)];
  const [a, b] = [someone(stakers).address, someone(stakers).address];
  if (stakers.random.chance(60)) return [toAny(MsgSend, { fromAddress: sender.address, toAddress: a, amount: [coin(first + 1)] })];
  const inputs = [{ address: sender.address, coins: [coin(first + second + 2)] }];
  const outputs = [{ address: a, coins: [coin(first + 1)] }, { address: b, coins: [coin(second + 1)] }];
  return [toAny(MsgMultiSend, { inputs, outputs })];
}

function withdrawRewards(stakers: Stakers, sender: SimulatedAccount): readonly Any[] {
  const { address: delegatorAddress } = sender;
  return [toAny(MsgWithdrawDelegatorReward, { delegatorAddress, validatorAddress: someDelegatedTo(stakers, sender) })];
}

/** Two things at once, of which the second may fail: then neither happens. */
function delegateAndWithdraw(stakers: Stakers, sender: SimulatedAccount): readonly Any[] {
  const pair = pairOf(stakers, sender);
  const { delegatorAddress } = pair;
  return [toAny(MsgDelegate, pair), toAny(MsgWithdrawDelegatorReward, { delegatorAddress, validatorAddress: someDelegatedTo(stakers, sender) })];
}

/** Who pays the fees of `grantee`: mostly somebody who allowed it. */
export function someGranter(stakers: Stakers, { address: grantee }: SimulatedAccount): string | undefined {
  const { allowances } = stakers.chain.query(FeegrantQuery.Allowances, { grantee });
  return stakers.random.chance(5) ? someone(stakers).address : stakers.random.pick(allowances)?.granter;
}

/** Every action as often as its weight says. */
export const STAKE_ACTIONS: readonly (readonly [name: string, weight: number, action: StakeAction])[] = [
  ["createValidator", 6, createValidator],
  ["editCommission", 4, editCommission],
  ["delegate", 18, (stakers, sender) => [toAny(MsgDelegate, pairOf(stakers, sender))]],
  ["undelegate", 12, (stakers, sender) => (keepsFaith(stakers, sender) ? undefined : [toAny(MsgUndelegate, delegatedPairOf(stakers, sender))])],
  ["redelegate", 12, redelegate],
  ["cancelUnbonding", 8, cancelUnbonding],
  ["unjail", 8, (_, sender) => [toAny(MsgUnjail, { validatorAddr: operatorOf(sender) })]],
  ["delegateAndWithdraw", 6, delegateAndWithdraw],
  ["withdrawRewards", 6, withdrawRewards],
  ["withdrawCommission", 4, (_, sender) => [toAny(MsgWithdrawValidatorCommission, { validatorAddress: operatorOf(sender) })]],
  ["setWithdrawAddress", 2, (stakers, { address: delegatorAddress }) => [toAny(MsgSetWithdrawAddress, { delegatorAddress, withdrawAddress: someone(stakers).address })]],
  ["fundPool", 2, (stakers, { address: depositor }) => [toAny(MsgFundCommunityPool, { depositor, amount: [coin(someUnits(stakers))] })]],
  ["pay", 8, payOthers],
  ["grantOrRevoke", 16, grantOrRevoke],
  ["delegateForAnother", 8, delegateForAnother],
];
