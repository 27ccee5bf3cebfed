import type { ReactElement } from "react";
import { Chip } from "./states.tsx";

/** What its contributor took back of a contribution; nothing when it stands whole. */
export function MarkChip({ marks, erasedHeight }: { marks: readonly { readonly rows: readonly object[] }[]; erasedHeight: bigint | null }): ReactElement | null {
  if (erasedHeight !== null) return <Chip tone="bad">erased</Chip>;
  if (marks.some(({ rows }) => rows.length === 0)) return <Chip tone="bad">revoked</Chip>;
  return marks.length > 0 ? <Chip tone="wait">rows revoked</Chip> : null;
}
