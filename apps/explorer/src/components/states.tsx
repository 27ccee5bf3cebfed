import type { ReactElement, ReactNode } from "react";
import { RequestError } from "../data/fetch-json.ts";
import { paths } from "../paths.ts";
import { PageLink } from "./link.tsx";

/** Shown while data is on its way; never a number. */
export function Loading({ what }: { what: string }): ReactElement {
  return (
    <p className="loading" role="status">
      Loading {what} …
    </p>
  );
}

export function Failure({ error, retry }: { error: Error; retry?: () => void }): ReactElement {
  const message = error instanceof RequestError ? error.message : `This page failed: ${error.message}`;
  return (
    <div className="notice bad" role="alert">
      <p>{message}</p>
      {retry && (
        <button type="button" className="quiet" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Says that a thing is not known, and how far the index reaches: a new one may be in the next block. */
export function NotFound({ what, height }: { what: string; height: bigint | undefined }): ReactElement {
  return (
    <section className="narrow">
      <h1>Not found</h1>
      <p>
        {what} is not known here.{" "}
        {height === undefined ? "" : `The last indexed height is ${height}; what is newer shows up when its block is indexed.`}
      </p>
      <PageLink to={paths.home()}>Back to the last answers</PageLink>
    </section>
  );
}

/** A term with its value in a list of facts. */
export function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export type Tone = "good" | "bad" | "wait" | "plain";

export function Chip({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
  return <span className={`chip ${tone}`}>{children}</span>;
}
