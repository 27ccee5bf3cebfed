import type { ReactElement } from "react";
import type { ContributorData } from "../data/statement-operations.ts";
import { plural } from "../format.ts";
import { paths } from "../paths.ts";
import { PageLink } from "./link.tsx";

type Unearned = ContributorData["unearned"];

const passages = (count: number): string => plural(count, "passage");
const answers = (count: number): string => plural(count, "answer");

/** A sentence for each reason of the index. */
export const ZERO_REASONS: Readonly<Record<string, (count: number) => string>> = {
  PENDING_REVIEW: () => "its curators have not decided yet",
  REJECTED: () => "its curators rejected it",
  LAPSED: () => "its curators did not decide in time",
  REVOKED: () => "all of it was taken back",
  STRUCK: () => "it was struck in a dispute, and matches pass it over",
  REASSIGNED: () => "it was reassigned to somebody else in a dispute",
  NOT_FROZEN: () => "no frozen version of its datanet holds it yet",
  IN_NO_MANIFEST: () => "no model was made from it",
  NO_ANSWERS: () => "models made from it have settled no answer",
  WAITING: (count) => `${passages(count)} of answers quote it, and wait for their settlements to be final`,
  SETTLEMENT_VOID: (count) => `${passages(count)} quoted it in settlements that are void`,
  CORRECTED: (count) => `a correction took ${passages(count)}: an earlier registration holds the words, or rows were erased`,
  BELOW_A_UNIT: (count) => `${passages(count)} quote it for less than one unit of a fee`,
  OUTSIDE_MANIFEST: (count) => `${passages(count)} quote it in answers of models that were not made from it`,
  CITED_WHILE_REVOKED: (count) => `${passages(count)} quote it in sessions that were opened after it was taken back`,
  NOT_CITED: (count) => `none of ${answers(count)} that are known cites it`,
  NOT_KNOWN: (count) => `${answers(count)} were settled by their hash: what they quote is not known here`,
};

/** Contributions that no final answer has paid, each with why, and what nobody can tell. */
export function ZeroReasons({ unearned }: { unearned: Unearned }): ReactElement | null {
  if (unearned.length === 0) return null;
  return (
    <section className="card" aria-labelledby="why-zero">
      <h2 id="why-zero">Why zero</h2>
      <p className="muted">No final answer has paid these for their words:</p>
      <ul className="plain entries">
        {unearned.map(({ contribution, reasons }, i) => (
          <li key={i}>
            {contribution && (
              <PageLink to={paths.contribution(contribution.datanetId, contribution.seq)}>
                <b>{contribution.title}</b>
              </PageLink>
            )}
            <ul className="small">
              {reasons.map(({ reason, count }) => (
                <li key={reason}>{ZERO_REASONS[reason]?.(count ?? 0) ?? reason.toLowerCase().replaceAll("_", " ")}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p className="muted small">
        Not known here: a claim cites the earliest registration alone, so it does not say whether words of yours were beaten by an earlier one, nor which runs were too short to count (fewer than 5
        words, or too common). A contribution may still earn of the curated share of its datanet without being quoted. The newest 20 are shown.
      </p>
    </section>
  );
}
