import type { ChainFacts } from "@openledger/client/receipt";
import type { ReactElement } from "react";
import { AddressLink } from "../link.tsx";

/** One named party per duty, or nobody. */
export function ResponsibleSection({ facts }: { facts: ChainFacts }): ReactElement {
  const { session, model, offer } = facts;
  const duties: readonly (readonly [string, string, string])[] = [
    ["Host", "computed the answer and signed the receipt", session.host],
    ["Publisher", "published the model version", model.publisher],
    ["Steward", "answers for the model's data and upkeep", model.steward],
    ["Approver", "approved the version for use", model.approver],
    ["Buyer", "asked, paid and signed the log of receipts", session.buyer],
  ];
  return (
    <section className="card" aria-labelledby="responsible">
      <h2 id="responsible">Who is responsible</h2>
      <dl className="facts duties">
        {duties.map(([name, duty, address]) => (
          <div className="fact" key={name}>
            <dt>
              {name} <span className="muted small">{duty}</span>
            </dt>
            <dd>{address === "" ? <strong className="nobody">nobody</strong> : <AddressLink address={address} />}</dd>
          </div>
        ))}
        {offer.region !== "" && (
          <div className="fact">
            <dt>
              Place and power <span className="muted small">as the host declares</span>
            </dt>
            <dd>
              {offer.region}
              {offer.powerSource !== "" && `, ${offer.powerSource}`}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
