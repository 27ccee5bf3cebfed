/** Walks a world along the protocol: from contributed rows to signed receipts, with real signatures and real claims. */
import {
  appendLeaf,
  buildReceiptOpening,
  claimLeaf,
  claimsRoot,
  contributionLeafHash,
  createMerkleTree,
  createSpanIndex,
  EMPTY_FRONTIER,
  frontierRoot,
  receiptHash,
  receiptLeaf,
  treeHeadHash,
  type Derivation,
  type HeldContribution,
  type Ruling,
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
import { ContributionState, Use, type MsgCreateDatanet } from "@openledger/messages/openledger/datanet/v1";
import { MsgCreateOffer, MsgOpenSession, MsgSettle, ReceiptInclusion } from "@openledger/messages/openledger/market/v1";
import { ModelKind, type MsgPublishModel, type Royalty } from "@openledger/messages/openledger/model/v1";
import { encodeRecipe, recipeHash, smoothedRecipe } from "@openledger/ngram";
import { assertDefined, compareBytes, addressToBytes, toUtf8 } from "@openledger/primitives";
import { datanetKeeper } from "../datanet/module.ts";
import { receiptPrice } from "../market/module.ts";
import { modelKeeper } from "../model/module.ts";
import { requireOffer } from "../market/keeper.ts";
import { chain, crypto, type World } from "./world.fixture.ts";
import {
  alice,
  bob,
  curator,
  creator,
  host,
  ancestor,
  hostKey,
  sessionKey,
  sign,
  messages,
  fundedWorld,
  datanetMessage,
  type Registered,
  contribute,
  modelMessage,
  offerMessage,
  sessionMessage,
} from "./messages.fixture.ts";

export const ALICE_TEXT =
  "The heron waits beside the quiet reservoir until the morning fog dissolves, then strikes at silver minnows with remarkable precision.";
export const BOB_TEXT =
  "Copper kettles whistle loudly whenever the glacier expedition melts its ration of ancient blue ice before a perilous crossing.";
export const NOVEL_TEXT = "Purple bureaucrats seldom juggle invisible accordions.";

const recipe = smoothedRecipe(3, 1_000);

/** A kind whose openings show no derivation, so that loops may answer with any text. */
const WORDS_MODEL: Partial<MsgPublishModel> = {
  ...{ kind: ModelKind.MODEL_KIND_NGRAM, recipe: encodeRecipe(recipe), recipeHash: recipeHash(recipe, crypto.sha256) },
};

/** Everything that a host holds to answer in a session. */
export interface Loop {
  readonly world: World;
  readonly registered: readonly Registered[];
  readonly index: SpanIndex;
  /** Receipts of the session that were answered so far. */
  readonly answered: ReceiptOpening[];
  readonly sessionId: bigint;
  /** Contributions of datanet 1 that the host takes for revoked; none by default. */
  readonly revoked?: (seq: bigint) => boolean;
  /** What the host takes for decided of contributions of datanet 1; nothing by default. */
  readonly ruling?: (seq: bigint) => Partial<Ruling> | undefined;
  /** Contributions of datanet 1 in the manifest; 2 by default. */
  readonly manifestSize?: bigint;
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
  /** No version of datanet 2 is frozen before the model is published. */
  readonly unfrozen?: boolean;
  /** A text of Bob's in datanet 2, registered before all others. */
  readonly earlier?: string;
  /** Registered by Bob in datanet 1 after the texts of both. */
  readonly later?: string;
  /** The model version that is published over datanet 1. */
  readonly model?: Partial<MsgPublishModel>;
  readonly genesis?: Parameters<typeof fundedWorld>[0];
  /** Terms of datanet 1. */
  readonly manifest?: Partial<MsgCreateDatanet>;
  /** Terms of datanet 2. */
  readonly datanet?: Partial<MsgCreateDatanet>;
}

/** One datanet with a text of Alice and one of Bob, a model over it, an offer and an open session. */
export function openLoop(options: LoopOptions = {}): Loop {
  const world = fundedWorld(options.genesis);
  const {
    curatorBps = 300,
    curators = [curator],
    priorBps = 5000,
    royalties = [{ receiver: ancestor, bps: 1000 }],
  } = options;
  const terms = datanetMessage({ curatorBps, curators: [...curators], ...options.manifest });
  const uses = [...new Set([Use.USE_TRAIN, ...(terms.licence?.uses ?? [])])];
  world.deliver(messages.createDatanet, { ...terms, licence: terms.licence && { ...terms.licence, uses } });
  const registered: Registered[] = [];
  if (options.earlier !== undefined) {
    world.deliver(messages.createDatanet, datanetMessage(options.datanet));
    registered.push(contribute(world, options.earlier, bob, 2n));
    world.deliver(messages.freezeVersion, { signer: creator, datanetId: 2n });
  }
  registered.push(contribute(world, ALICE_TEXT, alice, 1n, 90), contribute(world, BOB_TEXT, bob, 1n, 40));
  if (options.later !== undefined) registered.push(contribute(world, options.later, bob, 1n));
  world.deliver(messages.freezeVersion, { signer: creator, datanetId: 1n });
  if (options.outside !== undefined) {
    world.deliver(messages.createDatanet, datanetMessage(options.datanet));
    registered.push(contribute(world, options.outside, bob, 2n));
    if (options.unfrozen !== true) world.deliver(messages.freezeVersion, { signer: creator, datanetId: 2n });
  }
  world.deliver(
    messages.publishModel,
    modelMessage([{ datanetId: 1n, version: 1n, priorBps }], { royalties: [...royalties], ...WORDS_MODEL, ...options.model }),
  );
  world.deliver(messages.createOffer, offerMessage(options.offer));
  const { sessionId } = world.deliver(messages.openSession, sessionMessage(options.session));
  const manifestSize = options.later === undefined ? 2n : 3n;
  return { world, registered, index: indexOf(registered), answered: [], sessionId, manifestSize };
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
export function answer(
  loop: Loop,
  output: string,
  latencyMs = 20n,
  request = "What do you know of birds and of ice?",
  derivation?: Derivation,
): ReceiptOpening {
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
      outputLabel:
        model.kind === ModelKind.MODEL_KIND_EXTERNAL ? OutputLabel.OUTPUT_LABEL_ASSERTED : OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
      request: [{ role: "user", text: request }],
      requestSecret: new Uint8Array(32).fill(31),
      outputSecret: new Uint8Array(32).fill(32),
      output: toUtf8(output),
      ...(derivation === undefined ? {} : { derivation }),
      price: (inputTokens, outputTokens) =>
        receiptPrice(offer, { inputTokens: BigInt(inputTokens), outputTokens: BigInt(outputTokens), latencyMs }),
    },
    {
      index: loop.index,
      rule: { manifestTokens: Number(model.manifestTokens), minExcessBits: 20, minWords: 5 },
      maxOwners: 64,
      dataBps: 4000,
      standing: ({ datanetId, seq }) => {
        if (datanetId !== 1n || seq > (loop.manifestSize ?? 2n)) return "outside";
        return loop.revoked?.(seq) === true ? "revoked" : "manifest";
      },
      isStruck: ({ datanetId, seq }) => datanetId === 1n && loop.ruling?.(seq)?.struck === true,
      ownerOf: ({ datanetId, seq }) => (datanetId === 1n ? loop.ruling?.(seq)?.owner : undefined),
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
  const log = createMerkleTree(
    crypto.sha256,
    leaves.map((leaf) => contributionLeafHash(crypto.sha256, leaf)),
  );
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
    head: signedHead(
      loop,
      loop.answered.slice(0, last).map(({ receipt }) => assertDefined(receipt, "a receipt")),
    ),
    owners: sumOwners(openings.map(({ claim }) => assertDefined(claim, "a claim"))),
    claimsRoot: claimsRoot(crypto.sha256, leaves),
    openings,
  });
}

