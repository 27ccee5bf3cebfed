import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { DeepPartial } from "@openledger/messages";
import {
  MsgCloseOffer,
  MsgCloseSession,
  MsgCreateOffer,
  MsgOpenSession,
  MsgSettle,
  SessionState,
  Visibility,
  type Session,
} from "@openledger/messages/openledger/market/v1";
import { MsgClaimRewards } from "@openledger/messages/openledger/rewards/v1";
import { toAny, type SimulatedAccount } from "./accounts.ts";
import { answerCall, receiptKeyOf, sessionKeyOf, settleMessage } from "./answering.ts";
import { DENOMS, type Action } from "./data-actions.ts";
import type { Attempt, SimWorld } from "./sim-world.ts";

const ANSWERS_PER_SESSION_MAX = 30;

const accountOf = ({ accounts }: SimWorld, address: string): SimulatedAccount | undefined => {
  return accounts.find((account) => account.address === address);
};

export const createOffer: Action = (world) => {
  const { random, state, crypto } = world;
  const model = random.pick(state.models);
  const account = random.pick(world.accounts);
  if (model === undefined || account === undefined) return undefined;
  const denom = random.pick(DENOMS);
  const perCall = 1_000 + random.below(100_000);
  const message = toAny(MsgCreateOffer, {
    host: account.address,
    modelId: model.modelId,
    modelVersion: model.version,
    endpoint: "http://127.0.0.1:8080",
    price: { denom, perCall: String(perCall), per1kInput: String(random.below(5_000)), per1kOutput: String(random.below(90_000)) },
    latencyClassMs: 1_000n,
    lateBps: random.below(5_000),
    unsignedCalls: 4,
    bond: { denom, amount: String(5_000_000 + random.below(5_000_000)) },
    openingFee: String(random.below(perCall)),
    receiptKey: secp256k1.getPublicKey(receiptKeyOf(crypto, account.address), true),
    region: "local",
  });
  return { action: "createOffer", account, message };
};

export const openSession: Action = (world) => {
  const { random, state, crypto } = world;
  const offer = random.pick(state.offers);
  const account = random.pick(world.accounts);
  if (offer === undefined || account === undefined) return undefined;
  const message = toAny(MsgOpenSession, {
    buyer: account.address,
    offerId: offer.id,
    escrow: { denom: offer.price?.denom ?? "", amount: String(500_000 + random.below(4_000_000)) },
    sessionKey: secp256k1.getPublicKey(sessionKeyOf(crypto, account.address), true),
    visibility: Visibility.VISIBILITY_PUBLIC,
    durationSeconds: BigInt(20 + random.below(100)),
  });
  return { action: "openSession", account, message };
};

/** The host answers a few calls, which no block sees. */
export function answerSome(world: SimWorld): void {
  const open = world.state.sessions.filter(({ state, id }) => {
    return state === SessionState.SESSION_STATE_OPEN && (world.receipts.get(id)?.length ?? 0) < ANSWERS_PER_SESSION_MAX;
  });
  for (let i = 0; i < 2; i++) {
    const session = world.random.pick(open);
    if (session !== undefined) answerCall(world, session);
  }
}

interface Unsettled {
  readonly session: Session;
  readonly account: SimulatedAccount;
  readonly first: number;
  readonly size: number;
}

function pickUnsettled(world: SimWorld): Unsettled | undefined {
  const waiting = world.state.sessions.filter(({ id, logSize }) => (world.receipts.get(id)?.length ?? 0) > Number(logSize));
  const session = world.random.pick(waiting);
  const account = accountOf(world, session?.host ?? "");
  if (session === undefined || account === undefined) return undefined;
  return { session, account, first: Number(session.logSize), size: world.receipts.get(session.id)?.length ?? 0 };
}

export const settle: Action = (world) => {
  const found = pickUnsettled(world);
  if (found === undefined) return undefined;
  const { session, account, first, size } = found;
  const last = first + 1 + world.random.below(Math.min(size - first, 8));
  return { action: "settle", account, message: toAny(MsgSettle, settleMessage(world, session, first, last)) };
};

/** A settlement in which one thing is wrong. */
export const settleWrongly: Action = (world) => {
  const found = pickUnsettled(world);
  if (found === undefined) return undefined;
  const { session, account, first, size } = found;
  const wrong = world.random.pick(WRONGS);
  const message = settleMessage(world, session, first, Math.min(size, first + 2));
  return { action: `settleWrongly:${wrong.name}`, account, message: toAny(MsgSettle, wrong.make(message)) };
};

interface Wrong {
  readonly name: string;
  make(message: MsgSettle): DeepPartial<MsgSettle>;
}

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte));
}

const WRONGS: readonly [Wrong, ...Wrong[]] = [
  { name: "first index", make: (message) => ({ ...message, firstIndex: message.firstIndex + 1n }) },
  { name: "head signature", make: (message) => ({ ...message, head: { ...message.head, signature: flipped(message.head?.signature ?? new Uint8Array(64)) } }) },
  { name: "head amount", make: (message) => ({ ...message, head: { ...message.head, head: { ...message.head?.head, cumulativeAmount: "1" } } }) },
  { name: "claims root", make: (message) => ({ ...message, claimsRoot: flipped(message.claimsRoot) }) },
  { name: "owners", make: (message) => ({ ...message, owners: [...message.owners, { owner: message.host, amount: "1" }] }) },
  { name: "output", make: (message) => ({ ...message, openings: message.openings.map((opening) => ({ ...opening, output: flipped(opening.output) })) }) },
  { name: "host signature", make: (message) => ({ ...message, openings: message.openings.map((opening) => ({ ...opening, hostSignature: flipped(opening.hostSignature) })) }) },
  { name: "twice", make: (message) => ({ ...message, openings: [...message.openings, ...message.openings] }) },
];

export const closeSession: Action = (world) => {
  const session = world.random.pick(world.state.sessions);
  const account = accountOf(world, session?.buyer ?? "");
  if (session === undefined || account === undefined) return undefined;
  return { action: "closeSession", account, message: toAny(MsgCloseSession, { buyer: session.buyer, sessionId: session.id }) };
};

export const closeOffer: Action = (world) => {
  const offer = world.random.pick(world.state.offers);
  const account = accountOf(world, offer?.host ?? "");
  if (offer === undefined || account === undefined) return undefined;
  return { action: "closeOffer", account, message: toAny(MsgCloseOffer, { host: offer.host, offerId: offer.id }) };
};

export const claim: Action = (world): Attempt | undefined => {
  const account = world.random.pick(world.accounts);
  if (account === undefined) return undefined;
  return { action: "claim", account, message: toAny(MsgClaimRewards, { claimant: account.address }) };
};
