/**
 * A refusal that is part of consensus: codespace and code are hashed into the block's results, the text is free.
 * Raised only from a module's `errors.ts` table; caught only where a transaction or a query ends.
 */
export class TxError extends Error {
  override readonly name = "TxError";
  readonly codespace: string;
  readonly code: number;

  constructor(codespace: string, code: number, message: string) {
    super(message);
    this.codespace = codespace;
    this.code = code;
  }
}

/** One row of an error table: `error(details)` makes the {@link TxError}, its text ending in `: meaning`. */
export interface ErrorDefinition {
  (details?: string): TxError;
  readonly codespace: string;
  readonly code: number;
  readonly meaning: string;
}

/** Declares one error of a module. Codes begin at 2; code 1 is reserved. The name is for people, the code forever. */
export function defineError(codespace: string, code: number, meaning: string): ErrorDefinition {
  const make = (details?: string): TxError =>
    new TxError(codespace, code, details === undefined ? meaning : `${details}: ${meaning}`);
  return Object.assign(make, { codespace, code, meaning });
}
