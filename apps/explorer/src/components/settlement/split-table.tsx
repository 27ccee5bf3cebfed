import type { ReactElement } from "react";
import type { SplitData } from "../../data/operations.ts";
import { plural } from "../../format.ts";
import { Amount } from "../link.tsx";

/** The parts into which the chain divided a settlement, folded away until asked for. */
export function SplitTable({ split, count }: { split: SplitData; count: number }): ReactElement {
  const parts: readonly (readonly [string, bigint])[] = [
    ["owners", split.owned],
    ["curated share", split.priors],
    ["curators", split.curators],
    ["host", split.host],
    ["model", split.model],
    ["stakers", split.stakers],
    ["treasury", split.treasury],
    ["burned", split.burned],
    ["back to the buyer", split.returned],
    ...(split.gasRefunded > 0n ? [["fees back to challengers", split.gasRefunded] as const] : []),
  ];
  return (
    <details>
      <summary>How the chain divided all {plural(count, "answer")} of it</summary>
      <table className="numbers">
        <tbody>
          {parts.map(([name, units]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <Amount units={units} denom={split.denom} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">sum, {split.conserved ? "equal to the unit" : <strong className="nobody">not equal</strong>}</th>
            <td>
              <Amount units={split.amount} denom={split.denom} />
            </td>
          </tr>
        </tfoot>
      </table>
    </details>
  );
}
