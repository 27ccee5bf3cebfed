/**
 * Text as Postgres can hold it: U+0000 becomes U+2400 (the symbol for it) and lone surrogates U+FFFD. Bytes that must
 * stay exact are kept in bytea columns beside it.
 */
export function storableText(text: string): string {
  return isStorable(text) ? text : text.replaceAll("\u0000", "\u2400").toWellFormed();
}

/** True for text that Postgres can hold as it is. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}
