import type { ReceiptFile } from "@openledger/client/receipt";
import type { ReactElement, ReactNode } from "react";
import type { ReceiptData } from "../../data/operations.ts";
import { paths } from "../../paths.ts";
import { AddressLink, PageLink, TxLink } from "../link.tsx";
import { Party } from "../party.tsx";

/** What each transaction behind an answer was signed for, by its step. */
const STEPS: Readonly<Record<string, string>> = {
  contribute: "contribution",
  publish: "model",
  offer: "offer",
  open: "session",
  settle: "settlement",
  answer: "opening on demand",
};

/** One named party per duty, or nobody; whose words, who let them in, and who signed what. */
export function ResponsibleSection({ file, onChain }: { file: ReceiptFile; onChain: ReceiptData | undefined }): ReactElement {
  const { session, model, offer } = file.facts;
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
          <Duty key={name} name={name} duty={duty}>
            <Party address={address} />
          </Duty>
        ))}
        <Duty name="Contributors" duty="gave the texts that the answer cites">
          <Contributors file={file} />
        </Duty>
        <Duty name="Curators" duty="let these texts in">
          <Curators onChain={onChain} />
        </Duty>
        {offer.region !== "" && (
          <Duty name="Place and power" duty="as the host declares">
            {offer.region}
            {offer.powerSource !== "" && `, ${offer.powerSource}`}
          </Duty>
        )}
        <Signed onChain={onChain} />
        <Incidents onChain={onChain} />
      </dl>
    </section>
  );
}

function Duty({ name, duty, children }: { name: string; duty: string; children: ReactNode }): ReactElement {
  return (
    <div className="fact">
      <dt>
        {name} <span className="muted small">{duty}</span>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function Contributors({ file: { facts, readable } }: { file: ReceiptFile }): ReactElement {
  const inAnswer = new Set(readable.spans.map(({ contribution }) => `${contribution?.datanetId}/${contribution?.seq}`));
  const contributions = facts.contributions.filter(({ datanetId, seq }) => inAnswer.has(`${datanetId}/${seq}`));
  const cited = new Map(contributions.map((one) => [one.contributor, contributions.filter(({ contributor }) => contributor === one.contributor)]));
  if (cited.size === 0) return <strong className="nobody">nobody</strong>;
  return (
    <>
      {[...cited].map(([contributor, texts]) => (
        <span key={contributor} className="block-line">
          <AddressLink address={contributor} />{" "}
          <span className="small">
            {texts.map(({ datanetId, seq, title }, i) => (
              <span key={`${datanetId}/${seq}`}>
                {i > 0 && ", "}
                <PageLink to={paths.contribution(datanetId, seq)}>{title}</PageLink>
              </span>
            ))}
          </span>
        </span>
      ))}
    </>
  );
}

function Curators({ onChain }: { onChain: ReceiptData | undefined }): ReactElement {
  const cited = onChain?.provenance?.contributions;
  if (cited === undefined) return <span className="muted small">named once the answer is settled</span>;
  const accepted = cited.flatMap(({ contribution }) => contribution?.reviews.filter(({ verdict }) => verdict === "ACCEPT").map(({ curator }) => curator) ?? []);
  const curators = [...new Set(accepted)];
  if (curators.length === 0) return <strong className="nobody">nobody</strong>;
  return (
    <>
      {curators.map((curator) => (
        <span key={curator} className="block-line">
          <AddressLink address={curator} />
        </span>
      ))}
    </>
  );
}

function Signed({ onChain }: { onChain: ReceiptData | undefined }): ReactElement | null {
  const txs = onChain?.provenance?.txs ?? [];
  if (txs.length === 0) return null;
  return (
    <Duty name="Signed" duty="transactions that say so">
      {txs.map(({ step, tx }) => (
        <span key={`${step}/${tx.hash}`} className="block-line">
          {STEPS[step] ?? step} <TxLink hash={tx.hash} />
        </span>
      ))}
    </Duty>
  );
}

function Incidents({ onChain }: { onChain: ReceiptData | undefined }): ReactElement | null {
  const incidents = [...(onChain?.receipt?.incidents ?? []), ...(onChain?.receipt?.modelVersion?.incidents ?? [])];
  const frozen = onChain?.receipt?.modelVersion?.frozenByIncident ?? null;
  if (incidents.length === 0) return null;
  return (
    <Duty name="Incidents" duty="about this answer or its model">
      {incidents.map(({ incidentId, role, state, outcome }) => (
        <span key={incidentId} className="block-line">
          <PageLink to={paths.clock()}>Incident {incidentId}</PageLink> for the {role}: {outcome ?? state.toLowerCase()}
          {frozen === incidentId && <strong className="nobody">, the version is frozen</strong>}
        </span>
      ))}
    </Duty>
  );
}
