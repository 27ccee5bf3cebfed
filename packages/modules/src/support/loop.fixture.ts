/** Walks a world along the protocol: from contributed rows to signed receipts, with real signatures and real claims. */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  appendLeaf,
  buildReceiptOpening,
  claimLeaf,
  claimsRoot,
  contentTree,
  contributionLeafHash,
  createMerkleTree,
  createSpanIndex,
  EMPTY_FRONTIER,
  frontierRoot,
  receiptHash,
  receiptLeaf,
  treeHeadHash,
  type HeldContribution,
  type SpanIndex,
} from "@openledger/attribution";
import {
  OutputLabel,
  TreeHead,
  type Claim,
  type ContributionRef,
  type Receipt,
  type ReceiptOpening,
  type SignedTreeHead,
} from "@openledger/messages/openledger/attribution/v1";
import {
  ContributionState,
  MsgContribute,
  MsgContributeResponse,
  MsgCreateDatanet,
  MsgCreateDatanetResponse,
  MsgFreezeVersion,
  MsgFreezeVersionResponse,
  MsgReview,
  MsgReviewResponse,
  PrivateSessions,
  QuotePolicy,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import {
  MsgCloseOffer,
  MsgCloseOfferResponse,
  MsgCloseSession,
  MsgCloseSessionResponse,
  MsgCreateOffer,
  MsgCreateOfferResponse,
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
  type Royalty,
} from "@openledger/messages/openledger/model/v1";
import { MsgClaimRewards, MsgClaimRewardsResponse } from "@openledger/messages/openledger/rewards/v1";
import { assertDefined, compareBytes, addressToBytes, toUtf8, type Address } from "@openledger/primitives";
import { datanetKeeper } from "../datanet/module.ts";
import { receiptPrice } from "../market/module.ts";
import { modelKeeper } from "../model/module.ts";
import { requireOffer } from "../market/keeper.ts";
import { account, chain, createWorld, crypto, type Codecs, type World } from "./world.fixture.ts";

export const alice: Address = account(1);
export const bob: Address = account(2);
export const curator: Address = account(3);
export const secondCurator: Address = account(4);
export const creator: Address = account(5);
export const publisher: Address = account(6);
export const host: Address = account(7);
export const buyer: Address = account(8);
export const ancestor: Address = account(9);
export const everyone: readonly Address[] = [alice, bob, curator, secondCurator, creator, publisher, host, buyer, ancestor];

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
  readonly publishModel: Codecs<MsgPublishModel, MsgPublishModelResponse>;
  readonly createOffer: Codecs<MsgCreateOffer, MsgCreateOfferResponse>;
  readonly closeOffer: Codecs<MsgCloseOffer, MsgCloseOfferResponse>;
  readonly openSession: Codecs<MsgOpenSession, MsgOpenSessionResponse>;
  readonly closeSession: Codecs<MsgCloseSession, MsgCloseSessionResponse>;
  readonly settle: Codecs<MsgSettle, MsgSettleResponse>;
  readonly claimRewards: Codecs<MsgClaimRewards, MsgClaimRewardsResponse>;
} = {
  createDatanet: [MsgCreateDatanet, MsgCreateDatanetResponse],
  contribute: [MsgContribute, MsgContributeResponse],
  review: [MsgReview, MsgReviewResponse],
  freezeVersion: [MsgFreezeVersion, MsgFreezeVersionResponse],
  publishModel: [MsgPublishModel, MsgPublishModelResponse],
  createOffer: [MsgCreateOffer, MsgCreateOfferResponse],
  closeOffer: [MsgCloseOffer, MsgCloseOfferResponse],
  openSession: [MsgOpenSession, MsgOpenSessionResponse],
  closeSession: [MsgCloseSession, MsgCloseSessionResponse],
  settle: [MsgSettle, MsgSettleResponse],
  claimRewards: [MsgClaimRewards, MsgClaimRewardsResponse],
};

/** Short windows, two denoms. */
export const GENESIS = {
  market: {
    params: {
      window_seconds: "10",
      window_blocks: "2",
      settle_period_seconds: "20",
      max_session_seconds: "1000",
      listed_denoms: ["uopen", "udemo"],
    },
  },
  datanet: { params: { review_period_seconds: "100", rejection_fee: "7" } },
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
  const review = MsgReview.create({ curator, datanetId, seq, verdict: Verdict.VERDICT_ACCEPT, grade, rowsRoot: rows.root });
  world.deliver(messages.review, review);
  return { datanetId, seq, text, rows };
}

