import { EnglishMnemonic } from "@cosmjs/crypto";
import { keyringError } from "./errors.ts";

const WORD_COUNTS = [12, 15, 18, 21, 24] as const;

/** Throws `KEY_MNEMONIC` with what is wrong; the message never holds a word, since it may be one of the secret. */
export function checkMnemonic(mnemonic: string): void {
  const words = mnemonic.split(" ").filter((word) => word !== "");
  if (!WORD_COUNTS.some((count) => count === words.length)) {
    throw keyringError("KEY_MNEMONIC", `a mnemonic has ${WORD_COUNTS.slice(0, -1).join(", ")} or ${WORD_COUNTS.at(-1)} words; what was given has ${words.length}`);
  }
  try {
    new EnglishMnemonic(mnemonic);
  } catch (error) {
    throw keyringError("KEY_MNEMONIC", whatIsWrong(words, error instanceof Error ? error.message : ""));
  }
}

function whatIsWrong(words: readonly string[], said: string): string {
  const unknown = /^Unknown word: (.*)$/s.exec(said)?.[1];
  if (unknown !== undefined) return `word ${words.indexOf(unknown) + 1} of the mnemonic is none of the English BIP-39 list; words are in lower case`;
  return "the checksum of the mnemonic does not match: a word is mistyped, missing or in another place";
}
