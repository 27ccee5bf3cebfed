import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import {
  ContributionState,
  MsgContribute,
  MsgCreateDatanet,
  MsgFreezeVersion,
  MsgReview,
  PrivateSessions,
  QuotePolicy,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import { toUtf8 } from "@openledger/primitives";
import { toAny, type SimulatedAccount } from "./accounts.ts";
import { prepareText, type Attempt, type SimWorld } from "./sim-world.ts";
import { inventText } from "./texts.ts";

/** Makes a message out of what the world holds, or nothing when there is nothing to do it with. */
export type Action = (world: SimWorld) => Attempt | undefined;

/** Of the last one genesis has nothing: it comes in through a gate. */
export const DENOMS = ["uopen", "udemo", "ueuro"] as const;

export const anyone = ({ random, accounts }: SimWorld): SimulatedAccount => random.pick(accounts) as SimulatedAccount;
const accountOf = ({ accounts }: SimWorld, address: string): SimulatedAccount | undefined => {
  return accounts.find((account) => account.address === address);
};

export const send: Action = (world) => {
  const account = anyone(world);
  const amount = [{ denom: world.random.pick(DENOMS), amount: String(1 + world.random.below(1_000_000)) }];
  const value = { fromAddress: account.address, toAddress: anyone(world).address, amount };
  return { action: "send", account, message: toAny(MsgSend, value) };
};

export const sendTooMuch: Action = (world) => {
  const account = anyone(world);
  const amount = [{ denom: world.random.pick(DENOMS), amount: "900000000000000000" }];
  const value = { fromAddress: account.address, toAddress: anyone(world).address, amount };
  return { action: "sendTooMuch", account, message: toAny(MsgSend, value) };
};

/** Somebody else's coins: the signature is of the wrong account. */
export const sendOfAnother: Action = (world) => {
  const account = anyone(world);
  const other = world.accounts.find(({ address }) => address !== account.address) ?? account;
  const value = { fromAddress: other.address, toAddress: account.address, amount: [{ denom: "uopen", amount: "5" }] };
  return { action: "sendOfAnother", account, message: toAny(MsgSend, value) };
};

export const createDatanet: Action = (world) => {
  const { random, accounts } = world;
  const account = anyone(world);
  const count = 1 + random.below(3);
  const first = random.below(accounts.length);
  const curators = Array.from({ length: count }, (_, i) => accounts[(first + i) % accounts.length]?.address ?? "");
  const message = toAny(MsgCreateDatanet, {
    creator: account.address,
    name: inventText(random, 2),
    purpose: "simulated",
    licence: {
      spdx: "mixed",
      uses: [Use.USE_RETRIEVE, Use.USE_TRAIN],
      quote: QuotePolicy.QUOTE_POLICY_PUBLIC,
      privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
    },
    curators,
    threshold: 1 + random.below(count),
    curatorBps: random.below(501),
    bondPerKib: { denom: "uopen", amount: String(1 + random.below(500)) },
    minPriorBps: random.below(1_500),
  });
  return { action: "createDatanet", account, message };
};

export const contribute: Action = (world) => {
  const datanet = world.random.pick(world.state.datanets);
  if (datanet === undefined) return undefined;
  const account = anyone(world);
  const rows = prepareText(world, inventText(world.random, 20 + world.random.below(60)));
  const message = toAny(MsgContribute, {
    contributor: account.address,
    datanetId: datanet.id,
    title: "a text",
    rows: rows.commitment,
    documentCount: 1,
    licence: "MIT",
    blob: world.crypto.sha256(rows.root),
  });
  return { action: "contribute", account, message };
};

export const review: Action = (world) => {
  const pending = world.state.contributions.filter(({ state }) => state === ContributionState.CONTRIBUTION_STATE_PENDING);
  const contribution = world.random.pick(pending);
  const datanet = world.state.datanets.find(({ id }) => id === contribution?.datanetId);
  const account = accountOf(world, world.random.pick(datanet?.curators ?? []) ?? "");
  if (contribution === undefined || account === undefined) return undefined;
  const { datanetId, seq, rowsRoot } = contribution;
  const base = { curator: account.address, datanetId, seq };
  if (world.random.chance(25)) {
    const message = toAny(MsgReview, { ...base, verdict: Verdict.VERDICT_REJECT, reasonCode: 1 + world.random.below(5) });
    return { action: "reject", account, message };
  }
  const grade = 1 + world.random.below(100);
  const message = toAny(MsgReview, { ...base, verdict: Verdict.VERDICT_ACCEPT, grade, rowsRoot });
  return { action: "accept", account, message };
};

/** A curator who vouches for other rows than those that are registered. */
export const reviewOtherRows: Action = (world) => {
  const attempt = review(world);
  if (attempt?.action !== "accept") return undefined;
  const value = MsgReview.decode(attempt.message.value);
  const rowsRoot = world.crypto.sha256(toUtf8("other rows"));
  return { action: "reviewOtherRows", account: attempt.account, message: toAny(MsgReview, { ...value, rowsRoot }) };
};

export const freeze: Action = (world) => {
  const datanet = world.random.pick(world.state.datanets.filter(({ logSize }) => logSize > 0n));
  const account = accountOf(world, datanet?.creator ?? "");
  if (datanet === undefined || account === undefined) return undefined;
  return { action: "freeze", account, message: toAny(MsgFreezeVersion, { signer: account.address, datanetId: datanet.id }) };
};
