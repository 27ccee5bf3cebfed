import {
  contributionKey,
  createSpanIndex,
  type AttributionSource,
  type HeldContribution,
  type SpanIndex,
  type Standing,
} from "@openledger/attribution";
import {
  fetchModelFacts,
  fetchRuleFacts,
  fetchSplitFacts,
  loadCorpus,
  manifestRows,
  manifestSizes,
  offerFacts,
  type BlobClient,
  type ChainClient,
  type Corpus,
  type ModelFacts,
  type OfferFacts,
  type RuleFacts,
} from "@openledger/client";
import { QueryService as MarketQuery, type Offer } from "@openledger/messages/openledger/market/v1";
import { OperationalError } from "@openledger/ports";
import { assertDefined, toHex, type Sha256 } from "@openledger/primitives";
import { buildEngine, type ModelEngine } from "./model-engine.ts";
import { openSpanIndex } from "@openledger/span-index";

/** A model version rebuilt from the chain's rows, and everything that its answers are attributed and priced by. */
export interface ServedModel {
  readonly offer: Offer;
  readonly offerFacts: OfferFacts;
  readonly model: ModelFacts;
  readonly rule: RuleFacts;
  readonly engine: ModelEngine;
  readonly source: AttributionSource;
  /** For people: how much text the answers come from. */
  readonly contributions: number;
  /** Lets go of the files of the span index; no answer can be attributed afterwards. */
  close(): void;
}

/**
 * Fetches the rows of the offer's model, rebuilds its artifact and refuses with `ARTIFACT_DIFFERS` when the root is not
 * the chain's. The span index holds every contribution that was accepted on the chain before the model was published: in
 * files of `indexFolder`, where only what is new since the last time is built, or in memory.
 */
export async function loadServedModel(
  chain: { readonly client: ChainClient; readonly blobs: BlobClient; readonly sha256: Sha256 },
  offerId: bigint,
  indexFolder?: string,
): Promise<ServedModel> {
  const { client } = chain;
  const { offer } = await client.query(MarketQuery.Offer, { offerId });
  const found = assertDefined(offer, "the chain answers with the offer or an error");
  const model = await fetchModelFacts(client, found.modelId, found.modelVersion);
  const [rule, split] = await Promise.all([fetchRuleFacts(client), fetchSplitFacts(client)]);
  const corpus = await loadCorpus(chain, {
    acceptedAtMost: BigInt(model.acceptedAtPublish),
    required: model.manifest.map(({ datanetId }) => BigInt(datanetId)),
  });
  const engine = buildEngine(model, manifestRows(corpus, model), rule, chain.sha256);
  if (toHex(engine.root) !== model.artifactRoot) {
    const roots = `${toHex(engine.root)} instead of ${model.artifactRoot}`;
    throw modelError("ARTIFACT_DIFFERS", `the rows of model ${model.id}@${model.version} give artifact root ${roots}; do not offer it`);
  }
  const { index, close } = spanIndexOf(corpus, indexFolder);
  const source = attributionSource(corpus, index, model, rule, split.dataBps);
  const contributions = corpus.entries.length;
  return { offer: found, offerFacts: offerFacts(found), model, rule, engine, source, contributions, close };
}

function spanIndexOf(corpus: Corpus, folder: string | undefined): { readonly index: SpanIndex; close(): void } {
  if (folder === undefined) {
    return { index: createSpanIndex(corpus.entries.map(({ indexed }) => indexed)), close: () => {} };
  }
  const contributions = corpus.entries.map(({ contribution, indexed: { ref, sequence, documents } }) => ({
    ...{ ref, sequence, contentId: contribution.rowsRoot, documents: () => documents },
  }));
  const { index, close } = openSpanIndex({ folder, contributions });
  return { index, close };
}

function attributionSource(
  corpus: Corpus,
  index: SpanIndex,
  model: ModelFacts,
  rule: RuleFacts,
  dataBps: number,
): AttributionSource {
  const sizes = manifestSizes(corpus, model);
  const held = new Map<string, HeldContribution>();
  const standings = new Map<string, Standing>();
  for (const { contribution, held: one } of corpus.entries) {
    const key = contributionKey(contribution);
    held.set(key, one);
    const isInside = contribution.logIndex < (sizes.get(contribution.datanetId) ?? 0n);
    standings.set(key, isInside ? "manifest" : "outside");
  }
  return {
    index,
    rule: {
      manifestTokens: Number(BigInt(model.manifestTokens)),
      minExcessBits: rule.minExcessBits,
      minWords: rule.minWords,
    },
    maxOwners: rule.maxOwners,
    dataBps,
    standing: (ref) => assertDefined(standings.get(contributionKey(ref)), "the index holds loaded contributions"),
    held: (ref) => assertDefined(held.get(contributionKey(ref)), "the index holds loaded contributions"),
  };
}

function modelError(code: string, message: string): OperationalError {
  return new OperationalError(code, message, { retryable: false });
}
