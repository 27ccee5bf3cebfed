import {
  contributionLeafHash,
  createMerkleTree,
  revocationInVersion,
  type HeldContribution,
  type IndexedContribution,
  withoutRevoked,
  type MerkleTree,
} from "@openledger/attribution";
import { ContributionLeaf } from "@openledger/messages/openledger/attribution/v1";
import {
  ContributionState,
  QueryService as DatanetQuery,
  type Contribution,
  type DatanetVersion,
} from "@openledger/messages/openledger/datanet/v1";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import type { ChainClient } from "../chain/chain-client.ts";
import { allContributions, allDatanets } from "../chain/query-all.ts";
import { ClientError } from "../errors.ts";
import type { ModelFacts } from "../receipt/chain-facts.ts";
import type { BlobClient } from "./blob-client.ts";
import { openContent } from "./content-bundle.ts";

/** An accepted contribution with its content and its place in a frozen version. */
export interface CorpusEntry {
  readonly contribution: Contribution;
  readonly held: HeldContribution;
  readonly indexed: IndexedContribution;
}

/** Accepted contributions by global sequence, and the datanet versions under which they are proved. */
export interface Corpus {
  readonly entries: readonly CorpusEntry[];
  readonly versions: readonly DatanetVersion[];
  /** Accepted contributions of frozen versions whose contributors had the content erased. */
  readonly erased: readonly Contribution[];
}

const PARALLEL = 8;

export interface CorpusSource {
  readonly client: ChainClient;
  readonly blobs: BlobClient;
  readonly sha256: Sha256;
}

export interface CorpusSelection {
  /** Contributions accepted later than this number of the chain are left out. */
  readonly acceptedAtMost: bigint;
  /** Datanets whose every contribution must be there; content of others is left out when no blob store holds it. */
  readonly required: readonly bigint[];
}

/**
 * Fetches the content of every accepted contribution that stands in a frozen version of its datanet, and checks blob,
 * rows root and log root. One that no version has frozen cannot be opened in a claim, and is left out, as is what was
 * erased.
 */
export async function loadCorpus(source: CorpusSource, selection: CorpusSelection): Promise<Corpus> {
  const entries: CorpusEntry[] = [];
  const versions: DatanetVersion[] = [];
  const erased: Contribution[] = [];
  for (const datanet of await allDatanets(source.client)) {
    if (datanet.versionCount === 0n) continue;
    const all = await frozenVersions(source.client, datanet.id, datanet.versionCount);
    versions.push(...all);
    const last = all.at(-1);
    if (last === undefined) continue;
    const isRequired = selection.required.includes(datanet.id);
    const loaded = await loadDatanet(source, last, selection.acceptedAtMost, isRequired);
    entries.push(...loaded.entries);
    erased.push(...loaded.erased);
  }
  entries.sort((a, b) => (a.contribution.sequence < b.contribution.sequence ? -1 : 1));
  return { entries, versions, erased };
}

async function frozenVersions(client: ChainClient, datanetId: bigint, count: bigint): Promise<DatanetVersion[]> {
  const numbers = Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));
  const answers = await Promise.all(numbers.map((version) => client.query(DatanetQuery.Version, { datanetId, version })));
  return answers.flatMap(({ version }) => (version === undefined ? [] : [version]));
}

async function loadDatanet(
  source: CorpusSource,
  version: DatanetVersion,
  acceptedAtMost: bigint,
  isRequired: boolean,
): Promise<Pick<Corpus, "entries" | "erased">> {
  const { client, sha256 } = source;
  const accepted = (await allContributions(client, version.datanetId))
    .filter(({ state }) => state === ContributionState.CONTRIBUTION_STATE_ACCEPTED)
    .filter(({ logIndex }) => logIndex < version.logSize)
    .sort((a, b) => (a.logIndex < b.logIndex ? -1 : 1));
  const leaves = accepted.map((contribution) => leafOf(client.chainId, contribution));
  const log = createMerkleTree(sha256, leaves.map((leaf) => contributionLeafHash(sha256, leaf)));
  if (BigInt(log.size) !== version.logSize || !equalBytes(log.root, version.logRoot)) {
    throw new ClientError("content", `the contributions of datanet ${version.datanetId} do not give its frozen root`);
  }
  const chosen = accepted.filter(({ acceptedSequence }) => acceptedSequence <= acceptedAtMost);
  const kept = chosen.filter((contribution) => !isErased(contribution));
  const entries = await inParallel(kept, (contribution) => loadEntry(source, version, log, contribution, isRequired));
  return { entries: entries.filter((entry) => entry !== undefined), erased: chosen.filter(isErased) };
}

