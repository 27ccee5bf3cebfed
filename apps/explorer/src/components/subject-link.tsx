import type { ReactElement } from "react";
import { paths } from "../paths.ts";
import { PageLink } from "./link.tsx";

/** What an open matter is about: `receipt/5/0`, `model/1@2`, `datanet/1/3` or `settlement/7`. */
export function SubjectLink({ subject }: { subject: string }): ReactElement {
  const to = subjectPath(subject);
  return to === undefined ? <>{subject}</> : <PageLink to={to}>{subject}</PageLink>;
}

/** Its page; undefined for a subject of a kind that has none. */
export function subjectPath(subject: string): string | undefined {
  const [kind = "", first = "", second = ""] = subject.split(/[/@]/);
  if (kind === "receipt") return paths.receipt(first, second);
  if (kind === "model") return paths.modelVersion(first, second);
  if (kind === "datanet") return paths.contribution(first, second);
  return kind === "settlement" ? paths.settlement(first) : undefined;
}
