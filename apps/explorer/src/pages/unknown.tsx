import type { ReactElement } from "react";
import { NotFound } from "../components/states.tsx";
import { useChainHead } from "../data/use-queries.ts";

export function UnknownPage(): ReactElement {
  const head = useChainHead();
  return <NotFound what="This address" height={head.data?.height} />;
}
