import {
  contributionKey,
  createSpanIndex,
  type AttributionSource,
  type HeldContribution,
  type SpanIndex,
  type Standing,
} from "@openledger/attribution";
import {
  allDatanets,
  fetchRuleFacts,
  fetchSplitFacts,
  loadCorpus,
  manifestRows,
  manifestSizes,
  type BlobClient,
  type ChainClient,
  type Corpus,
  type ModelFacts,
  type RuleFacts,
} from "@openledger/client";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import type { Contribution } from "@openledger/messages/openledger/datanet/v1";
import { OperationalError } from "@openledger/ports";
import { assertDefined, toHex, type Sha256 } from "@openledger/primitives";
import { bindingCommons } from "./commons.ts";
import { buildEngine, type ModelEngine } from "./model-engine.ts";
import { fetchOfferedModel, type OfferedModel } from "./offered-model.ts";
import { openSpanIndex } from "@openledger/span-index";

/** A model version rebuilt from the chain's rows, and everything that its answers are attributed and priced by. */
export interface ServedModel extends OfferedModel {
  readonly rule: RuleFacts;
  readonly engine: ModelEngine;
  /** Without what sessions see as revoked; changes when something is forgotten. */
  readonly source: AttributionSource;
  /** The contribution with this global sequence, while its content is held. */
  refOf(sequence: bigint): ContributionRef | undefined;
  /** It is of a commons and was frozen in time, so answers that leave it out are void. */
  isCommons(ref: ContributionRef): boolean;
  /** Answers are made from it. */
  isServed(contribution: Pick<Contribution, "datanetId" | "logIndex">): boolean;
  /** Lets go of the text of contributions: wiped in memory, and the span index is built without them. */
  forget(contributions: readonly ContributionRef[]): void;
  /** For people: how much text the answers come from. */
  readonly contributions: number;
  /** Lets go of the files of the span index; no answer can be attributed afterwards. */
  close(): void;
}

/**
 * Fetches the rows of the offer's model, rebuilds its artifact and refuses with `ARTIFACT_DIFFERS` when the root is not
 * the chain's. The span index holds every contribution that was accepted on the chain before the model was published: in
 * files of `indexFolder`, where only what is new since the last time is built, or in memory. Throws ClientError `erased`
 * when content of the model was erased: its artifact cannot be built again.
 */
export async function loadServedModel(
  chain: { readonly client: ChainClient; readonly blobs: BlobClient; readonly sha256: Sha256 },
  offerId: bigint,
  indexFolder?: string,
): Promise<ServedModel> {
  const { client } = chain;
  const offered = await fetchOfferedModel(client, offerId);
  const { model } = offered;
  const facts = [fetchRuleFacts(client), fetchSplitFacts(client), allDatanets(client)] as const;
  const [rule, split, datanets] = await Promise.all(facts);
  const commons = datanets.flatMap(({ id, commons: isCommons }) => (isCommons ? [id] : []));
  const corpus = await loadCorpus(chain, {
    acceptedAtMost: BigInt(model.acceptedAtPublish),
    // A host is slashed for leaving these out, so it must not serve without them.
    required: [...model.manifest.map(({ datanetId }) => BigInt(datanetId)), ...commons],
  });
  const rows = manifestRows(corpus, model);
  const engine = buildEngine(model, rows, rule, chain.sha256, (sequence) => {
    const ref = contents.refOf(sequence);
    return ref && contents.source.held(ref);
  });
  if (toHex(engine.root) !== model.artifactRoot) {
    const roots = `${toHex(engine.root)} instead of ${model.artifactRoot}`;
    throw modelError("ARTIFACT_DIFFERS", `the rows of model ${model.id}@${model.version} give artifact root ${roots}; do not offer it`);
  }
  const contents = holdContents(corpus, rows, (left) => {
    const { index, close } = spanIndexOf(left, indexFolder);
    return { source: attributionSource(left, index, model, rule, split.dataBps), close };
  });
  const sizes = manifestSizes(corpus, model);
  return {
    ...{ ...offered, rule, engine },
    get source() {
      return contents.source;
    },
    refOf: contents.refOf,
    isCommons: bindingCommons(corpus, model, commons),
    isServed: ({ datanetId, logIndex }) => logIndex < (sizes.get(datanetId) ?? 0n),
    forget: contents.forget,
    contributions: corpus.entries.length,
    close: () => contents.close(),
  };
}

interface HeldContents extends Pick<ServedModel, "source" | "refOf" | "forget"> {
  close(): void;
}

/** Keeps the texts and what is built from them, and builds it again when some of them are forgotten. */
function holdContents(
  corpus: Corpus,
  rows: readonly { readonly sequence: bigint; readonly documents: readonly Uint8Array[] }[],
  build: (corpus: Corpus) => { readonly source: AttributionSource; close(): void },
): HeldContents {
  let left = corpus;
  let built = build(left);
  let refs = refsBySequence(left);
  return {
    get source() {
      return built.source;
    },
    refOf: (sequence) => refs.get(sequence),
    forget(contributions) {
      const gone = new Set(contributions.map(contributionKey));
      const entries = left.entries.filter(({ contribution }) => !gone.has(contributionKey(contribution)));
      if (entries.length === left.entries.length) return;
      for (const { contribution, held } of left.entries) {
        if (!gone.has(contributionKey(contribution))) continue;
        // The model's artifact holds these very bytes.
        const own = rows.filter(({ sequence }) => sequence === contribution.sequence).flatMap(({ documents }) => documents);
        for (const bytes of [...held.documents, ...own]) bytes.fill(0);
      }
      built.close();
      left = { ...left, entries };
      built = build(left);
      refs = refsBySequence(left);
    },
    close: () => built.close(),
  };
}

function refsBySequence({ entries }: Corpus): ReadonlyMap<bigint, ContributionRef> {
  return new Map(entries.map(({ contribution: { sequence, datanetId, seq } }) => [sequence, { datanetId, seq }]));
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
