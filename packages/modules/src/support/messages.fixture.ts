/** Who acts in tests, and a well-formed message of every kind. */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { contentTree } from "@openledger/attribution";
import {
  MsgContribute,
  MsgContributeResponse,
  MsgCreateDatanet,
  MsgCreateDatanetResponse,
  MsgAnswerDispute,
  MsgAnswerDisputeResponse,
  MsgDecideAppeal,
  MsgDecideAppealResponse,
  MsgDecideDispute,
  MsgDecideDisputeResponse,
  MsgDispute,
  MsgDisputeResponse,
  MsgEscalateDispute,
  MsgEscalateDisputeResponse,
  MsgFreezeVersion,
  MsgFreezeVersionResponse,
  MsgReview,
  MsgReviewResponse,
  MsgRevoke,
  MsgRevokeResponse,
  PrivateSessions,
  QuotePolicy,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import {
  MsgAnswerDemand,
  MsgAnswerDemandResponse,
  MsgCloseOffer,
  MsgCloseOfferResponse,
  MsgCloseSession,
  MsgCloseSessionResponse,
  MsgCounterexample,
  MsgCounterexampleResponse,
  MsgCreateOffer,
  MsgCreateOfferResponse,
  MsgDemand,
  MsgDemandResponse,
  MsgOpenSession,
  MsgOpenSessionResponse,
  MsgSettle,
  MsgSettleResponse,
  Visibility,
} from "@openledger/messages/openledger/market/v1";
import {
  ModelKind,
  MsgPublishModel,
  MsgPublishModelResponse,
  type ManifestEntry,
} from "@openledger/messages/openledger/model/v1";
import { MsgFeedback, MsgFeedbackResponse } from "@openledger/messages/openledger/feedback/v1";
import { MsgClaimRewards, MsgClaimRewardsResponse } from "@openledger/messages/openledger/rewards/v1";
import { toUtf8, type Address } from "@openledger/primitives";
import { account, createWorld, crypto, type Codecs, type World } from "./world.fixture.ts";

export const alice: Address = account(1);
export const bob: Address = account(2);
export const curator: Address = account(3);
export const secondCurator: Address = account(4);
export const creator: Address = account(5);
export const publisher: Address = account(6);
export const host: Address = account(7);
export const buyer: Address = account(8);
export const ancestor: Address = account(9);
export const everyone: readonly Address[] = [
  alice,
  bob,
  curator,
  secondCurator,
  creator,
  publisher,
  host,
  buyer,
  ancestor,
];

export const hostKey: Uint8Array = new Uint8Array(32).fill(21);
export const sessionKey: Uint8Array = new Uint8Array(32).fill(22);
export const publicKeyOf = (key: Uint8Array): Uint8Array => secp256k1.getPublicKey(key, true);
export const sign = (hash: Uint8Array, key: Uint8Array): Uint8Array =>
  secp256k1.sign(hash, key, { prehash: false, lowS: true, format: "compact" });

export const FUNDS = 10_000_000_000n;
export const DENOMS: readonly string[] = ["uopen", "udemo"];

export const messages: {
  readonly createDatanet: Codecs<MsgCreateDatanet, MsgCreateDatanetResponse>;
  readonly contribute: Codecs<MsgContribute, MsgContributeResponse>;
  readonly review: Codecs<MsgReview, MsgReviewResponse>;
  readonly freezeVersion: Codecs<MsgFreezeVersion, MsgFreezeVersionResponse>;
  readonly revoke: Codecs<MsgRevoke, MsgRevokeResponse>;
  readonly dispute: Codecs<MsgDispute, MsgDisputeResponse>;
  readonly answerDispute: Codecs<MsgAnswerDispute, MsgAnswerDisputeResponse>;
  readonly escalateDispute: Codecs<MsgEscalateDispute, MsgEscalateDisputeResponse>;
  readonly decideDispute: Codecs<MsgDecideDispute, MsgDecideDisputeResponse>;
  readonly decideAppeal: Codecs<MsgDecideAppeal, MsgDecideAppealResponse>;
  readonly publishModel: Codecs<MsgPublishModel, MsgPublishModelResponse>;
  readonly createOffer: Codecs<MsgCreateOffer, MsgCreateOfferResponse>;
  readonly closeOffer: Codecs<MsgCloseOffer, MsgCloseOfferResponse>;
  readonly openSession: Codecs<MsgOpenSession, MsgOpenSessionResponse>;
  readonly closeSession: Codecs<MsgCloseSession, MsgCloseSessionResponse>;
  readonly settle: Codecs<MsgSettle, MsgSettleResponse>;
  readonly demand: Codecs<MsgDemand, MsgDemandResponse>;
  readonly answerDemand: Codecs<MsgAnswerDemand, MsgAnswerDemandResponse>;
  readonly counterexample: Codecs<MsgCounterexample, MsgCounterexampleResponse>;
  readonly feedback: Codecs<MsgFeedback, MsgFeedbackResponse>;
  readonly claimRewards: Codecs<MsgClaimRewards, MsgClaimRewardsResponse>;
} = {
  createDatanet: [MsgCreateDatanet, MsgCreateDatanetResponse],
  contribute: [MsgContribute, MsgContributeResponse],
  review: [MsgReview, MsgReviewResponse],
  freezeVersion: [MsgFreezeVersion, MsgFreezeVersionResponse],
  revoke: [MsgRevoke, MsgRevokeResponse],
  dispute: [MsgDispute, MsgDisputeResponse],
  answerDispute: [MsgAnswerDispute, MsgAnswerDisputeResponse],
  escalateDispute: [MsgEscalateDispute, MsgEscalateDisputeResponse],
  decideDispute: [MsgDecideDispute, MsgDecideDisputeResponse],
  decideAppeal: [MsgDecideAppeal, MsgDecideAppealResponse],
  publishModel: [MsgPublishModel, MsgPublishModelResponse],
  createOffer: [MsgCreateOffer, MsgCreateOfferResponse],
  closeOffer: [MsgCloseOffer, MsgCloseOfferResponse],
  openSession: [MsgOpenSession, MsgOpenSessionResponse],
  closeSession: [MsgCloseSession, MsgCloseSessionResponse],
  settle: [MsgSettle, MsgSettleResponse],
  demand: [MsgDemand, MsgDemandResponse],
  answerDemand: [MsgAnswerDemand, MsgAnswerDemandResponse],
  counterexample: [MsgCounterexample, MsgCounterexampleResponse],
  feedback: [MsgFeedback, MsgFeedbackResponse],
  claimRewards: [MsgClaimRewards, MsgClaimRewardsResponse],
};

/** Short windows, two denoms. */
export const GENESIS = {
  market: {
    params: {
      window_seconds: "10",
      window_blocks: "2",
      response_seconds: "6",
      response_blocks: "2",
      demand_bond: "1000",
      counterexample_bond: "5000",
      settle_period_seconds: "20",
      max_session_seconds: "1000",
      listed_denoms: ["uopen", "udemo"],
    },
  },
  datanet: {
    params: {
      review_period_seconds: "100",
      rejection_fee: "7",
      dispute_bond: "1001",
      dispute_owner_seconds: "20",
      dispute_turn_blocks: "1",
      dispute_escalation_seconds: "10",
      dispute_decision_seconds: "30",
    },
  },
} as const;

/** A world in which everyone has both denoms. */
export function fundedWorld(genesis: Parameters<typeof createWorld>[0]["genesis"] = GENESIS): World {
  const balances = everyone.flatMap((address) => DENOMS.map((denom) => ({ address, denom, units: FUNDS })));
  return createWorld({ balances, genesis });
}

export function datanetMessage(change: Partial<MsgCreateDatanet> = {}): MsgCreateDatanet {
  return MsgCreateDatanet.create({
    creator,
    name: "docs",
    purpose: "Documentation of packages.",
    licence: {
      spdx: "mixed",
      uses: [Use.USE_RETRIEVE],
      quote: QuotePolicy.QUOTE_POLICY_PUBLIC,
      privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
    },
    curators: [curator],
    threshold: 1,
    curatorBps: 300,
    bondPerKib: { denom: "uopen", amount: "10" },
    ...change,
  });
}

export interface Registered {
  readonly datanetId: bigint;
  readonly seq: bigint;
  readonly text: string;
  readonly rows: ReturnType<typeof contentTree>;
}

export function contributionMessage(
  text: string,
  contributor: string,
  datanetId: bigint,
): { readonly msg: MsgContribute; readonly rows: Registered["rows"] } {
  const rows = contentTree(crypto.sha256, [toUtf8(text)], crypto.sha256(toUtf8(`secret of ${text}`)));
  const msg = MsgContribute.create({
    contributor,
    datanetId,
    title: text.slice(0, 20),
    rows: rows.commitment,
    documentCount: 1,
    licence: "MIT",
    blob: crypto.sha256(toUtf8(text)),
  });
  return { msg, rows };
}

/** Registers a text and has the datanet's only curator accept it. */
export function contribute(world: World, text: string, contributor: string, datanetId = 1n, grade = 80): Registered {
  const { msg, rows } = contributionMessage(text, contributor, datanetId);
  const { seq } = world.deliver(messages.contribute, msg);
  const review = MsgReview.create({
    curator,
    datanetId,
    seq,
    verdict: Verdict.VERDICT_ACCEPT,
    grade,
    rowsRoot: rows.root,
  });
  world.deliver(messages.review, review);
  return { datanetId, seq, text, rows };
}

export function modelMessage(
  manifest: readonly ManifestEntry[],
  change: Partial<MsgPublishModel> = {},
): MsgPublishModel {
  return MsgPublishModel.create({
    publisher,
    name: "answers",
    kind: ModelKind.MODEL_KIND_RETRIEVAL,
    ruleVersion: 1,
    artifactRoot: new Uint8Array(32).fill(5),
    manifest,
    steward: creator,
    ...change,
  });
}

export function offerMessage(change: Partial<MsgCreateOffer> = {}): MsgCreateOffer {
  return MsgCreateOffer.create({
    host,
    modelId: 1n,
    modelVersion: 1n,
    endpoint: "http://127.0.0.1:8080/v1",
    price: { denom: "udemo", perCall: "100003", per1kInput: "500", per1kOutput: "2000" },
    latencyClassMs: 1000n,
    lateBps: 2500,
    unsignedCalls: 4,
    bond: { denom: "udemo", amount: "100000000" },
    openingFee: "1001",
    receiptKey: publicKeyOf(hostKey),
    region: "local",
    ...change,
  });
}

export function sessionMessage(change: Partial<MsgOpenSession> = {}): MsgOpenSession {
  return MsgOpenSession.create({
    buyer,
    offerId: 1n,
    escrow: { denom: "udemo", amount: "5000000" },
    sessionKey: publicKeyOf(sessionKey),
    visibility: Visibility.VISIBILITY_PUBLIC,
    durationSeconds: 100n,
    ...change,
  });
}
