import type { ReactElement } from "react";
import { Amount } from "./link.tsx";

/** A coin as the chain writes it, such as `5000uopen`, as people read it; any other text as it is. */
export function Coin({ text }: { text: string }): ReactElement {
  const [, units, denom] = /^(\d{1,78})([a-zA-Z].*)$/.exec(text) ?? [];
  return units === undefined || denom === undefined ? <>{text}</> : <Amount units={BigInt(units)} denom={denom} />;
}
