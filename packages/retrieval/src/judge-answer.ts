import type { RowPlace } from "@openledger/attribution";
import type { ArtifactProof } from "@openledger/messages/openledger/attribution/v1";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import { assembleAnswer } from "./assemble-answer.ts";
import { byteTextToBytes, type ByteText } from "./byte-text.ts";
import { choosePassages, type Candidate } from "./choose-passages.ts";
import { placeOf } from "./derivation.ts";
import {
  countsAfter,
  isPassageLeaf,
  packageKey,
  packageTermKey,
  readHeaderLeaf,
  readPackageLeaf,
  readPassageLeaf,
  termKey,
  type ArtifactHeader,
  type PackageLeaf,
  type PassageLeaf,
} from "./leaf-codec.ts";
import { parseQuery, type Query } from "./query.ts";
import { ANSWER_PASSAGES_MAX, EVIDENCE_PASSAGES_MAX, QUERY_TERMS_MAX, RULE_VERSION } from "./rule.ts";
import { combinedScore, inverseFrequency, termScore } from "./score.ts";
import { openShownLeaves, type ShownLeaves } from "./shown-leaves.ts";
import { isCuttable, showPassage, type ShownPassage } from "./shown-passage.ts";

/** A committed answer and the opened rows by which it is judged. */
export interface JudgedAnswer {
  /** Artifact root of the model version, 32 bytes. */
  readonly root: Uint8Array;
  readonly question: string;
  /** Numbers of the passages that the claim names, in its order. */
  readonly passages: readonly bigint[];
  readonly output: Uint8Array;
  /** True for passages of which a row was revoked when the session opened, undefined for a contribution not shown. */
  isLeftOut(place: RowPlace): boolean | undefined;
  /** The proved bytes there, or undefined when they are not opened. */
  rowBytes(place: RowPlace): Uint8Array | undefined;
}

/** "stands" says only that this evidence shows nothing against the answer. */
export type AnswerVerdict = {
  readonly verdict: "wrong" | "stands" | "unproved";
  readonly why: string;
};

/** Leaves that evidence can need: header, terms, passages, packages, terms in packages, with two for what is absent. */
export const EVIDENCE_LEAVES_MAX: number =
  1 + 2 * QUERY_TERMS_MAX + 2 * EVIDENCE_PASSAGES_MAX + 2 * QUERY_TERMS_MAX * EVIDENCE_PASSAGES_MAX;

/** A passage in the running, with its exact score. */
interface Ranked extends Candidate {
  readonly shown: ShownPassage;
}

