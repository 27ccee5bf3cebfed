import { tokenise } from "@openledger/attribution";
import { concatBytes, toUtf8 } from "@openledger/primitives";
import type { Random } from "../random.ts";
import { sampleWords, substituteWords, takeTokens } from "../spans/compose-output.ts";
import type { Registered } from "./market.ts";

/** How many of an attacker's contributions the curators let in. */
export type Acceptance = "none" | "half" | "all";

/** What a contributor does beyond contributing. */
export interface Attack {
  readonly name: string;
  /** What is registered before (the honest way) and with the attack, given what curators let in. */
  readonly honest: readonly Registered[];
  attacked(accepted: Acceptance): readonly Registered[];
  /** The attacker's accounts in both. */
  readonly accounts: ReadonlySet<string>;
  /** What the owned part may gain at most, in 10,000ths of the fee; undefined where it is only printed. */
  readonly gainBpsMax: number | undefined;
  /** True where the bar of 0 holds for the prior part too. */
  readonly isPriorNeutral: boolean;
}

const ATTACKER = "attacker";
const PIECES = 8;
const GRADE = 80;

/** Keeps none, the first half or all of what is submitted. */
export function acceptedOf<T>(submitted: readonly T[], accepted: Acceptance): readonly T[] {
  const count = accepted === "none" ? 0 : accepted === "half" ? Math.ceil(submitted.length / 2) : submitted.length;
  return submitted.slice(0, count);
}

/** Somebody who has registered the text at `at` of `honest` divides it over eight accounts, piece by piece. */
export function accountSplit(honest: readonly Registered[], at: number): Attack {
  const own = honest[at] as Registered;
  const pieces = cut(own.documents, PIECES);
  const names = pieces.map((_, i) => `${ATTACKER} ${i}`);
  const register = (accountOf: (i: number) => string): Registered[] =>
    replaced(honest, at, pieces.map((documents, i) => ({ account: accountOf(i), documents, grade: GRADE })));
  return {
    name: "account split x8",
    honest: register(() => ATTACKER),
    attacked: () => register((i) => names[i] as string),
    accounts: new Set([ATTACKER, ...names]),
    gainBpsMax: 0,
    isPriorNeutral: true,
  };
}

/** The text at `at` is registered as eight contributions instead of one. */
export function documentSplit(honest: readonly Registered[], at: number): Attack {
  const own = { ...(honest[at] as Registered), account: ATTACKER };
  const pieces = cut(own.documents, PIECES).map((documents) => ({ ...own, documents }));
  return {
    name: "document split x8",
    honest: replaced(honest, at, [own]),
    attacked: (accepted) => replaced(honest, at, acceptedOf(pieces, accepted)),
    accounts: new Set([ATTACKER]),
    gainBpsMax: 0,
    isPriorNeutral: true,
  };
}

/** The owner of the text at `at` adds four contributions of rare words, each as long as a quarter of it. */
export function padding(honest: readonly Registered[], at: number, random: Random): Attack {
  const own = { ...(honest[at] as Registered), account: ATTACKER };
  const words = Math.ceil(own.documents.reduce((sum, document) => sum + tokenise(document).count, 0) / 4);
  const gibberish = (): Uint8Array =>
    toUtf8(Array.from({ length: words }, () => `zq${random.below(2 ** 30).toString(36)}`).join(" "));
  const filler = Array.from({ length: 4 }, (): Registered => ({ ...own, documents: [gibberish()] }));
  const base = replaced(honest, at, [own]);
  return {
    name: "padding to twice the size",
    honest: base,
    attacked: (accepted) => (accepted === "none" ? base : [...base, ...acceptedOf(filler, accepted)]),
    accounts: new Set([ATTACKER]),
    gainBpsMax: 0,
    isPriorNeutral: false,
  };
}

/** A newcomer registers the text at `at` again, `times` times. */
export function copy(honest: readonly Registered[], at: number, times: number): Attack {
  const { documents } = honest[at] as Registered;
  const copies = Array.from({ length: times }, () => (times === 1 ? cut(documents, 2) : [documents])).flat();
  return newcomer(`copy x${times}`, honest, copies, 0);
}

/** A newcomer registers the text at `at` with 5 % of its words replaced by others out of all texts. */
export function nearCopy(honest: readonly Registered[], at: number, random: Random): Attack {
  const others = sampleWords(contributorsOf(honest), 3_000, random);
  const edited = (honest[at] as Registered).documents.map((document) => substituteWords(document, 0.05, others, random));
  return newcomer("near-copy, 5 % of words edited", honest, cut(edited, PIECES), 200);
}

/** A newcomer glues stretches of 30 to 60 tokens of others' texts together. */
export function stitch(honest: readonly Registered[], tokens: number, random: Random): Attack {
  const parts: Uint8Array[] = [];
  for (let held = 0; held < tokens; held += 45) {
    parts.push(takeTokens(contributorsOf(honest), 30 + random.below(31), random).bytes, toUtf8(" "));
  }
  return newcomer("stitched from others' texts", honest, cut([concatBytes(...parts)], PIECES), 0);
}

/**
 * A newcomer registers a model's own answers: after the version was published (`isLate`), or other answers of its before.
 * The latter are partly text that nobody wrote before, so what they earn is only printed.
 */
export function registerAnswers(honest: readonly Registered[], answers: readonly Uint8Array[], isLate: boolean): Attack {
  const name = isLate ? "post-hoc: the answers themselves, after publishing" : "the older version's answers, registered before";
  return newcomer(name, honest, answers.map((answer) => [answer]), isLate ? 0 : undefined, isLate);
}

function newcomer(
  name: string,
  honest: readonly Registered[],
  submitted: readonly (readonly Uint8Array[])[],
  gainBpsMax: number | undefined,
  isLate = false,
): Attack {
  const list = submitted.map((documents): Registered => ({ account: ATTACKER, documents, grade: GRADE, isLate }));
  return {
    name,
    honest,
    attacked: (accepted) => (accepted === "none" ? honest : [...honest, ...acceptedOf(list, accepted)]),
    accounts: new Set([ATTACKER]),
    gainBpsMax,
    isPriorNeutral: false,
  };
}

/** Cuts documents at whitespace into about `pieces` pieces of about equal size, each of a single document. */
export function cut(documents: readonly Uint8Array[], pieces: number): Uint8Array[][] {
  const total = documents.reduce((sum, { length }) => sum + length, 0);
  return documents.flatMap((document) => {
    const count = Math.max(1, Math.round((pieces * document.length) / total));
    const list = tokenise(document);
    const cuts = [0];
    for (let i = 1; i < list.count && cuts.length < count; i++) {
      const start = list.start[i] as number;
      const isSpace = start > (list.end[i - 1] as number);
      if (isSpace && start >= (cuts.length * document.length) / count) cuts.push(start);
    }
    return cuts.map((from, i) => [document.subarray(from, cuts[i + 1] ?? document.length)]);
  });
}

function replaced(honest: readonly Registered[], at: number, by: readonly Registered[]): Registered[] {
  return [...honest.slice(0, at), ...by, ...honest.slice(at + 1)];
}

function contributorsOf(registered: readonly Registered[]): { name: string; documents: readonly Uint8Array[] }[] {
  return registered.map(({ account, documents }) => ({ name: account, documents }));
}
