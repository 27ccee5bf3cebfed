import { toUtf8 } from "@openledger/primitives";
import { FRONT_DOCUMENT_PATH, type CorpusDocument } from "./corpus.ts";

/** What a source says of itself. */
export interface FrontFields {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly description: string;
  readonly keywords: readonly string[];
}

/**
 * The first document of a contribution: markdown front matter and nothing else. Its bytes are contributed rows, so
 * the ranking of names, descriptions and keywords is rebuilt from rows alone.
 */
export function frontDocument(fields: FrontFields): CorpusDocument {
  const lines = [
    "---",
    `name: ${oneLine(fields.name)}`,
    ...(fields.version === "" ? [] : [`version: ${oneLine(fields.version)}`]),
    `licence: ${oneLine(fields.licence)}`,
    ...(fields.description === "" ? [] : [`description: ${oneLine(fields.description)}`]),
    ...(fields.keywords.length === 0 ? [] : [`keywords: ${fields.keywords.map(oneLine).join(", ")}`]),
    "---",
    "",
  ];
  return { path: FRONT_DOCUMENT_PATH, bytes: toUtf8(lines.join("\n")) };
}

function oneLine(text: string): string {
  return text.toWellFormed().replace(/\s+/g, " ").trim().slice(0, 500).toWellFormed();
}