/** The buyer's head over these receipts, with changes made before it is signed. */
export function signedHead(loop: Loop, receipts: readonly Receipt[], change: Partial<TreeHead> = {}): SignedTreeHead {
  const log = receipts.reduce(
    (frontier, receipt) => appendLeaf(crypto.sha256, frontier, receiptLeaf(crypto.sha256, receipt)),
    EMPTY_FRONTIER,
  );
  const head = TreeHead.create({
    version: 1,
    chainId: chain.chainId,
    sessionId: loop.sessionId,
    size: BigInt(receipts.length),
    root: frontierRoot(crypto.sha256, log),
    cumulativeAmount:
      change.cumulativeAmount ?? receipts.reduce((sum, receipt) => sum + BigInt(receipt.amount), 0n).toString(),
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

/** Shows that receipt `index` stands in the session's log when it has `size` receipts. */
export function inclusionOf(loop: Loop, index: number, size: number = loop.answered.length): ReceiptInclusion {
  const receipts = loop.answered.slice(0, size).map(({ receipt }) => assertDefined(receipt, "a receipt"));
  const log = createMerkleTree(
    crypto.sha256,
    receipts.map((receipt) => receiptLeaf(crypto.sha256, receipt)),
  );
  return ReceiptInclusion.create({ receipt: assertDefined(receipts[index], "a receipt"), path: [...log.inclusionPath(index)] });
}

/** Passes blocks until every window and period of {@link GENESIS} is over. */
export function passTime(world: World, blocks = 6, seconds = 50): void {
  for (let i = 0; i < blocks; i++) world.nextBlock(seconds);
}

export const ACCEPTED: number = ContributionState.CONTRIBUTION_STATE_ACCEPTED;
