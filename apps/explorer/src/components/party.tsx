import type { ReactElement } from "react";
import { AddressLink } from "./link.tsx";

/** Who holds a duty, or nobody. */
export function Party({ address }: { address: string | null }): ReactElement {
  return address === null || address === "" ? <strong className="nobody">nobody</strong> : <AddressLink address={address} />;
}
