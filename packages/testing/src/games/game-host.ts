import {
  buildReceiptOpening,
  claimRoot,
  contributionKey,
  createSpanIndex,
  receiptHash,
  type AttributionSource,
} from "@openledger/attribution";
import { OutputLabel, type Claim, type Receipt, type ReceiptOpening, type RequestMessage } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined } from "@openledger/primitives";
import type { EngineAnswer, EngineCall } from "@openledger/served-model";
import { signHash } from "../simulation/accounts.ts";
import { heldContributions, logSizeOf, priceOf, receiptKeyOf, type Held } from "../simulation/answering.ts";
import type { GameWorld } from "./game-world.ts";

const DATA_BPS = 4_000;
const LATENCY_MS = 20n;

/** Everything that a host attributes with; `knows` leaves contributions out of its index. */
export function gameSource(world: GameWorld, knows: (held: Held) => boolean = () => true): AttributionSource {
  const model = assertDefined(world.state.models[0], "a model is published");
  const held = heldContributions(world, model.acceptedAtPublish);
  const manifest = new Map(model.manifest.map(({ datanetId, version }) => [datanetId, logSizeOf(world, datanetId, version)]));
  const of = (key: string): Held => assertDefined(held.get(key), "the index holds what is held");
  const known = [...held.values()].filter(knows).map(({ contribution: { datanetId, seq, sequence }, proof }) => ({
    ...{ ref: { datanetId, seq }, sequence, documents: proof.documents },
  }));
  return {
    index: createSpanIndex(known.sort((a, b) => (a.sequence < b.sequence ? -1 : 1))),
    rule: { manifestTokens: Number(model.manifestTokens), minExcessBits: 20, minWords: 5 },
    ...{ maxOwners: 64, dataBps: DATA_BPS },
    standing: (ref) => (of(contributionKey(ref)).contribution.logIndex < (manifest.get(ref.datanetId) ?? 0n) ? "manifest" : "outside"),
    held: (ref) => of(contributionKey(ref)).proof,
  };
}

/** A call, and what the model answers to it. */
export interface GameCall {
  readonly engine: EngineCall;
  readonly request: readonly RequestMessage[];
  readonly index: bigint;
  readonly right: EngineAnswer;
}

/** A question about a registered text; what the model says to it, and nothing else, is right. */
export function makeCall(world: GameWorld): GameCall {
  const { random, session, topics, receipts } = world;
  const index = BigInt(receipts.get(session.id)?.length ?? 0);
  const request = [{ role: "user", text: random.pick(topics) ?? "" }];
  const engine = { messages: request, sessionId: session.id, nonce: index * 7n + 1n, maxTokens: 30 + random.below(60) };
  return { engine, request, index, right: world.engine.answer(engine) };
}

/** The opening of an answer to a call, with receipt and claim as an honest host makes them of this source and answer. */
export function openCall(world: GameWorld, call: GameCall, source: AttributionSource, said: EngineAnswer = call.right): ReceiptOpening {
  const { session, chain, crypto } = world;
  const offer = assertDefined(world.state.offers[0], "an offer is open");
  return buildReceiptOpening(
    crypto.sha256,
    {
      ...{ chainId: chain.chainId, sessionId: session.id, index: call.index, nonce: call.engine.nonce, latencyMs: LATENCY_MS },
      ...{ modelId: session.modelId, modelVersion: session.modelVersion, request: call.request, ...said },
      outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
      ...{ requestSecret: new Uint8Array(32).fill(31), outputSecret: new Uint8Array(32).fill(32) },
      price: (input, tokens) => priceOf(offer, BigInt(input), BigInt(tokens), LATENCY_MS),
    },
    source,
  );
}

/** The same answer with another claim or receipt, signed by the host. */
export function signedOpening(
  world: GameWorld,
  opening: ReceiptOpening,
  change: { readonly claim?: Claim; readonly receipt?: Partial<Receipt> } = {},
): ReceiptOpening {
  const { sha256 } = world.crypto;
  const claim = change.claim ?? assertDefined(opening.claim, "built");
  const receipt = { ...assertDefined(opening.receipt, "built"), claimRoot: claimRoot(sha256, claim), ...change.receipt };
  // Rows of passages stay opened, whoever is cited.
  if (claim.passages.length > 0) return { ...opening, claim, receipt, hostSignature: hostSignatureOf(world, receipt) };
  const cited = new Set(claim.spans.flatMap(({ match }) => (match?.contribution === undefined ? [] : [contributionKey(match.contribution)])));
  const contributions = opening.contributions.filter(({ leaf }) => leaf !== undefined && cited.has(contributionKey(leaf)));
  return { ...opening, claim, receipt, contributions, hostSignature: hostSignatureOf(world, receipt) };
}

function hostSignatureOf({ crypto, players }: GameWorld, receipt: Receipt): Uint8Array {
  return signHash(receiptHash(crypto.sha256, receipt), receiptKeyOf(crypto, players.host.address));
}
