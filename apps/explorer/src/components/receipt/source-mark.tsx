import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { ask } from "../../data/graphql.ts";
import { contributionOperation } from "../../data/ledger-operations.ts";
import { BlockLink } from "../link.tsx";
import { MarkChip } from "../mark-chip.tsx";

/** Says that the contributor took a source back after it was quoted, or had it erased; nothing while it stands whole. */
export function SourceMark({ datanetId, seq }: { datanetId: string; seq: string }): ReactElement | null {
  const { data } = useQuery({
    queryKey: ["contribution", datanetId, seq],
    queryFn: ({ signal }) => ask(contributionOperation, { datanetId, seq }, signal),
    staleTime: 30_000,
  });
  const source = data?.contribution;
  const since = source?.erasedHeight ?? source?.marks[0]?.height;
  if (source == null || since === undefined) return null;
  return (
    <p className="source-mark">
      <MarkChip {...source} />{" "}
      {source.erasedHeight !== null ? (
        <>
          in <BlockLink height={since} />: nodes answer 410 ERASED for the source. What this answer opened of it stays on the chain.
        </>
      ) : (
        <>
          in <BlockLink height={since} />, for sessions that open later.
        </>
      )}
    </p>
  );
}
