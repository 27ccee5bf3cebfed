import { MAX_METADATA_BYTES } from "./message-values.ts";

/** The fields of metadata in the recommended form that a proposal repeats. */
export interface ProposalMetadata {
  readonly title: string;
  readonly summary: string;
}

const TEXTS = ["title", "summary", "details", "proposal_forum_url", "vote_option_context"];

/**
 * Reads metadata that is JSON in the recommended form, as Go's decoder does: names in any case, absent and null fields
 * empty. Undefined for any other text, which is legal too.
 */
export function readProposalMetadata(text: string): ProposalMetadata | undefined {
  // Longer text is refused whatever it says.
  if (text.length > MAX_METADATA_BYTES) return undefined;
  const json = parsed(text);
  if (json === undefined || (json !== null && (typeof json !== "object" || Array.isArray(json)))) return undefined;
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(json ?? {})) {
    const name = key.toLowerCase();
    if (value === null) continue;
    if (name === "authors" && !isTexts(value)) return undefined;
    if (!TEXTS.includes(name)) continue;
    if (typeof value !== "string") return undefined;
    found[name] = value;
  }
  return { title: found["title"] ?? "", summary: found["summary"] ?? "" };
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => item === null || typeof item === "string");
}

function parsed(text: string): object | string | number | boolean | null | undefined {
  try {
    return JSON.parse(text) as object | string | number | boolean | null;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
