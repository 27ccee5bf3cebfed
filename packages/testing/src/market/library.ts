import { contributionKey, createSpanIndex, type AttributionSource } from "@openledger/attribution";
import { assertDefined, toHex, toUtf8 } from "@openledger/primitives";
import { heldContributions, logSizeOf, type Held } from "../simulation/answering.ts";
import { createRandom } from "../simulation/random.ts";
import { inventText } from "../simulation/texts.ts";
import { TERMS, type MarketWorld } from "./market-world.ts";
import type { Name } from "./people.ts";

/** What is known of a text apart from the chain. */
export interface Text {
  readonly words: string;
  readonly author: Name;
  /** In which it was first registered. */
  readonly epoch: number;
  /** Nobody asks for what it says: it is there to be counted. */
  readonly isPadding: boolean;
}

const TEXT_WORDS = 40;
const PADDING_WORDS = 160;
const QUOTED_WORDS = 14;
const QUOTES = 2;
/** People ask for what was registered in the last epochs; older words are invented ones, which no answer repeats. */
const RECENT_EPOCHS = 3;
/** Newer models take the place of older ones, whose sessions end soon. */
const LIBRARIES_MAX = 6;

/** What an author writes for a datanet in an epoch: follows from the seed, so that whoever peeks knows it before. */
export function writtenText(world: Pick<MarketWorld, "crypto" | "seed">, author: Name, datanetId: bigint, epoch: number): string {
  const random = createRandom(world.crypto.sha256, `${world.seed}/text of ${author}/${datanetId}/${epoch}`);
  return inventText(random, TEXT_WORDS);
}

/** Words that nobody asks for. */
export function paddingText(world: Pick<MarketWorld, "crypto" | "seed">, author: Name, datanetId: bigint, epoch: number): string {
  const random = createRandom(world.crypto.sha256, `${world.seed}/padding of ${author}/${datanetId}/${epoch}`);
  return inventText(random, PADDING_WORDS);
}

/** Texts of a model and the means to attribute an answer to them. */
export interface Library {
  readonly held: ReadonlyMap<string, Held>;
  readonly source: AttributionSource;
  /** The same, as if only some people had registered anything. */
  sourceOf(registrants: ReadonlySet<string>): AttributionSource;
}

const DATA_BPS = 4_000;

/** Reads what a model's host holds, once per model. */
export function libraryOf(world: MarketWorld, modelId: bigint): Library {
  const known = world.libraries.get(modelId);
  if (known !== undefined) return known;
  const model = assertDefined(world.state.models.find((one) => one.modelId === modelId), "a published model");
  const since = Math.floor(world.block / TERMS.blocksPerEpoch) - RECENT_EPOCHS;
  const all = heldContributions(world, model.acceptedAtPublish);
  const held = new Map([...all].filter(([, { text }]) => (world.texts.get(text)?.epoch ?? 0) >= since));
  const manifest = new Map(model.manifest.map(({ datanetId, version }) => [datanetId, logSizeOf(world, datanetId, version)]));
  const of = (key: string): Held => assertDefined(held.get(key), "the index holds what is held");
  const sourceFrom = (knows: (held: Held) => boolean): AttributionSource => ({
    index: createSpanIndex(
      [...held.values()]
        .filter(knows)
        .map(({ contribution: { datanetId, seq, sequence }, proof }) => ({ ref: { datanetId, seq }, sequence, documents: proof.documents }))
        .sort((a, b) => (a.sequence < b.sequence ? -1 : 1)),
    ),
    rule: { manifestTokens: Number(model.manifestTokens), minExcessBits: 20, minWords: 5 },
    ...{ maxOwners: 64, dataBps: DATA_BPS },
    standing: (ref) => (of(contributionKey(ref)).contribution.logIndex < (manifest.get(ref.datanetId) ?? 0n) ? "manifest" : "outside"),
    held: (ref) => of(contributionKey(ref)).proof,
  });
  const library = {
    held,
    source: sourceFrom(() => true),
    sourceOf: (registrants: ReadonlySet<string>) => sourceFrom(({ contribution }) => registrants.has(contribution.contributor)),
  };
  world.libraries.set(modelId, library);
  for (const old of [...world.libraries.keys()].slice(0, -LIBRARIES_MAX)) world.libraries.delete(old);
  return library;
}

/**
 * An answer that quotes two texts of a model. Each text has a rank of its own for the question, so that further texts push
 * others out and never shuffle them.
 */
export function composeQuotes(world: MarketWorld, modelId: bigint, buyer: Name): string {
  const model = assertDefined(world.state.models.find((one) => one.modelId === modelId), "a published model");
  const datanets = new Set(model.manifest.map(({ datanetId }) => datanetId));
  const texts = new Set<string>();
  for (const { contribution, text } of libraryOf(world, modelId).held.values()) {
    if (datanets.has(contribution.datanetId) && world.texts.get(text)?.isPadding === false) texts.add(text);
  }
  const ranked = [...texts]
    .map((text) => ({ text, rank: toHex(world.crypto.sha256(toUtf8(`${world.seed}/${world.block}/${buyer}/${text}`))) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const random = world.roll(buyer, "answer");
  const parts = [inventText(random, 3)];
  for (const { text } of ranked.slice(0, QUOTES)) {
    const words = text.split(" ");
    const first = random.below(words.length - QUOTED_WORDS);
    parts.push(words.slice(first, first + QUOTED_WORDS).join(" "), inventText(random, 2));
  }
  return parts.join(" ");
}
