/**
 * What a receipt is checked against: static facts of the chain, in the form that a receipt file carries them. 64-bit
 * numbers are decimal text, hashes and keys lower-case hex.
 */
export interface ChainFacts {
  readonly chainId: string;
  readonly session: SessionFacts;
  readonly offer: OfferFacts;
  readonly model: ModelFacts;
  /** Versions of the manifest and of whatever the claim cites, in order of (datanet, version). */
  readonly datanetVersions: readonly DatanetVersionFacts[];
  /** Contributions that the claim cites, in order of (datanet, seq). */
  readonly contributions: readonly ContributionFacts[];
  readonly rule: RuleFacts;
  readonly split: SplitFacts;
}

export interface SessionFacts {
  readonly id: string;
  readonly offerId: string;
  readonly buyer: string;
  readonly host: string;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly denom: string;
  /** 33 bytes: signs the buyer's tree heads. */
  readonly sessionKey: string;
  readonly openedHeight: string;
}

export interface OfferFacts {
  readonly id: string;
  readonly host: string;
  readonly denom: string;
  readonly perCall: string;
  readonly per1kInput: string;
  readonly per1kOutput: string;
  readonly latencyClassMs: string;
  readonly lateBps: number;
  /** 33 bytes: signs the host's receipts. */
  readonly receiptKey: string;
  readonly region: string;
  readonly powerSource: string;
}

export interface ModelFacts {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly kind: "retrieval" | "ngram" | "external";
  readonly ruleVersion: number;
  /** How the artifact was made and is sampled; only kinds that have one. */
  readonly recipe?: string;
  readonly artifactRoot: string;
  readonly publisher: string;
  /** Empty means nobody. */
  readonly steward: string;
  readonly approver: string;
  readonly manifest: readonly { readonly datanetId: string; readonly version: string; readonly priorBps: number }[];
  readonly manifestTokens: string;
  /** Contributions accepted on the chain before the version was published. */
  readonly acceptedAtPublish: string;
  readonly publishedHeight: string;
}

export interface DatanetVersionFacts {
  readonly datanetId: string;
  readonly version: string;
  readonly logSize: string;
  readonly logRoot: string;
}

export interface ContributionFacts {
  readonly datanetId: string;
  readonly seq: string;
  readonly title: string;
  readonly licence: string;
  readonly contributor: string;
  /** Global number of its acceptance, from 1. */
  readonly acceptedSequence: string;
  /** What of it was revoked when the session opened; left out when nothing was. */
  readonly revoked?: RevokedFacts;
  /** Whose it was when the session opened, where a dispute gave it to another account than its contributor. */
  readonly owner?: string;
  /** A dispute had struck it when the session opened, so nobody is paid for it and no claim may cite it. */
  readonly struck?: true;
}

/** The whole contribution, or rows of it: consecutive chunks of a document. */
export interface RevokedFacts {
  readonly whole: boolean;
  readonly rows: readonly { readonly document: number; readonly firstChunk: number; readonly chunkCount: number }[];
}

/** Parameters of the ownership rule. */
export interface RuleFacts {
  readonly minExcessBits: number;
  readonly minWords: number;
  readonly maxOwners: number;
  readonly tokeniserVersion: number;
  readonly weightTableHash: string;
  readonly maxOutputBytes: number;
  readonly maxRequestBytes: number;
}

/** How an answer's amount is divided, in basis points; sums to 10,000. */
export interface SplitFacts {
  readonly dataBps: number;
  readonly hostBps: number;
  readonly modelBps: number;
  readonly stakersBps: number;
  readonly treasuryBps: number;
  readonly burnBps: number;
}

/** Where a receipt stands on its way to being paid. */
export interface SettlementFacts {
  readonly id: string;
  readonly firstIndex: string;
  readonly receiptCount: number;
  readonly state: "pending" | "final" | "void";
  readonly submittedHeight: string;
  /** Hash of the transaction that submitted it, upper-case hex, when known. */
  readonly txHash?: string;
  /** The receipt that stands at this index in that transaction, its encoding as lower-case hex, when a node told. */
  readonly receipt?: string;
  /** The receipt's hash instead, lower-case hex, where the batch was settled by hashes alone. */
  readonly receiptHash?: string;
}

/** Facts from a source that the reader trusts, for example a node of one's own; what is left out is not compared. */
export type TrustedFacts = Partial<ChainFacts> & { readonly settlement?: SettlementFacts };
