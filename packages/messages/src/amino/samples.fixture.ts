/** One filled-in message of every kind that a wallet signs in the Cosmos world, shared by tests of amino JSON. */
import { MsgExec, MsgGrant, MsgRevoke, GenericAuthorization } from "../generated/cosmos/authz/v1beta1.ts";
import { MsgMultiSend, MsgSend, SendAuthorization } from "../generated/cosmos/bank/v1beta1.ts";
import { PubKey } from "../generated/cosmos/crypto/ed25519.ts";
import { MsgFundCommunityPool, MsgSetWithdrawAddress, MsgWithdrawDelegatorReward, MsgWithdrawValidatorCommission } from "../generated/cosmos/distribution/v1beta1.ts";
import { AllowedMsgAllowance, BasicAllowance, MsgGrantAllowance, MsgRevokeAllowance, PeriodicAllowance } from "../generated/cosmos/feegrant/v1beta1.ts";
import * as govV1 from "../generated/cosmos/gov/v1.ts";
import * as gov from "../generated/cosmos/gov/v1beta1.ts";
import { MsgUnjail } from "../generated/cosmos/slashing/v1beta1.ts";
import * as staking from "../generated/cosmos/staking/v1beta1.ts";
import { MsgCreatePeriodicVestingAccount, MsgCreatePermanentLockedAccount, MsgCreateVestingAccount } from "../generated/cosmos/vesting/v1beta1.ts";
import type { Any } from "../generated/google/protobuf.ts";
import { createTypeRegistry, packAny, type TypeRegistry } from "../any.ts";
import type { DeepPartial, MessageCodec } from "../runtime/codec.ts";

const codecs: MessageCodec<object>[] = [];

function known<T extends object>(codec: MessageCodec<T>): MessageCodec<T> {
  if (!codecs.some(({ typeUrl }) => typeUrl === codec.typeUrl)) codecs.push(codec as MessageCodec<object>);
  return codec;
}

function any<T extends object>(codec: MessageCodec<T>, value: DeepPartial<T>): Any {
  return packAny(known(codec), codec.create(value));
}

/** A message that is signed, as a codec and its value. */
export interface Sample {
  readonly codec: MessageCodec<object>;
  readonly message: object;
}

function sample<T extends object>(codec: MessageCodec<T>, value: DeepPartial<T>): Sample {
  return { codec: known(codec) as MessageCodec<object>, message: codec.create(value) };
}

const coin = { denom: "ustake", amount: "1234567" };
const description = { moniker: "<m> & co", identity: "id", website: "w", securityContact: "s", details: "line\nline" };
const commission = { rate: "100000000000000000", maxRate: "1500000000000000000", maxChangeRate: "7" };
const expiration = { seconds: 1_795_262_400n, nanos: 120_000_000 };

/** Messages whose amino JSON @cosmjs/stargate knows, with every field filled in. */
export const cosmjsSamples: readonly Sample[] = [
  sample(MsgSend, { fromAddress: "a", toAddress: "b", amount: [coin, { denom: "z", amount: "1" }] }),
  sample(MsgSend, { fromAddress: "a", toAddress: "b", amount: [] }),
  sample(MsgMultiSend, { inputs: [{ address: "a", coins: [coin] }], outputs: [{ address: "b", coins: [coin] }, { address: "c", coins: [] }] }),
  sample(MsgFundCommunityPool, { amount: [coin], depositor: "a" }),
  sample(MsgSetWithdrawAddress, { delegatorAddress: "a", withdrawAddress: "b" }),
  sample(MsgWithdrawDelegatorReward, { delegatorAddress: "a", validatorAddress: "b" }),
  sample(MsgWithdrawValidatorCommission, { validatorAddress: "v" }),
  sample(gov.MsgDeposit, { proposalId: 7n, depositor: "d", amount: [coin] }),
  sample(gov.MsgVote, { proposalId: 18_446_744_073_709_551_615n, voter: "v", option: 4 }),
  sample(gov.MsgVoteWeighted, { proposalId: 1n, voter: "v", options: [{ option: 1, weight: "700000000000000000" }, { option: 2, weight: "300000000000000000" }] }),
  sample(gov.MsgSubmitProposal, { content: any(gov.TextProposal, { title: "t", description: "d" }), initialDeposit: [coin], proposer: "p" }),
  sample(staking.MsgBeginRedelegate, { delegatorAddress: "d", validatorSrcAddress: "s", validatorDstAddress: "t", amount: coin }),
  sample(staking.MsgCreateValidator, {
    ...{ description, commission, minSelfDelegation: "1", delegatorAddress: "d", validatorAddress: "v", value: coin },
    pubkey: any(PubKey, { key: new Uint8Array(32).fill(5) }),
  }),
  sample(staking.MsgDelegate, { delegatorAddress: "d", validatorAddress: "v", amount: coin }),
  sample(staking.MsgEditValidator, { description, validatorAddress: "v", commissionRate: "200000000000000000", minSelfDelegation: "3" }),
  sample(staking.MsgUndelegate, { delegatorAddress: "d", validatorAddress: "v", amount: coin }),
  sample(staking.MsgCancelUnbondingDelegation, { delegatorAddress: "d", validatorAddress: "v", amount: coin, creationHeight: 12n }),
  sample(MsgCreateVestingAccount, { fromAddress: "f", toAddress: "t", amount: [coin], endTime: 1_800_000_000n, delayed: true }),
];

