/** The grammar of ABCI 2.0 over the ordered calls: CometBFT's spec/abci/abci++_comet_expected_behavior.md. */

/** A letter for each ordered call. */
export type OrderedCall = "InitChain" | "Info" | "Offer" | "Apply" | "Prepare" | "Process" | "Extend" | "Verify" | "Finalize" | "Commit";

const LETTERS: { readonly [Call in OrderedCall]: string } = {
  InitChain: "I",
  Info: "i",
  Offer: "o",
  Apply: "a",
  Prepare: "p",
  Process: "r",
  Extend: "e",
  Verify: "v",
  Finalize: "f",
  Commit: "c",
};

const EXTEND = "v*ev*";
const PROPOSER = `v*(?:pr?)?(?:${EXTEND})?`;
const NON_PROPOSER = `v*r?(?:${EXTEND})?`;
const HEIGHT = `(?:${PROPOSER}|${NON_PROPOSER})*fc`;
const UNFINISHED = `(?:${PROPOSER}|${NON_PROPOSER})*f?`;
const STATE_SYNC = "(?:oa*)*oa+i";
const START = new RegExp(`^(?:I(?:${STATE_SYNC})?|${STATE_SYNC}|I?i|iI)(?:${HEIGHT})*${UNFINISHED}$`);

/**
 * Whether the calls of one process, up to its end at any moment, are a word of the grammar. A node that begins from a
 * snapshot gets no InitChain (seen with v0.38.19, beside the grammar of the specification), and the Info of the handshake
 * comes before InitChain.
 */
export function isLegalOrder(calls: readonly OrderedCall[]): boolean {
  return START.test(calls.map((call) => LETTERS[call]).join(""));
}
