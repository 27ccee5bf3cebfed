/** What the demo's engine says before the passages. */
export const OPENING_WORDS = "Here is what people of this coast have written about it.";

/** One message of an OpenAI request. */
export interface SpokenMessage {
  readonly role: string;
  readonly content: string;
}

/**
 * The answer of the demo's engine: it reads the passages that its host gives it, which stand behind `[1]`, `[2]`, ... in a
 * system message, without their headings. When the last message is the beginning of that answer, only the rest is said.
 */
export function recite(messages: readonly SpokenMessage[]): string {
  const given = messages.filter(({ role }) => role === "system").map(({ content }) => content).join("\n\n");
  const passages = given.split(/^\[\d+\]\n/m).slice(1).map(withoutHeadings);
  const whole = [OPENING_WORDS, ...passages.filter((text) => text !== "")].join("\n\n");
  const last = messages.at(-1);
  return last?.role === "assistant" && whole.startsWith(last.content) ? whole.slice(last.content.length) : whole;
}

function withoutHeadings(passage: string): string {
  return passage.replace(/^(#{1,6} |\*\*).*$/gm, "").trim();
}
