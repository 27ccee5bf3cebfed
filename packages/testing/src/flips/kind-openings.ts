import { countTokens } from "@openledger/attribution";
import * as ngram from "@openledger/ngram";
import { addressFromBytes, assertDefined, toUtf8, type Crypto } from "@openledger/primitives";
import * as retrieval from "@openledger/retrieval";
import { openAnswer, type Assembly, type OpenedAnswer } from "../scanner/open-answer.ts";
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
  const contributions = [1, 2, 3].map((seq): ScannedContribution => {
    const contributor = addressFromBytes("open", new Uint8Array(20).fill(seq));
    return {
      ref: { datanetId: 1n, seq: BigInt(seq) },
      sequence: BigInt(seq),
      ...{ contributor, owner: contributor, struck: false },
      documents: [toUtf8(inventDocument(random))],
      ...{ standing: "manifest", revokedRows: [] },
    };
  });
  const topic = new TextDecoder().decode(contributions[random.below(3)]?.documents[0]).split(/\s+/).slice(3, 8).join(" ");
  const request = [{ role: "user", text: `What is known of ${topic}?` }];
  const said = kind === "retrieval" ? retrieved(crypto, contributions, request) : generated(crypto, contributions, request, random);
  const manifestTokens = countTokens(contributions.flatMap(({ documents }) => documents));
  const answer = {
    ...{ output: said.output, request, contributions, manifestTokens, minExcessBits: 20, minWords: 5 },
    ...{ amount: 1_000_003n, dataBps: 4_000, maxOwners: 64 },
  };
  return openAnswer(crypto, answer, said.assembly);
}

type Messages = readonly { readonly role: string; readonly text: string }[];

interface Said {
  readonly output: Uint8Array;
  readonly assembly?: Assembly;
}

function retrieved({ sha256 }: Crypto, contributions: readonly ScannedContribution[], request: Messages): Said {
  const artifact = retrieval.buildArtifact(contributions, sha256);
  const { bytes, passages: cited } = retrieval.answer(artifact, retrieval.questionOf(request));
  const { passages, places, proof } = retrieval.derivationOf(artifact, cited.map(({ passage }) => passage));
  const refs = new Map(contributions.map(({ sequence, ref }) => [sequence, ref]));
  const placed = places.map(({ sequence, ...place }) => ({ contribution: assertDefined(refs.get(sequence), "registered"), ...place }));
  const derive: Assembly["derive"] = (answer) => retrieval.derivationFault(sha256, artifact.root, answer);
  return { output: bytes, assembly: { derivation: { passages, places: placed, proof }, derive } };
}

function generated({ sha256 }: Crypto, contributions: readonly ScannedContribution[], request: Messages, random: Random): Said {
  const artifact = ngram.buildNgramArtifact(contributions, ngram.smoothedRecipe(3, 500), sha256);
  const seed = ngram.answerSeed(sha256, 7n, BigInt(random.below(1_000)));
  return { output: ngram.generate(artifact, { seed, prompt: ngram.promptOf(request) }, ANSWER_TOKENS, sha256) };
}

function inventDocument(random: Random): string {
  const paragraphs = Array.from({ length: 3 }, () => `${inventText(random, 25 + random.below(20))}.`);
  return [`# ${inventText(random, 2)}`, ...paragraphs].join("\n\n");
}
