export { CorpusError, FRONT_DOCUMENT_PATH } from "./corpus.ts";
export type { Corpus, CorpusContribution, CorpusDocument, CorpusErrorCode, SkippedFile } from "./corpus.ts";
export { collectFolder } from "./folder.ts";
export { questionsFor } from "./folder-questions.ts";
export { collectInstalledPackages } from "./installed-packages.ts";
export { demoQuestions, type DemoQuestion, type QuestionSet } from "./demo-questions.ts";
