/** Most UTF-16 units of a log. Nobody pays for it, every node keeps and serves it. */
export const LOG_LENGTH_MAX: number = 8_192;

const CUT = "... (cut)";

/**
 * An error text as results, events and state may keep it: at most {@link LOG_LENGTH_MAX} long, its end cut off, and with
 * an encoding in UTF-8 even where a pair of surrogates was cut in two.
 */
export function logText(text: string): string {
  const kept = text.length <= LOG_LENGTH_MAX ? text : text.slice(0, LOG_LENGTH_MAX - CUT.length) + CUT;
  return kept.toWellFormed();
}
