import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Coin } from "../components/coin.tsx";
import { Countdown } from "../components/countdown.tsx";
import { AddressLink, BlockLink } from "../components/link.tsx";
import { Party } from "../components/party.tsx";
import { Chip, Failure, Loading, type Tone } from "../components/states.tsx";
import { SubjectLink } from "../components/subject-link.tsx";
import { clockOperation, type ClockData, type IncidentData, type OpenItem } from "../data/clock-operations.ts";
import { ask } from "../data/graphql.ts";
import { plural } from "../format.ts";
import { useTitle } from "../use-title.ts";

const KINDS: Readonly<Record<OpenItem["kind"], string>> = {
  INCIDENT: "Incident",
  DISPUTE: "Dispute about ownership",
  DEMAND: "Demand to open receipts",
  SETTLEMENT: "Pending settlement",
  REVIEW: "Review of a contribution",
};

/** What waits for whom, and until when; and the newest incidents with how they ended. */
export function ClockPage(): ReactElement {
  useTitle("What is open");
  const query = useQuery({ queryKey: ["clock"], queryFn: ({ signal }) => ask(clockOperation, {}, signal), refetchInterval: 2000 });
  if (query.isPending) return <Loading what="what is open" />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { clock, incidents, _meta } = query.data;
  return (
    <article>
      <header>
        <p className="kicker">The clock at height {_meta.height.toString()}</p>
        <h1>What is open, whose turn it is, and until when</h1>
        <p className="muted">
          A turn ends at a time of the chain and, where a height is named, not before that height. Proposals in voting are on the node: <code>openledgerd query clock</code> lists them too.
        </p>
      </header>
      <section className="card" aria-label="What is open">
        {clock.length === 0 ? <p className="muted">Nothing waits for anybody.</p> : <Open items={clock} />}
      </section>
      <Incidents incidents={incidents} />
    </article>
  );
}

function Open({ items }: { items: readonly OpenItem[] }): ReactElement {
  return (
    <table className="numbers stack">
      <thead>
        <tr>
          {["What", "About", "Whose turn", "Until"].map((name) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map(({ kind, openId, subject, turn, who, next, untilTime, untilHeight }) => (
          <tr key={`${kind}/${openId}`}>
            <th scope="row" data-label="What">
              <b>{KINDS[kind]}</b> {kind !== "REVIEW" && openId}
            </th>
            <td data-label="About">
              <SubjectLink subject={subject} />
            </td>
            <td data-label="Whose turn">
              <b>{turn}</b> {who !== null && <AddressLink address={who} />}
              <br />
              <span className="muted small">{next}</span>
            </td>
            <td data-label="Until">
              {untilTime === null ? <span className="muted">the review period of its datanet</span> : <Countdown until={untilTime} />}
              {untilHeight !== null && <span className="muted small"> and height {untilHeight.toString()}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Incidents({ incidents: { edges, totalCount } }: { incidents: ClockData["incidents"] }): ReactElement {
  return (
    <section className="card" aria-labelledby="incidents">
      <h2 id="incidents">{plural(totalCount, "incident")}</h2>
      {totalCount === 0 && <p className="muted">Nobody has reported one.</p>}
      <ul className="plain entries">
        {edges.map(({ node }) => (
          <li key={node.incidentId}>
            <Incident incident={node} />
          </li>
        ))}
      </ul>
      {edges.length < totalCount && <p className="muted small">The {edges.length} newest are shown.</p>}
    </section>
  );
}

const TONES: Readonly<Record<string, Tone>> = { upheld: "bad", accepted: "good", dismissed: "plain", dropped: "plain" };

function Incident({ incident }: { incident: IncidentData }): ReactElement {
  const { incidentId, subject, role, respondent, reporter, reason, statement, response, state, outcome, compensation, froze, struck, reportedHeight, closedHeight } = incident;
  return (
    <>
      <p>
        <b>Incident {incidentId}</b>: {reason} of <SubjectLink subject={subject} />{" "}
        <Chip tone={outcome === null ? "wait" : (TONES[outcome] ?? "plain")}>{outcome ?? state.toLowerCase()}</Chip> {froze && <Chip tone="bad">version frozen</Chip>}{" "}
        {struck && <Chip tone="bad">contribution struck</Chip>}
      </p>
      {statement !== "" && <p className="break">“{statement}”</p>}
      <p className="muted small">
        reported by <AddressLink address={reporter} /> in <BlockLink height={reportedHeight} /> · the {role} answers: <Party address={respondent} />
        {closedHeight !== null && (
          <>
            {" "}
            · closed in <BlockLink height={closedHeight} />
          </>
        )}
        {compensation !== null && (
          <>
            {" "}
            · <Coin text={compensation} /> paid to the reporter
          </>
        )}
      </p>
      {response !== null && response !== "" && <p className="break small">Answer: “{response}”</p>}
    </>
  );
}
