import { countTokens } from "@openledger/attribution";
import * as ngram from "@openledger/ngram";
import { addressFromBytes, toUtf8, type Crypto } from "@openledger/primitives";
import * as retrieval from "@openledger/retrieval";
import { openAnswer, type OpenedAnswer } from "../scanner/open-answer.ts";
import type { ScannedContribution } from "../scanner/slow-scanner.ts";
import { createRandom, type Random } from "../simulation/random.ts";
import { inventText } from "../simulation/texts.ts";

/** Model kinds whose answers can be made again. */
export const RE_EXECUTABLE_KINDS = ["retrieval", "ngram"] as const;
export type ReExecutableKind = (typeof RE_EXECUTABLE_KINDS)[number];

const ANSWER_TOKENS = 60;

/** An answer of a model of this kind over invented texts, opened; the same name gives the same answer. */
export function kindOpening(crypto: Crypto, kind: ReExecutableKind, name: string): OpenedAnswer {
  const random = createRandom(crypto.sha256, `${kind} ${name}`);
  const contributions = [1, 2, 3].map((seq): ScannedContribution => ({
    ref: { datanetId: 1n, seq: BigInt(seq) },
    sequence: BigInt(seq),
    contributor: addressFromBytes("open", new Uint8Array(20).fill(seq)),
    documents: [toUtf8(inventDocument(random))],
    ...{ standing: "manifest", revokedRows: [] },
  }));
  const topic = new TextDecoder().decode(contributions[random.below(3)]?.documents[0]).split(/\s+/).slice(3, 8).join(" ");
  const request = [{ role: "user", text: `What is known of ${topic}?` }];
  const output = kind === "retrieval" ? retrieved(crypto, contributions, request) : generated(crypto, contributions, request, random);
  const manifestTokens = countTokens(contributions.flatMap(({ documents }) => documents));
  return openAnswer(crypto, {
    ...{ output, request, contributions, manifestTokens, minExcessBits: 20, minWords: 5 },
    ...{ amount: 1_000_003n, dataBps: 4_000, maxOwners: 64 },
  });
}

type Messages = readonly { readonly role: string; readonly text: string }[];

function retrieved({ sha256 }: Crypto, contributions: readonly ScannedContribution[], request: Messages): Uint8Array {
  const artifact = retrieval.buildArtifact(contributions, sha256);
  return retrieval.answer(artifact, retrieval.questionOf(request)).bytes;
}

function generated({ sha256 }: Crypto, contributions: readonly ScannedContribution[], request: Messages, random: Random): Uint8Array {
  const artifact = ngram.buildNgramArtifact(contributions, ngram.smoothedRecipe(3, 500), sha256);
  const seed = ngram.answerSeed(sha256, 7n, BigInt(random.below(1_000)));
  return ngram.generate(artifact, { seed, prompt: ngram.promptOf(request) }, ANSWER_TOKENS, sha256);
}

function inventDocument(random: Random): string {
  const paragraphs = Array.from({ length: 3 }, () => `${inventText(random, 25 + random.below(20))}.`);
  return [`# ${inventText(random, 2)}`, ...paragraphs].join("\n\n");
}
