import type { ClaimErrorCode } from "@openledger/attribution";
import { defineError, type ErrorDefinition } from "@openledger/state-machine";

const define = (code: number, meaning: string): ErrorDefinition => defineError("attribution", code, meaning);

/** What the verifier of receipt openings refuses, each under a code of its own. */
export const claimErrors: Readonly<Record<ClaimErrorCode, ErrorDefinition>> = {
  "receipt-incomplete": define(2, "receipt opening lacks a part"),
  "receipt-version": define(3, "receipt version is not supported"),
  "receipt-context": define(4, "receipt belongs to another chain, session or model"),
  "receipt-signature": define(5, "receipt is not signed by the offer's receipt key"),
  "content-limit": define(6, "request or output is larger than the parameters allow"),
  "request-root": define(7, "request does not yield the receipt's request root"),
  "output-root": define(8, "output does not yield the receipt's output root"),
  "token-count": define(9, "token counts differ from those of request and output"),
  amount: define(10, "receipt amount differs from the offer's formula"),
  label: define(11, "labels do not fit the model's kind"),
  "claim-version": define(12, "claim version is not supported"),
  "claim-root": define(13, "claim does not yield the receipt's claim root"),
  coverage: define(14, "spans do not cover every output token once, in order"),
  weight: define(15, "span weight differs from its tokens"),
  status: define(16, "span status is unknown"),
  "match-missing": define(17, "span cites no match where it needs one, or one where it may not"),
  "match-range": define(18, "cited run does not cover its span"),
  "match-short": define(19, "cited run has too few words or bits"),
  "match-work": define(20, "cited runs are together too long to check"),
  "source-mismatch": define(21, "cited run differs from its source"),
  "contribution-missing": define(22, "cited contribution is not opened, or an opened one is not cited"),
  "contribution-order": define(23, "opened contributions are out of order or repeated"),
  "contribution-chain": define(24, "opened contribution belongs to another chain"),
  "contribution-late": define(25, "cited contribution was not accepted before the model was published"),
  "contribution-log": define(26, "opened contribution is not in the log of the frozen version"),
  "rows-root": define(27, "opened rows do not yield the contribution's rows root"),
  "row-opening": define(28, "opened chunk is not in the contribution's rows"),
  owner: define(29, "span names another owner than its contribution's contributor"),
  "outside-manifest": define(30, "owned span cites a contribution outside the model's manifest"),
  "inside-manifest": define(31, "span called outside cites a contribution inside the manifest"),
  revoked: define(32, "owned span cites a revoked contribution"),
  "not-revoked": define(33, "span called revoked cites a contribution that was not revoked"),
  "from-request": define(34, "span stands in the buyer's own words"),
  repeated: define(35, "span stood earlier in the same output"),
  "owner-amounts": define(36, "owner amounts differ from the weights by the formula"),
  derivation: define(37, "output does not follow from the derivation that is shown"),
};

// Codes are declared in ascending order above, and string keys keep that order.
export const errors: readonly ErrorDefinition[] = Object.values(claimErrors);