/** Messages that CosmJS cannot write as amino JSON, and empty parts that it writes otherwise than the SDK. */
export const sdkSamples: readonly Sample[] = [
  sample(MsgGrant, { granter: "g", grantee: "h", grant: { authorization: any(GenericAuthorization, { msg: "/x.Y" }), expiration } }),
  sample(MsgGrant, { granter: "g", grantee: "h", grant: { authorization: any(SendAuthorization, { spendLimit: [coin], allowList: ["q"] }) } }),
  sample(MsgGrant, {
    ...{ granter: "g", grantee: "h" },
    grant: { authorization: any(staking.StakeAuthorization, { maxTokens: coin, allowList: { address: ["v"] }, authorizationType: 1 }) },
  }),
  sample(MsgGrant, { granter: "g", grantee: "h", grant: { authorization: any(staking.StakeAuthorization, { authorizationType: 2 }) } }),
  sample(MsgExec, { grantee: "g", msgs: [any(MsgSend, { fromAddress: "a", toAddress: "b", amount: [coin] }), any(gov.MsgVote, { proposalId: 1n, voter: "v" })] }),
  sample(MsgExec, { grantee: "g" }),
  sample(MsgRevoke, { granter: "g", grantee: "h", msgTypeUrl: "/cosmos.bank.v1beta1.MsgSend" }),
  sample(MsgGrantAllowance, { granter: "g", grantee: "h", allowance: any(BasicAllowance, { spendLimit: [coin], expiration }) }),
  sample(MsgGrantAllowance, {
    ...{ granter: "g", grantee: "h" },
    allowance: any(AllowedMsgAllowance, {
      allowedMessages: ["/a.B"],
      allowance: any(PeriodicAllowance, { basic: {}, period: { seconds: 3600n, nanos: 5 }, periodSpendLimit: [coin], periodReset: { seconds: 0n, nanos: 0 } }),
    }),
  }),
  sample(MsgRevokeAllowance, { granter: "g", grantee: "h" }),
  sample(govV1.MsgSubmitProposal, {
    messages: [any(MsgSend, { fromAddress: "a", toAddress: "b" })],
    ...{ initialDeposit: [coin], proposer: "p", metadata: "m", title: "t", summary: "s", expedited: true },
  }),
  sample(govV1.MsgSubmitProposal, { proposer: "p" }),
  sample(govV1.MsgDeposit, { proposalId: 0n, depositor: "d" }),
  sample(govV1.MsgVote, { proposalId: 3n, voter: "v", option: 1, metadata: "" }),
  sample(govV1.MsgVoteWeighted, { proposalId: 3n, voter: "v", options: [{ option: 1, weight: "0.5" }, { option: 3, weight: "0.500000000000000000" }] }),
  sample(gov.MsgVote, {}),
  sample(MsgUnjail, { validatorAddr: "v" }),
  sample(staking.MsgEditValidator, { description: { moniker: "\u2028<é" }, validatorAddress: "v" }),
  sample(staking.MsgDelegate, { delegatorAddress: "d", validatorAddress: "v", amount: {} }),
  sample(MsgCreateVestingAccount, { fromAddress: "f", toAddress: "t", amount: [], endTime: -3n }),
  sample(MsgCreatePermanentLockedAccount, { fromAddress: "f", toAddress: "t", amount: [coin] }),
  sample(MsgCreatePeriodicVestingAccount, { fromAddress: "f", toAddress: "t", startTime: 9n, vestingPeriods: [{ length: 60n, amount: [coin] }, {}] }),
  sample(staking.MsgUpdateParams, {
    authority: "a",
    params: { unbondingTime: { seconds: 1814400n, nanos: 0 }, maxValidators: 100, maxEntries: 7, historicalEntries: 10000, bondDenom: "ustake", minCommissionRate: "0" },
  }),
];

/** Knows every type in the samples. */
export const sampleRegistry: TypeRegistry = createTypeRegistry(codecs);
