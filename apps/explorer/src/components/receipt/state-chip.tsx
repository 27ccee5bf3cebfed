import type { ReactElement } from "react";
import { Chip } from "../states.tsx";

/** Where a receipt stands; nothing while that is not known yet. */
export function StateChip({ state, isKnown }: { state: "PENDING" | "FINAL" | "VOID" | undefined; isKnown: boolean }): ReactElement | null {
  if (!isKnown) return null;
  if (state === "FINAL") return <Chip tone="good">final: paid</Chip>;
  if (state === "PENDING") return <Chip tone="wait">pending</Chip>;
  if (state === "VOID") return <Chip tone="bad">void: not paid</Chip>;
  return <Chip tone="plain">not settled yet</Chip>;
}
