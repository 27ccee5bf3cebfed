import { resolve } from "node:path";
import type { Corpus } from "./corpus/corpus.ts";
import { demoQuestions } from "./corpus/demo-questions.ts";
import { collectFolder } from "./corpus/folder.ts";
import { questionsFor } from "./corpus/folder-questions.ts";
import { collectInstalledPackages } from "./corpus/installed-packages.ts";
import type { Beginning } from "./home/demo-home.ts";

/** A question, and what must answer it where that is known. */
export interface AskedQuestion {
  readonly question: string;
  readonly package?: string;
  readonly marker?: string;
}

const WORKSPACE = resolve(import.meta.dirname, "..", "..", "..");

/** The text that this demo folder was begun with. */
export function loadDemoCorpus({ data }: Beginning): Promise<Corpus> {
  return data === null ? collectInstalledPackages(WORKSPACE) : collectFolder(data);
}

/** What the buyer asks: `ask`, else the questions that belong to the text. */
export async function questionsOf(beginning: Beginning, corpus: Corpus, ask: string | undefined): Promise<AskedQuestion[]> {
  if (ask !== undefined) return [{ question: ask }];
  if (beginning.data === null) return demoQuestions("main");
  return questionsFor(corpus.contributions).map((question) => ({ question }));
}
