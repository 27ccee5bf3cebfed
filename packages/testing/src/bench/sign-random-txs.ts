/** Transactions of all kinds from a seed: most of them run, many fail in their messages, and all of them pay and count. */
import { GenericAuthorization, MsgExec, MsgGrant, MsgRevoke } from "@openledger/messages/cosmos/authz/v1beta1";
import { packAny } from "@openledger/messages";
import { MsgMultiSend, MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgFundCommunityPool, MsgWithdrawDelegatorReward } from "@openledger/messages/cosmos/distribution/v1beta1";
import { BasicAllowance, MsgGrantAllowance } from "@openledger/messages/cosmos/feegrant/v1beta1";
import { MsgDeposit, MsgSubmitProposal, MsgVote } from "@openledger/messages/cosmos/gov/v1";
import { MsgDelegate, MsgUndelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { MsgContribute, MsgCreateDatanet, MsgFreezeVersion, MsgReview, PrivateSessions, QuotePolicy, Use, Verdict } from "@openledger/messages/openledger/datanet/v1";
import { MsgClaimRewards } from "@openledger/messages/openledger/rewards/v1";
import type { Crypto } from "@openledger/primitives";
import { signTx, toAny, type SimulatedAccount } from "../simulation/accounts.ts";
import { createRandom, type Random } from "../simulation/random.ts";
import { prepareText } from "../simulation/sim-world.ts";
import { inventText } from "../simulation/texts.ts";

/** An account with the number of its next transaction. */
export interface RandomSender extends SimulatedAccount {
  readonly sequence: bigint;
}

export interface RandomTxsOptions {
  readonly crypto: Crypto;
  readonly chainId: string;
  readonly seed: string;
  readonly senders: readonly [RandomSender, ...RandomSender[]];
  /** Operator address of a validator. */
  readonly operator: string;
  /** Datanets that are there; those that are created on the way come after them. */
  readonly datanets: number;
  readonly denom: string;
  readonly count: number;
}

const GAS_LIMIT = 400_000n;
const PARTNERS = 4;
/** Enough for a proposal to be voted on at once. */
const PROPOSAL_DEPOSIT = 10_000_000;
/** A hundredth of it: less is refused. */
const DEPOSIT_LEAST = 100_000;

interface World extends RandomTxsOptions {
  readonly random: Random;
  readonly contents: Parameters<typeof prepareText>[0]["contents"];
}

type Kind = (world: World, sender: RandomSender) => Any;

const someone = ({ random, senders }: World): RandomSender => random.pick(senders);
/** One of few, the same few for a sender and for those who are theirs, so that what one grants another one finds. */
const partner = ({ random, senders }: World, of: RandomSender): RandomSender => {
  const at = senders.indexOf(of);
  const first = at - (at % PARTNERS);
  return random.pick(senders.slice(first, first + PARTNERS)) ?? of;
};
const coin = ({ denom }: World, amount: number) => ({ denom, amount: String(amount) });
const someUnits = (world: World): readonly { readonly denom: string; readonly amount: string }[] => [coin(world, 1 + world.random.below(2_000))];
const someDatanet = ({ random, datanets }: World): bigint => BigInt(1 + random.below(datanets + 40));

const send: Kind = (world, { address }) => toAny(MsgSend, { fromAddress: address, toAddress: someone(world).address, amount: [...someUnits(world)] });

const sendTooMuch: Kind = (world, { address }) =>
  toAny(MsgSend, { fromAddress: address, toAddress: someone(world).address, amount: [coin(world, 4_000_000_000)] });

const payTwo: Kind = (world, { address }) => {
  const [first, second] = [1 + world.random.below(500), 1 + world.random.below(500)];
  return toAny(MsgMultiSend, {
    inputs: [{ address, coins: [coin(world, first + second)] }],
    outputs: [first, second].map((amount) => ({ address: someone(world).address, coins: [coin(world, amount)] })),
  });
};

const delegate: Kind = (world, { address }) =>
  toAny(MsgDelegate, { delegatorAddress: address, validatorAddress: world.operator, amount: coin(world, 1 + world.random.below(5_000)) });

const undelegate: Kind = (world, { address }) =>
  toAny(MsgUndelegate, { delegatorAddress: address, validatorAddress: world.operator, amount: coin(world, 1 + world.random.below(3_000)) });

const withdraw: Kind = ({ operator }, { address }) => toAny(MsgWithdrawDelegatorReward, { delegatorAddress: address, validatorAddress: operator });

const fundPool: Kind = (world, { address }) => toAny(MsgFundCommunityPool, { depositor: address, amount: [...someUnits(world)] });

const grant: Kind = (world, sender) =>
  toAny(MsgGrant, { granter: sender.address, grantee: partner(world, sender).address, grant: { authorization: packAny(GenericAuthorization, { msg: MsgSend.typeUrl }) } });

const revoke: Kind = (world, sender) => toAny(MsgRevoke, { granter: sender.address, grantee: partner(world, sender).address, msgTypeUrl: MsgSend.typeUrl });

const execute: Kind = (world, sender) => toAny(MsgExec, { grantee: sender.address, msgs: [send(world, partner(world, sender))] });

const allow: Kind = (world, { address }) =>
  toAny(MsgGrantAllowance, { granter: address, grantee: someone(world).address, allowance: packAny(BasicAllowance, BasicAllowance.create({ spendLimit: [coin(world, 20_000)] })) });

const propose: Kind = (world, { address }) =>
  toAny(MsgSubmitProposal, { messages: [], initialDeposit: [coin(world, PROPOSAL_DEPOSIT)], proposer: address, metadata: "random", title: inventText(world.random, 3), summary: "random", expedited: false });

const vote: Kind = ({ random }, { address }) => toAny(MsgVote, { proposalId: BigInt(1 + random.below(4)), voter: address, option: 1 + random.below(4), metadata: "" });

const deposit: Kind = (world, { address }) =>
  toAny(MsgDeposit, { proposalId: BigInt(1 + world.random.below(4)), depositor: address, amount: [coin(world, world.random.below(2 * DEPOSIT_LEAST))] });

const createDatanet: Kind = (world, { address }) =>
  toAny(MsgCreateDatanet, {
    ...{ creator: address, name: inventText(world.random, 2), purpose: "random", curators: [address], threshold: 1 },
    ...{ curatorBps: world.random.below(501), bondPerKib: coin(world, 1 + world.random.below(50)), minPriorBps: world.random.below(1_500) },
    licence: {
      ...{ spdx: "mixed", uses: [Use.USE_RETRIEVE], quote: QuotePolicy.QUOTE_POLICY_PUBLIC },
      privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
    },
  });

const contribute: Kind = (world, { address }) => {
  const rows = prepareText(world, inventText(world.random, 8 + world.random.below(24)));
  const blob = world.crypto.sha256(rows.root);
  return toAny(MsgContribute, { contributor: address, datanetId: someDatanet(world), title: "a text", rows: rows.commitment, documentCount: 1, licence: "MIT", blob });
};

const review: Kind = (world, { address }) =>
  toAny(MsgReview, { curator: address, datanetId: someDatanet(world), seq: BigInt(world.random.below(30)), verdict: Verdict.VERDICT_REJECT, reasonCode: 1 });

const freeze: Kind = (world, { address }) => toAny(MsgFreezeVersion, { signer: address, datanetId: someDatanet(world) });

const claim: Kind = (_world, { address }) => toAny(MsgClaimRewards, { claimant: address });

/** How often each, in shares. */
const KINDS: readonly (readonly [weight: number, kind: Kind])[] = [
  [30, send],
  [3, sendTooMuch],
  [6, payTwo],
  [10, delegate],
  [3, undelegate],
  [5, withdraw],
  [2, fundPool],
  [4, grant],
  [2, revoke],
  [3, execute],
  [3, allow],
  [1, propose],
  [2, vote],
  [1, deposit],
  [3, createDatanet],
  [12, contribute],
  [4, review],
  [2, freeze],
  [3, claim],
];
const WEIGHTS = KINDS.reduce((sum, [weight]) => sum + weight, 0);

function someKind({ random }: World): Kind {
  let left = random.below(WEIGHTS);
  for (const [weight, kind] of KINDS) {
    if (left < weight) return kind;
    left -= weight;
  }
  return send;
}

/** One to three messages each; the senders take turns, so that two of one sender are far apart. Lazy: a hundred thousand need not fit in memory. */
export function* signRandomTxs(options: RandomTxsOptions): Generator<Uint8Array, void> {
  const { crypto, chainId, senders, count, denom } = options;
  const world: World = { ...options, random: createRandom(crypto.sha256, options.seed), contents: new Map() };
  for (let i = 0; i < count; i++) {
    const sender = senders[i % senders.length] ?? senders[0];
    const messages = Array.from({ length: world.random.chance(10) ? 2 + world.random.below(2) : 1 }, () => someKind(world)(world, sender));
    const sequence = sender.sequence + BigInt(Math.floor(i / senders.length));
    world.contents.clear();
    yield signTx(crypto, sender, messages, { chainId, sequence, gasLimit: GAS_LIMIT * BigInt(messages.length), fee: { denom, amount: String(world.random.below(300)) } });
  }
}
