import { SpanStatus, type Claim, type ReceiptOpening, type Span } from "@openledger/messages/openledger/attribution/v1";
import type { MsgSettle } from "@openledger/messages/openledger/market/v1";
import { assertDefined, fromUtf8, toUtf8 } from "@openledger/primitives";
import { gameSource, openCall, signedOpening, type GameCall } from "./game-host.ts";
import { settleMessage } from "../simulation/answering.ts";
import type { GameWorld, Player } from "./game-world.ts";

/** How a host answers and settles once. */
export interface Play {
  readonly name: string;
  /** The opening that the host makes; the honest one when left out. */
  readonly answer?: (world: GameWorld, call: GameCall) => ReceiptOpening;
  /** What the host changes in a right settlement. */
  readonly settle?: (world: GameWorld, message: MsgSettle) => MsgSettle;
  /** The host settles by hashes and answers no demand. */
  readonly isSilent?: boolean;
  /** Other claims than the honest one that the host cannot be blamed for. */
  readonly isForgivable?: boolean;
}

const { SPAN_STATUS_OWNED: OWNED, SPAN_STATUS_OUTSIDE: OUTSIDE, SPAN_STATUS_NO_MATCH: NO_MATCH } = SpanStatus;
const COMMONS = 2n;
const OUTSIDE_DATANET = 3n;

const knowingAllBut =
  (...left: readonly Player[]): NonNullable<Play["answer"]> =>
  (world, call) => {
    const addresses = new Set<string>(left.map((player) => world.players[player].address));
    return signedOpening(world, openCall(world, call, gameSource(world, ({ contribution }) => !addresses.has(contribution.contributor))));
  };

const honest: NonNullable<Play["answer"]> = (world, call) => signedOpening(world, openCall(world, call, gameSource(world)));

/** The honest claim with other spans; owner lines stay as they are unless `owners` says otherwise. */
const withSpans =
  (change: (span: Span, world: GameWorld) => Span, owners: (claim: Claim, world: GameWorld) => Claim["owners"] = (claim) => claim.owners) =>
  (world: GameWorld, call: GameCall): ReceiptOpening => {
    const opening = honest(world, call);
    const claim = assertDefined(opening.claim, "built");
    return signedOpening(world, opening, { claim: { ...claim, owners: owners(claim, world), spans: claim.spans.map((span) => change(span, world)) } });
  };

const onlyOwned = (change: (span: Span, world: GameWorld) => Partial<Span>) => (span: Span, world: GameWorld) =>
  span.status === OWNED ? { ...span, ...change(span, world) } : span;

/** Attributes as if the buyer had said nothing. */
function ignoreRequest(world: GameWorld, call: GameCall): ReceiptOpening {
  const blind = openCall(world, { ...call, request: [] }, gameSource(world));
  const { requestRoot, inputTokens, amount } = assertDefined(openCall(world, call, gameSource(world)).receipt, "built");
  const opening = { ...blind, request: [...call.request] };
  return signedOpening(world, opening, { receipt: { requestRoot, inputTokens, amount } });
}

function swapToken(world: GameWorld, call: GameCall): ReceiptOpening {
  const words = fromUtf8(call.right.output).split(" ");
  const at = world.random.below(words.length);
  const swapped = words.map((word, i) => (i === at ? (word === "zebra" ? "giraffe" : "zebra") : word)).join(" ");
  return signedOpening(world, openCall(world, call, gameSource(world), { ...call.right, output: toUtf8(swapped) }));
}

/** Answers as if a text that the answer is made of did not exist; kinds without passages have none to leave out. */
function leaveOutPassages(world: GameWorld, call: GameCall): ReceiptOpening {
  const [first] = call.right.derivation?.places ?? [];
  if (first === undefined) return honest(world, call);
  const { start, document, contribution } = first;
  const said = world.engine.answer({
    ...call.engine,
    isLeftOut: (place) => place.start === start && place.document === document && place.contribution === world.sequenceOf(contribution),
  });
  return signedOpening(world, openCall(world, call, gameSource(world), said));
}

const PLAY_LIST = [
  { name: "honest" },
  { name: "does not know a datanet outside the manifest", answer: knowingAllBut("stranger"), isForgivable: true },
  { name: "omits the author and her copies", answer: knowingAllBut("alice", "friend", "bob") },
  { name: "credits the friend who copied", answer: knowingAllBut("alice", "bob") },
  { name: "does not know the commons", answer: knowingAllBut("curator") },
  { name: "calls owned tokens unowned", answer: withSpans(onlyOwned(() => ({ status: NO_MATCH, owner: "", match: undefined })), () => []) },
  { name: "ignores the request", answer: ignoreRequest },
  { name: "shifts a span", answer: withSpans(onlyOwned(({ match }) => ({ match: match && { ...match, offset: match.offset + 3n } }))) },
  { name: "weighs more", answer: withSpans((span) => ({ ...span, weight: span.weight + 7n })) },
  {
    name: "pays the friend",
    answer: withSpans(
      onlyOwned((_, { players }) => ({ owner: players.friend.address })),
      ({ owners }, { players }) => [{ owner: players.friend.address, amount: String(owners.reduce((sum, { amount }) => sum + BigInt(amount), 0n)) }],
    ),
  },
  {
    name: "calls outside tokens owned",
    answer: withSpans((span, { players }) => (span.status === OUTSIDE ? { ...span, status: OWNED, owner: players.friend.address } : span)),
  },
  {
    name: "asks more than the price",
    answer: (world: GameWorld, call: GameCall) => {
      const opening = honest(world, call);
      return signedOpening(world, opening, { receipt: { amount: String(BigInt(opening.receipt?.amount ?? "0") + 9n) } });
    },
  },
  { name: "changes a word of the output", answer: swapToken },
  { name: "leaves out the best passage", answer: leaveOutPassages },
  { name: "adds wrongly", settle: (world, message) => addWrongly(world, message) },
  { name: "commits to other claims", settle: (world, message) => ({ ...message, claimsRoot: world.random.bytes(32) }) },
  {
    name: "settles above the head",
    settle: (_, message) => {
      const { head, signature = new Uint8Array() } = message.head ?? {};
      const raised = head && { ...head, cumulativeAmount: String(BigInt(head.cumulativeAmount) + 1_000n) };
      return { ...message, head: { head: raised, signature } };
    },
  },
  { name: "replays a receipt", settle: (world, message) => replayed(world, message) },
  { name: "never answers a demand", isSilent: true },
] as const satisfies readonly Play[];

function addWrongly({ players }: GameWorld, message: MsgSettle): MsgSettle {
  const owners = [{ owner: players.friend.address, amount: "7777" }];
  const owned = message.owned.length > 0 ? [{ ...assertDefined(owners[0], "a line"), datanetId: 1n }] : [];
  return { ...message, owners, owned };
}

/** The settlement before this one once more; of the first, one that leaves a gap. */
function replayed(world: GameWorld, message: MsgSettle): MsgSettle {
  const first = Number(message.firstIndex) - 1;
  return first < 0 ? { ...message, firstIndex: 1n } : settleMessage(world, world.session, first, first + 1);
}

/** What hosts do, honest first. */
export const PLAYS: readonly [Play, ...Play[]] = PLAY_LIST;
/** Datanets of the games that no manifest names. */
export const UNNAMED_DATANETS: Readonly<Record<"commons" | "outside", bigint>> = { commons: COMMONS, outside: OUTSIDE_DATANET };
