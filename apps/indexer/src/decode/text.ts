/**
 * Text as Postgres can hold it: U+0000 becomes U+2400 (the symbol for it) and lone surrogates U+FFFD. Bytes that must
 * stay exact are kept in bytea columns beside it.
 */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "\u2400").toWellFormed();
}
