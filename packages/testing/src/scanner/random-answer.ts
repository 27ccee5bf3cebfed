import { addressFromBytes, toUtf8, type Crypto } from "@openledger/primitives";
import { createRandom, type Random } from "../simulation/random.ts";
import { MANIFEST, openAnswer, OTHER, type OpenedAnswer } from "./open-answer.ts";
import { inventMixture } from "./random-texts.ts";
import type { ScannedAnswer, ScannedContribution } from "./slow-scanner.ts";

/** A random pair of registered texts and an output. */
export interface RandomAnswer extends OpenedAnswer {
  /** The same, for those who attribute it in another way. */
  readonly scanned: ScannedAnswer;
}

/** The pair with this name; the same name gives the same pair. */
export function randomAnswer(crypto: Crypto, name: string): RandomAnswer {
  const random = createRandom(crypto.sha256, name);
  const texts: string[] = [];
  const contributions = inventContributions(random, texts);
  const request = [
    { role: "system", text: inventMixture(random, texts, random.below(2)) },
    { role: "assistant", text: inventMixture(random, texts, random.below(2)) },
    { role: "user", text: inventMixture(random, texts, random.below(3)) },
  ];
  const said = inventMixture(random, [...texts, ...request.map(({ text }) => text)], 1 + random.below(6));
  const output = toUtf8(random.chance(40) ? `${said} ${inventMixture(random, [said], 2)}` : said);
  const rule = {
    manifestTokens: random.chance(50) ? random.below(200) : random.below(1 << 30),
    minExcessBits: random.pick([8, 20, 20]),
    minWords: random.pick([3, 5, 5]),
  };
  const split = { amount: BigInt(random.below(1 << 30)) ** BigInt(1 + random.below(3)), dataBps: random.pick([4000, 4000, 10_000, 1]), maxOwners: random.pick([64, 64, 1, 2]) };
  const scanned: ScannedAnswer = { output, request, contributions, ...rule, ...split };
  return { scanned, ...openAnswer(crypto, scanned) };
}

const person = (seed: number): string => addressFromBytes("open", new Uint8Array(20).fill(seed));

/** Texts of which later ones quote earlier ones; their order of registration is any. */
function inventContributions(random: Random, texts: string[]): ScannedContribution[] {
  const count = random.below(6);
  const seqs = new Map<bigint, bigint>();
  const isReversed = random.chance(50);
  return Array.from({ length: count }, (_, i) => {
    const sequence = BigInt(isReversed ? count - i : i + 1);
    const documents = Array.from({ length: 1 + random.below(3) }, () => inventMixture(random, texts, 1 + random.below(4)));
    texts.push(...documents);
    const datanetId = random.chance(25) ? OTHER : MANIFEST;
    const seq = (seqs.get(datanetId) ?? 0n) + 1n;
    seqs.set(datanetId, seq);
    const isRevoked = datanetId === MANIFEST && random.chance(15);
    const hasMarks = datanetId === MANIFEST && !isRevoked && random.chance(20);
    const contributor = person(random.chance(30) ? 7 : i + 10);
    const owner = random.chance(20) ? person(40 + random.below(2)) : contributor;
    const marks = { document: random.below(2), firstChunk: random.below(2), chunkCount: 1 };
    return {
      ref: { datanetId, seq },
      sequence,
      ...{ contributor, owner, struck: random.chance(20) },
      documents: documents.map(toUtf8),
      standing: datanetId === OTHER ? "outside" : isRevoked ? "revoked" : "manifest",
      revokedRows: hasMarks ? [marks] : [],
    };
  });
}
