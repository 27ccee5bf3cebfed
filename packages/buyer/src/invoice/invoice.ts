/** Where the money of one session went; all amounts in decimal units of its denom unless a denom stands beside them. */
export interface Invoice {
  readonly chainId: string;
  readonly session: string;
  readonly state: "open" | "settling" | "ended";
  readonly offer: string;
  readonly buyer: string;
  readonly host: string;
  readonly model: { readonly id: string; readonly version: string; readonly name: string };
  readonly denom: string;
  readonly escrow: string;
  readonly lines: readonly InvoiceLine[];
  /** Sums over the lines that are paid. */
  readonly paid: InvoiceParts & { readonly amount: string };
  readonly escrowBack: {
    /** Settled and not decided yet. */
    readonly pending: string;
    /** Of void settlements, back at the buyer. */
    readonly voided: string;
    /** Not settled: back at the buyer once the session has ended, held until then. */
    readonly unused: string;
  };
  /** What the chain took for transactions, by who paid it. */
  readonly overhead: readonly OverheadLine[];
  /** What the session has cost the buyer: paid amounts without what returned, and the fees of its own transactions. */
  readonly cost: { readonly net: string; readonly fees: readonly { readonly denom: string; readonly amount: string }[] };
}

/** How an amount was divided; the parts sum to it. */
export interface InvoiceParts {
  readonly data: { readonly owned: string; readonly priors: string; readonly curators: string };
  readonly model: string;
  readonly host: string;
  readonly protocol: { readonly stakers: string; readonly treasury: string; readonly burned: string };
  /** Back to the buyer: the data part that nobody owns. */
  readonly returned: string;
  /** Fees of challengers whose corrections took it from wrong owners. */
  readonly gasRefunded: string;
}

export interface InvoiceLine {
  readonly what: "opening fee" | "settlement";
  readonly settlement?: string;
  readonly receipts?: number;
  readonly state: "paid" | "pending" | "void";
  readonly amount: string;
  /** For lines that are paid. */
  readonly parts?: InvoiceParts;
}

export interface OverheadLine {
  readonly tx: string;
  readonly what: "open" | "close" | "settle" | "void";
  readonly payer: string;
  readonly denom: string;
  /** The session's share, by messages, of the transaction's fee. */
  readonly amount: string;
}
