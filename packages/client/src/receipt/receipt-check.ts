/** One thing that was looked at. */
export interface ReceiptCheck {
  /** Stable name. */
  readonly name: ReceiptCheckName;
  /** What holds when it holds, as a sentence. */
  readonly title: string;
  readonly state: "holds" | "fails" | "not-in-file";
  /** Why it fails, what is missing, or what limits that which holds; empty when there is no more to say. */
  readonly detail: string;
}

export type ReceiptCheckName =
  | "opening"
  | "host-signature"
  | "claim-commitment"
  | "content"
  | "sources"
  | "derivation"
  | "spans"
  | "owner-amounts"
  | "price"
  | "accepted-before-publish"
  | "buyer-head"
  | "inclusion"
  | "readable"
  | "chain-facts"
  | "settlement";

export const CHECK_TITLES: Readonly<Record<ReceiptCheckName, string>> = {
  opening: "The receipt is complete and belongs to this session and model version",
  "host-signature": "The host signed this receipt",
  "claim-commitment": "The receipt commits to exactly this claim",
  content: "Question and answer are those that the receipt commits to, and their tokens are counted right",
  sources: "Every cited text stands in a contribution under the root of a frozen datanet version",
  derivation: "The answer's bytes follow from the model's artifact and the opened rows, where the model's kind shows how",
  spans: "Every token of the answer is covered, and each citation matches its source byte for byte",
  "owner-amounts": "What each owner gets follows from the weights by the formula",
  price: "The amount follows from the offer's price by the formula",
  "accepted-before-publish": "Every cited contribution was accepted before the model version was published",
  "buyer-head": "The buyer's session key signed a tree head of this session",
  inclusion: "The receipt is under the buyer's signed tree head",
  readable: "What is shown to people says the same as what is proved",
  "chain-facts": "Keys, prices, roots and parameters are those of the chain",
  settlement: "The receipt is part of a settlement on the chain",
};
