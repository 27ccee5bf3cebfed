import type { ReceiptFile } from "@openledger/client/receipt";
import type { ReactElement, ReactNode } from "react";
import { denomName, formatShare } from "../../format.ts";
import type { FeeParts, OwnerView, ReceiptView } from "../../receipt/receipt-view.ts";
import { AddressLink, Amount } from "../link.tsx";

const PARTS: readonly (readonly [keyof FeeParts, string, string])[] = [
  ["owners", "owners", "whose words are in the answer; their curators' share is taken from it"],
  ["priors", "curated share", "to all contributors of the manifest's datanets, by grade and size"],
  ["host", "host", "who computed the answer"],
  ["model", "model", "who published it, royalties included"],
  ["stakers", "stakers", "who secure the chain"],
  ["treasury", "treasury", "with the dust of rounding"],
  ["burned", "burned", "never to be seen again"],
  ["returned", "back to the buyer", "of the data part, what nobody owns"],
];

/** Who gets how much of the fee, and why. */
export function FeeSection({ file, view, knowsBurn }: { file: ReceiptFile; view: ReceiptView; knowsBurn: boolean }): ReactElement {
  const { denom } = file.readable;
  const shown = PARTS.filter(([part]) => part !== "burned" || view.parts.burned > 0n);
  return (
    <section className="card" aria-labelledby="paid">
      <h2 id="paid">Who gets what</h2>
      <Owners owners={view.owners} denom={denom} totalWeight={view.totalWeight} />
      <h3>
        The fee of <Amount units={view.amount} denom={denom} />
      </h3>
      <SplitBar parts={view.parts} amount={view.amount} />
      <table className="numbers">
        <caption className="hidden">Parts of the fee in {denomName(denom)}</caption>
        <tbody>
          {shown.map(([part, name, why]) => (
            <tr key={part}>
              <th scope="row">
                <span className={`swatch part-${part}`} aria-hidden="true" /> {name}
              </th>
              <td className="why">{part === "treasury" && !knowsBurn ? `${why}; of the base denom ${file.facts.split.burnBps / 100} % is burned` : why}</td>
              <td>
                <Amount units={view.parts[part]} denom={denom} bare />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">sum</th>
            <td />
            <td>
              <Amount units={Object.values(view.parts).reduce((sum: bigint, part: bigint) => sum + part, 0n)} denom={denom} bare />
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="muted small">In {denomName(denom)}. The chain rounds once per settlement, so its sums may differ by single millionths.</p>
    </section>
  );
}

function Owners({ owners, denom, totalWeight }: { owners: readonly OwnerView[]; denom: string; totalWeight: bigint }): ReactElement {
  if (owners.length === 0) return <p>No registered text is in this answer, so no owner is paid for it.</p>;
  return (
    <ul className="owners">
      {owners.map((owner) => (
        <li key={owner.address}>
          <span className={`swatch owner-${owner.colour}`}>{owner.number}</span>
          <div>
            <Titles owner={owner} />
            <p className="muted small">
              <AddressLink address={owner.address} /> · {formatShare(owner.weight, totalWeight)} of the text
            </p>
          </div>
          <b>
            <Amount units={owner.amount} denom={denom} />
          </b>
        </li>
      ))}
    </ul>
  );
}

function Titles({ owner }: { owner: OwnerView }): ReactNode {
  return owner.contributions.map(({ title, licence, datanetId, seq }) => (licence === "" ? title : `${title} (${licence})`) || `datanet/${datanetId}/${seq}`).join(", ");
}

function SplitBar({ parts, amount }: { parts: FeeParts; amount: bigint }): ReactElement | null {
  if (amount <= 0n) return null;
  const label = PARTS.filter(([part]) => parts[part] > 0n).map(([part, name]) => `${name} ${formatShare(parts[part], amount)}`);
  return (
    <div className="bar" role="img" aria-label={label.join(", ")}>
      {PARTS.map(([part, name]) =>
        parts[part] > 0n ? (
          <span
            key={part}
            className={`part-${part}`}
            style={{ flexGrow: Number((parts[part] * 10_000n) / amount) }}
            title={`${name} ${formatShare(parts[part], amount)}`}
          />
        ) : null,
      )}
    </div>
  );
}
