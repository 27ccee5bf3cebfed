import { toUtf8 } from "@openledger/primitives";
import type { Corpus } from "../corpus/corpus.ts";

/** What the listener asks, and what each of three neighbours has written about it. */
export const SPOKEN_QUESTION = "How did the lighthouse keepers know that fog was coming?";

const TEXTS: readonly (readonly [owner: string, title: string, text: string])[] = [
  [
    "neighbour:anna",
    "Fog at the lighthouse, as Anna saw it",
    "My grandmother kept the lighthouse for thirty winters, and she smelled fog before anybody saw it. Wet rope, she said, and cold iron. When the gulls stopped quarrelling over the slipway and walked inland along the wall, she lit the lamp at noon and sent me down to warn the herring boats that the fog would reach the bar within the hour.",
  ],
  [
    "neighbour:bruno",
    "Fog by the numbers",
    "In the lighthouse logbook of my uncle stand two thermometers for every watch, one dry and one wrapped in damp linen. While the two columns differed by more than three degrees no fog ever came; when they met, the keeper had perhaps twenty minutes. He underlined those evenings in red ink, and I counted two hundred and eleven of them.",
  ],
  [
    "neighbour:clara",
    "The sound of fog",
    "Sailors asked the lighthouse keeper how he could sleep beside the horn. He answered that he woke when the sea went quiet: fog swallows the small waves first, the ones that clap against the landing stage, and a silence of that kind was louder to him than any bell on the coast.",
  ],
];

/** The neighbours' texts as contributions. */
export function spokenCorpus(): Corpus {
  const contributions = TEXTS.map(([owner, title, text]) => ({
    ...{ name: title, version: "", licence: "CC-BY-4.0", owner },
    documents: [{ path: "text.md", bytes: toUtf8(`# ${title}\n\n${text}\n`) }],
  }));
  return { contributions, skipped: [] };
}

/** The texts, each of which must be whole in an answer that holds it, whatever happened to its hosts. */
export const SPOKEN_TEXTS: readonly string[] = TEXTS.map(([, , text]) => text);
