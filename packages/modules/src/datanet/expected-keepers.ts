import type { StateReader } from "../support/reader.ts";

/** What datanet needs of attribution. */
export interface TokeniserKeeper {
  /** Version of the tokeniser by which contributions count their tokens. */
  tokeniserVersion(ctx: StateReader): number;
}