export function modelMessage(manifest: readonly ManifestEntry[], change: Partial<MsgPublishModel> = {}): MsgPublishModel {
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

export const ALICE_TEXT =
  "The heron waits beside the quiet reservoir until the morning fog dissolves, then strikes at silver minnows with remarkable precision.";
export const BOB_TEXT =
  "Copper kettles whistle loudly whenever the glacier expedition melts its ration of ancient blue ice before a perilous crossing.";
export const NOVEL_TEXT = "Purple bureaucrats seldom juggle invisible accordions.";

/** Everything that a host holds to answer in a session. */
export interface Loop {
  readonly world: World;
  readonly registered: readonly Registered[];
  readonly index: SpanIndex;
  /** Receipts of the session that were answered so far. */
  readonly answered: ReceiptOpening[];
  readonly sessionId: bigint;
}

export interface LoopOptions {
  readonly curatorBps?: number;
  readonly curators?: readonly string[];
  readonly priorBps?: number;
  readonly royalties?: readonly Royalty[];
  readonly offer?: Partial<MsgCreateOffer>;
  readonly session?: Partial<MsgOpenSession>;
  /** A text of Bob's in datanet 2, which the model does not name. */
  readonly outside?: string;
}

/** One datanet with a text of Alice and one of Bob, a model over it, an offer and an open session. */
export function openLoop(options: LoopOptions = {}): Loop {
  const world = fundedWorld();
  const { curatorBps = 300, curators = [curator], priorBps = 5000, royalties = [{ receiver: ancestor, bps: 1000 }] } = options;
  world.deliver(messages.createDatanet, datanetMessage({ curatorBps, curators: [...curators] }));
  const registered: Registered[] = [contribute(world, ALICE_TEXT, alice, 1n, 90), contribute(world, BOB_TEXT, bob, 1n, 40)];
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  if (options.outside !== undefined) {
    world.deliver(messages.createDatanet, datanetMessage());
    registered.push(contribute(world, options.outside, bob, 2n));
    world.deliver(messages.freezeVersion, { signer: creator, datanetId: 2n });
  }
  world.deliver(messages.publishModel, modelMessage([{ datanetId: 1n, version: 1n, priorBps }], { royalties: [...royalties] }));
  world.deliver(messages.createOffer, offerMessage(options.offer));
  const { sessionId } = world.deliver(messages.openSession, sessionMessage(options.session));
  return { world, registered, index: indexOf(registered), answered: [], sessionId };
}

/** The span index over these contributions, in the order of their registration. */
export function indexOf(registered: readonly Registered[]): SpanIndex {
  return createSpanIndex(
    registered.map(({ datanetId, seq, text }, i) => ({
      ref: { datanetId, seq },
      sequence: BigInt(i + 1),
      documents: [toUtf8(text)],
    })),
  );
}

/** What the host signs as the answer to a call; appended to the session's receipts. */
export function answer(loop: Loop, output: string, latencyMs = 20n): ReceiptOpening {
  const { world, sessionId } = loop;
  const ctx = world.context();
  const offer = requireOffer(ctx, 1n);
  const model = assertDefined(modelKeeper.version(ctx, 1n, 1n), "the model is published");
  const unsigned = buildReceiptOpening(
    crypto.sha256,
    {
      chainId: chain.chainId,
      sessionId,
      index: BigInt(loop.answered.length),
      nonce: BigInt(loop.answered.length + 1000),
      modelId: 1n,
      modelVersion: 1n,
      latencyMs,
      outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
      request: [{ role: "user", text: "What do you know of birds and of ice?" }],
      requestSecret: new Uint8Array(32).fill(31),
      outputSecret: new Uint8Array(32).fill(32),
      output: toUtf8(output),
      price: (inputTokens, outputTokens) =>
        receiptPrice(offer, { inputTokens: BigInt(inputTokens), outputTokens: BigInt(outputTokens), latencyMs }),
    },
    {
      index: loop.index,
      rule: { manifestTokens: Number(model.manifestTokens), minExcessBits: 20, minWords: 5 },
      maxOwners: 64,
      dataBps: 4000,
      standing: ({ datanetId, seq }) => (datanetId === 1n && seq <= 2n ? "manifest" : "outside"),
      held: (ref) => heldContribution(loop, ref),
    },
  );
  const opening = hostSigned(unsigned);
  loop.answered.push(opening);
  return opening;
}

export function hostSigned(opening: ReceiptOpening): ReceiptOpening {
  const hash = receiptHash(crypto.sha256, assertDefined(opening.receipt, "a receipt"));
  return { ...opening, hostSignature: sign(hash, hostKey) };
}

function heldContribution(loop: Loop, ref: ContributionRef): HeldContribution {
  const ctx = loop.world.context();
  const ofDatanet = loop.registered.filter(({ datanetId }) => datanetId === ref.datanetId);
  const leaves = ofDatanet.map(({ datanetId, seq }) => {
    const stored = assertDefined(datanetKeeper.contribution(ctx, datanetId, seq), "a contribution");
    const { contributor, rowsRoot, sequence, grade } = stored;
    return { chainId: chain.chainId, datanetId, seq, contributor, rowsRoot, sequence, grade };
  });
  const at = ofDatanet.findIndex(({ seq }) => seq === ref.seq);
  const { text, rows } = assertDefined(ofDatanet[at], "a registered contribution");
  const log = createMerkleTree(crypto.sha256, leaves.map((leaf) => contributionLeafHash(crypto.sha256, leaf)));
  const leaf = assertDefined(leaves[at], "its leaf");
  const version = assertDefined(datanetKeeper.datanet(ctx, ref.datanetId), "its datanet").versionCount;
  return { leaf, version, logIndex: BigInt(at), logPath: log.inclusionPath(at), rows, documents: [toUtf8(text)] };
}

/** Receipts `first..last-1` of the session as the host settles them, under the buyer's head. */
export function settleMessage(loop: Loop, first = 0, last: number = loop.answered.length): MsgSettle {
  const openings = loop.answered.slice(first, last);
  const leaves = openings.map(({ receipt, claim }) =>
    claimLeaf(crypto.sha256, assertDefined(receipt, "a receipt"), assertDefined(claim, "a claim")),
  );
  return MsgSettle.create({
    host,
    sessionId: loop.sessionId,
    firstIndex: BigInt(first),
    head: signedHead(loop, loop.answered.slice(0, last).map(({ receipt }) => assertDefined(receipt, "a receipt"))),
    owners: sumOwners(openings.map(({ claim }) => assertDefined(claim, "a claim"))),
    claimsRoot: claimsRoot(crypto.sha256, leaves),
    openings,
  });
}

/** The buyer's head over these receipts, with changes made before it is signed. */
export function signedHead(loop: Loop, receipts: readonly Receipt[], change: Partial<TreeHead> = {}): SignedTreeHead {
  const log = receipts.reduce((frontier, receipt) => appendLeaf(crypto.sha256, frontier, receiptLeaf(crypto.sha256, receipt)), EMPTY_FRONTIER);
  const head = TreeHead.create({
    version: 1,
    chainId: chain.chainId,
    sessionId: loop.sessionId,
    size: BigInt(receipts.length),
    root: frontierRoot(crypto.sha256, log),
    cumulativeAmount: receipts.reduce((sum, receipt) => sum + BigInt(receipt.amount), 0n).toString(),
    ...change,
  });
  return { head, signature: sign(treeHeadHash(crypto.sha256, head), sessionKey) };
}

export function sumOwners(claims: readonly Claim[]): { owner: string; amount: string }[] {
  const sums = new Map<string, bigint>();
  for (const { owners } of claims) {
    for (const { owner, amount } of owners) sums.set(owner, (sums.get(owner) ?? 0n) + BigInt(amount));
  }
  const bytes = (address: string): Uint8Array => addressToBytes("open", address);
  return [...sums]
    .sort(([a], [b]) => compareBytes(bytes(a), bytes(b)))
    .map(([owner, amount]) => ({ owner, amount: amount.toString() }));
}

/** Passes blocks until every window and period of {@link GENESIS} is over. */
export function passTime(world: World, blocks = 6, seconds = 50): void {
  for (let i = 0; i < blocks; i++) world.nextBlock(seconds);
}

export const ACCEPTED: number = ContributionState.CONTRIBUTION_STATE_ACCEPTED;