/** What evidence lacks or has too much of. */
class Unproved {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/**
 * Applies the answer rule to the shown passages alone, which hold those that the claim names. The rule gives the true
 * answer among any passages that hold the true answer's, so a right answer is never found wrong; and a wrong one is found
 * by the claim's passages and the true ones together. Whatever the evidence holds, the work is bounded.
 */
export function judgeAnswer(sha256: Sha256, proof: ArtifactProof, answer: JudgedAnswer): AnswerVerdict {
  const shown = openShownLeaves(sha256, answer.root, proof, EVIDENCE_LEAVES_MAX);
  const header = shown?.leaves[0] && readHeaderLeaf(shown.leaves[0]);
  if (shown === undefined || header === undefined) return unproved("no header and leaves under the artifact root");
  if (header.ruleVersion !== RULE_VERSION) return unproved(`the artifact follows rule version ${header.ruleVersion}`);
  const { passages } = answer;
  const isPossible = passages.length <= ANSWER_PASSAGES_MAX && new Set(passages).size === passages.length;
  if (!isPossible) return wrong(`an answer has at most ${ANSWER_PASSAGES_MAX} passages, each once`);
  const outside = passages.find((number) => number >= BigInt(header.passages));
  if (outside !== undefined) return wrong(`there is no passage ${outside}`);
  const query = parseQuery(answer.question);
  const ranked = rankShown(shown, header, query, answer);
  if (ranked instanceof Unproved) return unproved(ranked.why);
  const chosen = choosePassages(ranked);
  const isSame = chosen.length === passages.length && chosen.every(({ number }, i) => BigInt(number) === passages[i]);
  if (!isSame) return wrong(`the rule chooses passages [${chosen.map(({ number }) => number).join(", ")}]`);
  const { text } = assembleAnswer(query, chosen.map((one) => one.shown));
  const isOutput = equalBytes(byteTextToBytes(text), answer.output);
  return isOutput ? { verdict: "stands", why: "the rule gives this answer" } : wrong("its passages give other bytes");
}

function rankShown(
  shown: ShownLeaves,
  header: ArtifactHeader,
  query: Query,
  answer: JudgedAnswer,
): readonly Ranked[] | Unproved {
  const leaves = shown.leaves.filter(isPassageLeaf).map(readPassageLeaf);
  if (leaves.length > EVIDENCE_PASSAGES_MAX) return new Unproved(`more than ${EVIDENCE_PASSAGES_MAX} passages are shown`);
  const numbers = new Set(leaves.map((leaf) => BigInt(leaf?.number ?? -1)));
  const missing = answer.passages.find((number) => !numbers.has(number));
  if (missing !== undefined) return new Unproved(`passage ${missing} of the claim is not shown`);
  const terms = termFrequencies(shown, header, query);
  if (terms instanceof Unproved) return terms;
  const ranked: Ranked[] = [];
  for (const leaf of leaves) {
    if (leaf === undefined) return new Unproved("a passage's leaf cannot be read");
    const one = rank(shown, header, query, terms, leaf, answer);
    if (one instanceof Unproved) return one;
    if (one !== undefined) ranked.push(one);
  }
  return ranked;
}

/** Inverse frequencies of a term over passages and over packages; undefined for a term that the artifact lacks. */
interface TermWeights {
  readonly inPassages: number;
  readonly inPackages: number;
}

function termFrequencies(
  shown: ShownLeaves,
  header: ArtifactHeader,
  { terms }: Query,
): ReadonlyMap<ByteText, TermWeights | undefined> | Unproved {
  const found = new Map<ByteText, TermWeights | undefined>();
  for (const term of terms) {
    const key = termKey(term);
    const leaf = shown.find(key);
    if (leaf === undefined) return new Unproved("a term of the question is not shown");
    const counts = leaf === "absent" ? [] : countsAfter(leaf, key, 2);
    const [passages, packages] = counts ?? [];
    if (counts === undefined || (passages ?? 0) > header.passages || (packages ?? 0) > header.packages) {
      return new Unproved("a term's leaf cannot be read");
    }
    const weights = passages !== undefined && packages !== undefined && {
      inPassages: inverseFrequency(header.passages, passages),
      inPackages: inverseFrequency(header.packages, packages),
    };
    found.set(term, weights === false ? undefined : weights);
  }
  return found;
}

/** The passage with its score; undefined when it was revoked. */
function rank(
  shown: ShownLeaves,
  header: ArtifactHeader,
  query: Query,
  terms: ReadonlyMap<ByteText, TermWeights | undefined>,
  leaf: PassageLeaf,
  answer: JudgedAnswer,
): Ranked | Unproved | undefined {
  const { number, sequence, start, end } = leaf;
  const place = placeOf(leaf);
  const isLeftOut = answer.isLeftOut(place);
  if (isLeftOut === undefined) return new Unproved(`the contribution of passage ${number} is not shown`);
  if (isLeftOut) return undefined;
  const found = shown.find(packageKey(sequence));
  const from = found === undefined || found === "absent" ? undefined : readPackageLeaf(found);
  if (from === undefined) return new Unproved(`the package of passage ${number} is not shown`);
  const bytes = isCuttable(leaf) ? answer.rowBytes(place) : undefined;
  if (bytes === undefined) return new Unproved(`the rows of passage ${number} are not opened`);
  const passage = showPassage(leaf, from.title, bytes);
  const score = scoreOf(shown, header, query, terms, leaf, from, passage);
  if (score instanceof Unproved) return score;
  return { number, sequence, score, size: end - start, text: () => passage.text, shown: passage };
}

function scoreOf(
  shown: ShownLeaves,
  header: ArtifactHeader,
  query: Query,
  terms: ReadonlyMap<ByteText, TermWeights | undefined>,
  leaf: PassageLeaf,
  from: PackageLeaf,
  passage: ShownPassage,
): number | Unproved {
  let own = 0;
  let inPackage = 0;
  for (const term of query.terms) {
    const weights = terms.get(term);
    if (weights === undefined) continue;
    const key = packageTermKey(leaf.sequence, term);
    const counted = shown.find(key);
    const [tf] = counted === "absent" ? [0] : ((counted && countsAfter(counted, key, 1)) ?? []);
    if (tf === undefined) return new Unproved(`a term of the package of passage ${leaf.number} is not shown`);
    own += termScore(weights.inPassages, passage.frequency(term), leaf.length, header.averagePassageLength);
    inPackage += termScore(weights.inPackages, tf, from.length, header.averagePackageLength);
  }
  return combinedScore(own, inPackage, query, leaf);
}

function wrong(why: string): AnswerVerdict {
  return { verdict: "wrong", why };
}

function unproved(why: string): AnswerVerdict {
  return { verdict: "unproved", why };
}