/** The contributor had its content deleted; whoever still holds it uses it no longer. */
export function isErased({ marks }: Pick<Contribution, "marks">): boolean {
  return marks.some((mark) => mark.erase);
}

async function loadEntry(
  source: CorpusSource,
  version: DatanetVersion,
  log: MerkleTree,
  contribution: Contribution,
  isRequired: boolean,
): Promise<CorpusEntry | undefined> {
  const { blobs, client, sha256 } = source;
  const blob = await blobs.get(contribution.blob).catch((error: unknown) => {
    // The same blob was registered by somebody else before, and erased.
    if (!isRequired && error instanceof ClientError && error.code === "erased") return undefined;
    throw error;
  });
  if (blob === undefined) {
    if (!isRequired) return undefined;
    const name = `${contribution.datanetId}/${contribution.seq}`;
    throw new ClientError("content", `the content of contribution ${name} is not at ${blobs.restUrl}`);
  }
  const content = openContent(sha256, blob, contribution);
  const documents = content.documents.map(({ bytes }) => bytes);
  const { datanetId, seq, sequence, logIndex } = contribution;
  return {
    contribution,
    held: {
      leaf: leafOf(client.chainId, contribution),
      version: version.version,
      logIndex,
      logPath: log.inclusionPath(Number(logIndex)),
      rows: content.rows,
      documents,
    },
    indexed: { ref: { datanetId, seq }, sequence, documents },
  };
}

/** The leaf under which an accepted contribution stands in its datanet's log. */
export function leafOf(chainId: string, contribution: Contribution): ContributionLeaf {
  const { datanetId, seq, contributor, rowsRoot, sequence, grade } = contribution;
  return ContributionLeaf.create({ chainId, datanetId, seq, contributor, rowsRoot, sequence, grade });
}

async function inParallel<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += PARALLEL) {
    results.push(...(await Promise.all(items.slice(at, at + PARALLEL).map(action))));
  }
  return results;
}

/** Log size of each datanet in the manifest's version of it. Throws {@link ClientError} for a version that was not loaded. */
export function manifestSizes(corpus: Corpus, model: Pick<ModelFacts, "manifest">): Map<bigint, bigint> {
  const sizes = new Map<bigint, bigint>();
  for (const { datanetId, version } of model.manifest) {
    const frozen = corpus.versions.find((one) => one.datanetId === BigInt(datanetId) && one.version === BigInt(version));
    if (frozen === undefined) throw new ClientError("content", `datanet version ${datanetId}@${version} is not on the chain`);
    sizes.set(frozen.datanetId, frozen.logSize);
  }
  return sizes;
}

/**
 * The contributions that a manifest's versions hold, by global sequence: what artifacts are built from. What was revoked
 * before a version was frozen is left out: whole contributions, and the bytes of single rows, for which line ends stand.
 * Throws {@link ClientError} `erased` when content was erased that a version holds: its artifact cannot be built again.
 */
export function manifestRows(
  corpus: Corpus,
  model: Pick<ModelFacts, "manifest">,
): { readonly sequence: bigint; readonly documents: readonly Uint8Array[] }[] {
  const sizes = manifestSizes(corpus, model);
  const versionOf = new Map(model.manifest.map(({ datanetId, version }) => [BigInt(datanetId), BigInt(version)]));
  const isInside = ({ datanetId, logIndex, marks }: Contribution): boolean =>
    logIndex < (sizes.get(datanetId) ?? 0n) && !revocationInVersion(marks, versionOf.get(datanetId) ?? 0n).whole;
  const gone = corpus.erased.find(isInside);
  if (gone !== undefined) {
    const name = `contribution ${gone.datanetId}/${gone.seq}`;
    throw new ClientError("erased", `${name} was erased by its contributor; freeze the next version and publish the model anew`);
  }
  return corpus.entries
    .filter(({ contribution }) => isInside(contribution))
    .map(({ contribution, held }) => {
      const { rows } = revocationInVersion(contribution.marks, versionOf.get(contribution.datanetId) ?? 0n);
      const documents = held.documents.map((bytes, document) => withoutRevoked(bytes, document, rows));
      return { sequence: contribution.sequence, documents };
    });
}
