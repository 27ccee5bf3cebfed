import type { ReactElement } from "react";
import { Chip } from "./states.tsx";

/** What was taken back of a contribution, or decided in a dispute about it; nothing when it stands whole. */
export function MarkChip({ marks, erasedHeight }: { marks: readonly { readonly kind: string; readonly rows: readonly object[] }[]; erasedHeight: bigint | null }): ReactElement | null {
  if (erasedHeight !== null) return <Chip tone="bad">erased</Chip>;
  const ruling = marks.findLast(({ kind }) => kind !== "REVOKED");
  if (ruling !== undefined) return <Chip tone="bad">{ruling.kind.toLowerCase()}</Chip>;
  if (marks.some(({ rows }) => rows.length === 0)) return <Chip tone="bad">revoked</Chip>;
  return marks.length > 0 ? <Chip tone="wait">rows revoked</Chip> : null;
}
