import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("market", code, meaning);

export const malformedMessage: ErrorDefinition = define(2, "malformed message");
export const unknownOffer: ErrorDefinition = define(3, "no such offer; query Offers for the ids that exist");
export const unknownSession: ErrorDefinition = define(4, "no such session; it has ended or was never opened");
export const unknownSettlement: ErrorDefinition = define(
  5,
  "no such settlement in state; a decided one is in the settlement log",
);
export const unknownModelVersion: ErrorDefinition = define(6, "no such model version; publish it first");
export const denomNotListed: ErrorDefinition = define(7, "offers are priced in a listed denom; query Params");
export const priceBelowFloor: ErrorDefinition = define(
  8,
  "price per call below the model's floor price, or in another denom",
);
export const tooManyUnsignedCalls: ErrorDefinition = define(9, "more unsigned calls than the parameters allow");
export const openingFeeTooHigh: ErrorDefinition = define(10, "opening fee above unsigned_calls x per_call");
export const bondDenomDiffers: ErrorDefinition = define(11, "the bond is in the denom of the price");
export const notHost: ErrorDefinition = define(12, "signer is not the host");
export const offerClosed: ErrorDefinition = define(13, "the offer is closed; choose another one");
export const escrowDenomDiffers: ErrorDefinition = define(14, "the escrow is in the denom of the offer's price");
export const durationTooLong: ErrorDefinition = define(15, "session lasts longer than the parameters allow");
export const notBuyer: ErrorDefinition = define(17, "signer is not the buyer");
export const sessionNotOpen: ErrorDefinition = define(18, "the session is closed or has expired");
export const settlePeriodOver: ErrorDefinition = define(19, "the session's settle-only period is over");
export const firstIndexDiffers: ErrorDefinition = define(
  20,
  "first_index is not the number of receipts settled so far",
);
export const tooManyReceipts: ErrorDefinition = define(
  21,
  "more receipts than the parameters allow; settle a shorter range",
);
export const headOfAnotherSession: ErrorDefinition = define(22, "tree head has another version, chain or session");
export const headSizeDiffers: ErrorDefinition = define(
  23,
  "tree head's size is not that of the log with these receipts",
);
export const headAmountDiffers: ErrorDefinition = define(
  24,
  "tree head's cumulative amount is not the sum of all receipts",
);
export const headSignatureInvalid: ErrorDefinition = define(25, "tree head is not signed by the session key");
export const headRootDiffers: ErrorDefinition = define(
  26,
  "tree head's root is not that of the log with these receipts",
);
export const receiptOutOfOrder: ErrorDefinition = define(
  27,
  "receipt's index is not its position in the session's log",
);
export const receiptAmountDiffers: ErrorDefinition = define(28, "receipt's amount is not that of the offer's formula");
export const tooManyOwners: ErrorDefinition = define(
  29,
  "more owners than the parameters allow; settle a shorter range",
);
export const ownersDiffer: ErrorDefinition = define(30, "owner amounts are not the sums of the claims");
export const claimsRootDiffers: ErrorDefinition = define(31, "claims root is not that of the claims");
export const aboveEscrow: ErrorDefinition = define(32, "the settled sum is above the session's escrow");
export const bondTooLow: ErrorDefinition = define(
  33,
  "too little of the host's bond is free; wait for pending settlements or settle less",
);
export const ownersAboveData: ErrorDefinition = define(
  34,
  "owner amounts are together above the data share of the batch",
);
export const ownedLinesInvalid: ErrorDefinition = define(
  35,
  "owned lines are not sorted by owner and datanet, or name a datanet outside the manifest",
);
export const quotedOnDemandOnly: ErrorDefinition = define(
  36,
  "a cited datanet allows quotes on demand only; settle with receipt hashes instead of openings",
);
export const unknownDemand: ErrorDefinition = define(
  37,
  "no such demand; it was answered, or its settlement is decided",
);
export const openingsAttached: ErrorDefinition = define(
  38,
  "the settlement was verified with its openings; a lie in it is shown by a counter-example",
);
export const windowOver: ErrorDefinition = define(39, "the window of the settlement is over; demand earlier");
export const receiptNotInSettlement: ErrorDefinition = define(
  40,
  "the settlement does not hold this receipt; query it for first_index and receipt_count",
);
export const alreadyDemanded: ErrorDefinition = define(
  41,
  "this receipt was demanded before; read the answer to that demand",
);
export const responseTimeOver: ErrorDefinition = define(42, "the response time is over");
export const claimsIncomplete: ErrorDefinition = define(
  43,
  "answer with receipt and claim of every receipt of the settlement, in order",
);
export const openingsDiffer: ErrorDefinition = define(
  44,
  "open exactly the demanded receipts, in order, as they stand under the claims",
);
export const amountsDiffer: ErrorDefinition = define(45, "receipts do not sum to the settlement's amount");
export const claimNotCommitted: ErrorDefinition = define(
  46,
  "receipt and claim are not under the settlement's claims root; check index and path",
);
export const evidenceInvalid: ErrorDefinition = define(47, "opened content does not yield the committed root");
export const tooManyCorrections: ErrorDefinition = define(
  48,
  "this receipt has as many corrected runs as are kept; show a longer run",
);
export const outputNotRefutable: ErrorDefinition = define(
  49,
  "outputs of this model kind cannot be refuted by evidence; demand an opening",
);
export const privateNotLicensed: ErrorDefinition = define(
  50,
  "the licence of a datanet of the model forbids private sessions; open a public one",
);
export const auditorMissing: ErrorDefinition = define(
  51,
  "the licence of a datanet of the model asks for its auditor in private sessions; name it among auditors",
);
export const receiptsPrivate: ErrorDefinition = define(
  52,
  "only the buyer and the auditors of a private session demand its receipts",
);
export const openingsPrivate: ErrorDefinition = define(
  53,
  "openings of a private session are not attached; settle with receipt hashes instead",
);
export const rowsErased: ErrorDefinition = define(
  54,
  "this shows rows that their contributor had erased; settle by receipt hashes, and answer with the receipt alone",
);
export const receiptNotSettled: ErrorDefinition = define(
  55,
  "the session's log of settled receipts does not hold this receipt; settle first, or prove against the size that is named",
);
export const settlementPending: ErrorDefinition = define(
  56,
  "the settlement of this receipt is pending; come back when it is final",
);
export const versionFrozen: ErrorDefinition = define(
  57,
  "governance has frozen this model version and it takes no sessions and no offers; read the incident, or choose another version",
);

