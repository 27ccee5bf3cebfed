import { chunkCount, compareRefs, CHUNK_BYTES, type HeldContribution } from "@openledger/attribution";
import { PassageRows, RetrievalEvidence } from "@openledger/messages/openledger/market/v1";
import { assertDefined, equalBytes, type Sha256 } from "@openledger/primitives";
import {
  answer,
  ANSWER_PASSAGES_MAX,
  buildArtifact,
  derivationOf,
  evidenceOf,
  questionOf,
  type AnswerEvidence,
  type LeftOut,
  type RetrievalArtifact,
  type RetrievalContribution,
} from "@openledger/retrieval";
import type { EngineAnswer, EngineCall, HeldBySequence, ModelEngine } from "./model-engine.ts";

type Place = AnswerEvidence["places"][number];

/** The engine of the kind `retrieval` over these rows. */
export function retrievalEngine(
  rows: readonly RetrievalContribution[],
  sha256: Sha256,
  held: HeldBySequence,
): ModelEngine {
  const artifact = buildArtifact(rows, sha256);
  return {
    root: artifact.root,
    answer: (call) => answerWithDerivation(artifact, call, held),
    refute(call, output, passages = []) {
      const question = questionOf(call.messages);
      const right = answer(artifact, question, call.isLeftOut);
      const numbers = right.passages.map(({ passage }) => passage);
      const isSame = numbers.length === passages.length && numbers.every((number, i) => BigInt(number) === passages[i]);
      if (isSame && equalBytes(right.bytes, output)) return undefined;
      return encodeEvidence(evidenceOf(artifact, question, shownPassages(artifact, passages, numbers)), held, call.isLeftOut);
    },
  };
}

function answerWithDerivation(
  artifact: RetrievalArtifact,
  { messages, isLeftOut }: EngineCall,
  held: HeldBySequence,
): EngineAnswer {
  const { bytes, passages: cited } = answer(artifact, questionOf(messages), isLeftOut);
  const derived = derivationOf(artifact, cited.map(({ passage }) => passage));
  const { passages, proof } = derived;
  const places = derived.places.map(({ sequence, document, start, end }) => {
    const { datanetId, seq } = assertDefined(held(sequence), "cited contributions are held").leaf;
    return { contribution: { datanetId, seq }, document, start, end };
  });
  return { output: bytes, derivation: { passages, places, proof } };
}

/** The claim's passages with the right ones; a claim of impossible passages falls by the header alone. */
function shownPassages({ header }: RetrievalArtifact, claimed: readonly bigint[], right: readonly number[]): number[] {
  const isPossible = new Set(claimed).size === claimed.length && claimed.length <= ANSWER_PASSAGES_MAX;
  const exist = claimed.every((number) => number < BigInt(header.passages));
  return isPossible && exist ? [...claimed.map(Number), ...right] : [];
}

/** The artifact's leaves with the rows of all shown passages but the revoked ones. */
function encodeEvidence(evidence: AnswerEvidence, held: HeldBySequence, isLeftOut: LeftOut | undefined): Uint8Array {
  const rows = new Map<bigint, { readonly source: HeldContribution; readonly places: Place[] }>();
  for (const place of evidence.places) {
    const { sequence, document, start, end } = place;
    const source = held(sequence);
    if (source === undefined) continue;
    const found = rows.get(sequence) ?? { source, places: [] };
    rows.set(sequence, found);
    if (isLeftOut?.({ contribution: sequence, document, start, end }) !== true) found.places.push(place);
  }
  const opened = [...rows.values()].sort((a, b) => compareRefs(a.source.leaf, b.source.leaf));
  return RetrievalEvidence.toBytes(
    RetrievalEvidence.create({ artifact: evidence.artifact, rows: opened.map(({ source, places }) => openRows(source, places)) }),
  );
}

function openRows({ leaf, rows, documents }: HeldContribution, places: readonly Place[]): PassageRows {
  const named = new Map<string, { readonly document: number; readonly chunk: number }>();
  for (const { document, start, end } of places) {
    const last = Math.min(Math.ceil(end / CHUNK_BYTES), chunkCount(documents[document]?.length ?? 0)) - 1;
    for (let chunk = Math.floor(start / CHUNK_BYTES); chunk <= last; chunk++) named.set(`${document}/${chunk}`, { document, chunk });
  }
  const chunks = [...named.values()]
    .sort((a, b) => a.document - b.document || a.chunk - b.chunk)
    .map(({ document, chunk }) => rows.openChunk(document, chunk));
  const { datanetId, seq } = leaf;
  const rowHashes = chunks.length === 0 ? [] : rows.rowHashes(chunks);
  return PassageRows.create({ contribution: { datanetId, seq }, rows: rows.commitment, chunks, rowHashes });
}
