import { assertDefined, isUtf8 } from "@openledger/primitives";
import { byteTextFromBytes, type ByteText } from "./byte-text.ts";
import { RetrievalError } from "./errors.ts";
import { passagesOf, type Passage } from "./passages.ts";
import { FRONT_TERM_WEIGHT } from "./rule.ts";
import { eachWord, foldWord } from "./terms.ts";

/** One accepted contribution: what one package is to the ranking. */
export interface RetrievalContribution {
  /** Global sequence of its MsgContribute, u64. */
  readonly sequence: bigint;
  /** The bytes of its documents in row order, strict UTF-8. The first may begin with front matter. */
  readonly documents: readonly Uint8Array[];
}

/** Where a term occurs: parallel arrays in ascending order of `at` (a passage or a package index). */
export interface Postings {
  readonly at: number[];
  readonly tf: number[];
}

/** A term with its postings over passages (with headings) and over packages. */
export interface TermEntry {
  readonly term: ByteText;
  readonly passages: Postings;
  readonly packages: Postings;
}

/** A passage with its place. */
export interface IndexedPassage extends Passage {
  /** Index of its contribution in {@link RetrievalIndex.packages}. */
  readonly package: number;
  readonly document: number;
  /** Terms of the body. */
  readonly length: number;
}

/** A contribution in the index. */
export interface IndexedPackage {
  readonly sequence: bigint;
  readonly title: ByteText;
  readonly documents: readonly Uint8Array[];
  /** Terms of its passages and front matter. */
  readonly length: number;
}

/** Everything that ranking needs, rebuilt from rows alone. */
export interface RetrievalIndex {
  readonly packages: readonly IndexedPackage[];
  readonly passages: readonly IndexedPassage[];
  /** Keyed by term; only looked up, or listed through {@link RetrievalIndex.terms}. */
  readonly termIds: ReadonlyMap<ByteText, number>;
  readonly terms: readonly TermEntry[];
  /** Average terms per passage and per package, rounded down, at least 1. */
  readonly averagePassageLength: number;
  readonly averagePackageLength: number;
}

const PASSAGES_MAX = 4_000_000;

/**
 * Builds the index over `contributions`, which come in ascending order of sequence.
 * Throws {@link RetrievalError} for text that is not UTF-8, for a wrong order and when nothing can be cited.
 */
export function buildIndex(contributions: readonly RetrievalContribution[]): RetrievalIndex {
  const builder = new IndexBuilder();
  for (const contribution of contributions) builder.add(contribution);
  return builder.finish();
}

class IndexBuilder {
  readonly #packages: IndexedPackage[] = [];
  readonly #passages: IndexedPassage[] = [];
  readonly #terms: TermEntry[] = [];
  readonly #termIds = new Map<ByteText, number>();
  /** Term of each word seen, so that a word is folded once. */
  readonly #wordIds = new Map<ByteText, number>();
  #passageTerms = 0;

  add(contribution: RetrievalContribution): void {
    const { sequence, documents } = contribution;
    const before = this.#packages.at(-1);
    if (before !== undefined && before.sequence >= sequence) {
      throw new RetrievalError("not_in_order", "list each contribution once, in ascending order of its sequence");
    }
    if (documents.length === 0) {
      throw new RetrievalError("no_documents", `contribution ${sequence} has no documents; leave it out`);
    }
    const packageIndex = this.#packages.length;
    const counts = new TermCounts();
    let title = "";
    documents.forEach((bytes, document) => {
      if (!isUtf8(bytes)) {
        throw new RetrievalError("not_utf8", `document ${document} of contribution ${sequence} is not UTF-8 text`);
      }
      const text = byteTextFromBytes(bytes);
      const { front, passages } = passagesOf(text);
      if (document === 0) {
        title = front.title;
        for (const value of [front.title, front.description, front.keywords]) {
          this.#count(value, FRONT_TERM_WEIGHT, counts);
        }
      }
      for (const passage of passages) this.#addPassage(text, passage, packageIndex, document, counts);
    });
    counts.each((id, tf) => addPosting(this.#term(id).packages, packageIndex, tf));
    this.#packages.push({ sequence, title, documents, length: counts.length });
  }

  finish(): RetrievalIndex {
    if (this.#passages.length === 0) {
      throw new RetrievalError("empty_corpus", "no contribution holds a passage; contribute text with words in it");
    }
    const packageTerms = this.#packages.reduce((sum, { length }) => sum + length, 0);
    return {
      packages: this.#packages,
      passages: this.#passages,
      termIds: this.#termIds,
      terms: this.#terms,
      averagePassageLength: Math.max(1, Math.floor(this.#passageTerms / this.#passages.length)),
      averagePackageLength: Math.max(1, Math.floor(packageTerms / this.#packages.length)),
    };
  }

  #addPassage(text: ByteText, passage: Passage, packageIndex: number, document: number, inPackage: TermCounts): void {
    const counts = new TermCounts();
    const body = text.slice(passage.bodyStart, passage.end);
    this.#count(body, 1, counts);
    const length = counts.length;
    if (length === 0) return;
    inPackage.addAll(counts);
    this.#count(passage.heading, 1, inPackage);
    this.#count(passage.heading, 2, counts);
    for (const ancestor of passage.ancestors) this.#count(ancestor, 1, counts);
    const index = this.#passages.length;
    if (index >= PASSAGES_MAX)
      throw new RetrievalError("too_large", `an artifact holds at most ${PASSAGES_MAX} passages`);
    counts.each((id, tf) => addPosting(this.#term(id).passages, index, tf));
    this.#passageTerms += length;
    this.#passages.push({ ...passage, package: packageIndex, document, length });
  }

  #count(text: ByteText, weight: number, counts: TermCounts): void {
    if (text !== "") eachWord(text, (word) => counts.add(this.#wordId(word), weight));
  }

  #wordId(word: ByteText): number {
    const known = this.#wordIds.get(word);
    if (known !== undefined) return known;
    const term = foldWord(word);
    let id = this.#termIds.get(term);
    if (id === undefined) {
      id = this.#terms.length;
      this.#terms.push({ term, passages: { at: [], tf: [] }, packages: { at: [], tf: [] } });
      this.#termIds.set(term, id);
    }
    this.#wordIds.set(word, id);
    return id;
  }

  #term(id: number): TermEntry {
    return assertDefined(this.#terms[id], "term in range");
  }
}

/** Weighted occurrences per term, and how many occurrences there were. */
class TermCounts {
  readonly #tf = new Map<number, number>();
  length = 0;

  add(term: number, weight: number): void {
    this.#tf.set(term, (this.#tf.get(term) ?? 0) + weight);
    this.length++;
  }

  addAll(other: TermCounts): void {
    other.each((term, tf) => this.#tf.set(term, (this.#tf.get(term) ?? 0) + tf));
    this.length += other.length;
  }

  /** In order of first occurrence, which the text alone decides. */
  each(visit: (term: number, tf: number) => void): void {
    for (const [term, tf] of this.#tf) visit(term, tf);
  }
}

function addPosting(postings: Postings, at: number, tf: number): void {
  postings.at.push(at);
  postings.tf.push(tf);
}