export const errors: readonly ErrorDefinition[] = [
  malformedMessage,
  unknownOffer,
  unknownSession,
  unknownSettlement,
  unknownModelVersion,
  denomNotListed,
  priceBelowFloor,
  tooManyUnsignedCalls,
  openingFeeTooHigh,
  bondDenomDiffers,
  notHost,
  offerClosed,
  escrowDenomDiffers,
  durationTooLong,
  notBuyer,
  sessionNotOpen,
  settlePeriodOver,
  firstIndexDiffers,
  tooManyReceipts,
  headOfAnotherSession,
  headSizeDiffers,
  headAmountDiffers,
  headSignatureInvalid,
  headRootDiffers,
  receiptOutOfOrder,
  receiptAmountDiffers,
  tooManyOwners,
  ownersDiffer,
  claimsRootDiffers,
  aboveEscrow,
  bondTooLow,
  ownersAboveData,
  ownedLinesInvalid,
  quotedOnDemandOnly,
  unknownDemand,
  openingsAttached,
  windowOver,
  receiptNotInSettlement,
  alreadyDemanded,
  responseTimeOver,
  claimsIncomplete,
  openingsDiffer,
  amountsDiffer,
  claimNotCommitted,
  evidenceInvalid,
  tooManyCorrections,
  outputNotRefutable,
  privateNotLicensed,
  auditorMissing,
  receiptsPrivate,
  openingsPrivate,
  rowsErased,
  receiptNotSettled,
  settlementPending,
  versionFrozen,
];
