import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Coin } from "../components/coin.tsx";
import { AddressLink, Amount, PageLink } from "../components/link.tsx";
import { Failure, Loading } from "../components/states.tsx";
import { ask } from "../data/graphql.ts";
import { hostsOperation, type OfferData } from "../data/host-operations.ts";
import { denomName, formatCount, formatMilliseconds, formatRating, formatShare, plural } from "../format.ts";
import { paths } from "../paths.ts";
import { useTitle } from "../use-title.ts";

/** Offers side by side: what hosts promise, and what their receipts show. */
export function HostsPage(): ReactElement {
  useTitle("Hosts");
  const query = useQuery({ queryKey: ["hosts"], queryFn: ({ signal }) => ask(hostsOperation, {}, signal), refetchInterval: 4000 });
  if (query.isPending) return <Loading what="the hosts" />;
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const { offers, _meta } = query.data;
  return (
    <article>
      <header>
        <p className="kicker">Hosts at height {_meta.height.toString()}</p>
        <h1>Who answers, for how much, and how fast it was</h1>
        <p className="muted">
          Price, latency class, capacity, place and operator are what the host says. What was settled, void and late the chain counted; latency is measured on the newest 500 known receipts of
          an offer, which host and buyer both signed.
        </p>
      </header>
      <section className="card" aria-label="Offers that take sessions">
        {offers.edges.length === 0 ? (
          <p className="muted">No offer takes sessions now.</p>
        ) : (
          <table className="numbers stack">
            <thead>
              <tr>
                {["Host", "Model", "Price", "Latency, measured", "Answers of the host", "As the host says"].map((name) => (
                  <th scope="col" key={name}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {offers.edges.map(({ node }) => (
                <Offer key={node.offerId} offer={node} />
              ))}
            </tbody>
          </table>
        )}
        {offers.edges.length < offers.totalCount && (
          <p className="muted small">
            The {offers.edges.length} newest of {plural(offers.totalCount, "offer")} are shown.
          </p>
        )}
      </section>
    </article>
  );
}

function Offer({ offer }: { offer: OfferData }): ReactElement {
  const { host, operator, modelId, modelVersionNumber, modelVersion, capacity, bond, region, powerSource } = offer;
  return (
    <tr>
      <th scope="row" data-label="Host">
        {operator !== "" && (
          <>
            <b>{operator}</b>
            <br />
          </>
        )}
        <AddressLink address={host} />
        <span className="muted small"> offer {offer.offerId}</span>
      </th>
      <td data-label="Model">
        <PageLink to={paths.modelVersion(modelId, modelVersionNumber)}>
          {modelVersion?.model?.name ?? `model ${modelId}`}@{modelVersionNumber}
        </PageLink>
        {modelVersion && <span className="muted small"> {modelVersion.kind.toLowerCase()}</span>}
      </td>
      <td data-label="Price">
        <Price offer={offer} />
      </td>
      <td data-label="Latency, measured">
        <Latency offer={offer} />
      </td>
      <td data-label="Answers of the host">
        <Record record={offer.record} />
      </td>
      <td data-label="As the host says">
        {region === "" ? "no place" : region}
        {powerSource !== "" && `, ${powerSource}`}
        <br />
        <span className="muted small">
          {capacity === 0n ? "no capacity said" : `${plural(capacity, "call")} at a time`} · bond <Coin text={bond} />
        </span>
      </td>
    </tr>
  );
}

function Price({ offer: { denom, perCall, perThousandInput, perThousandOutput } }: { offer: OfferData }): ReactElement {
  const isPerToken = perThousandInput > 0n || perThousandOutput > 0n;
  return (
    <>
      <Amount units={perCall} denom={denom} /> a call
      {isPerToken && (
        <>
          <br />
          <span className="muted small">
            + <Amount units={perThousandInput} denom={denom} bare /> in, <Amount units={perThousandOutput} denom={denom} bare /> out {denomName(denom)} per 1,000 tokens
          </span>
        </>
      )}
    </>
  );
}

function Latency({ offer: { latency, latencyClassMs, lateBps } }: { offer: OfferData }): ReactElement {
  return (
    <>
      {latency === null ? (
        <span className="muted">not measured: none of its receipts is known</span>
      ) : (
        <>
          <b className={latency.p95Ms > latencyClassMs ? "wait" : ""}>
            {formatMilliseconds(latency.p50Ms)} <span className="muted">p50</span> · {formatMilliseconds(latency.p95Ms)} <span className="muted">p95</span>
          </b>
          <br />
          <span className="muted small">on {plural(latency.receipts, "receipt")}</span>
        </>
      )}
      <br />
      <span className="muted small">
        promised {formatMilliseconds(latencyClassMs)}, later costs {formatShare(BigInt(lateBps), 10_000n)} less
      </span>
    </>
  );
}

function Record({ record }: { record: OfferData["record"] }): ReactElement {
  const { settledReceipts, voidedReceipts, voidSettlements, openedReceipts, lateReceipts, ratings, ratingSum } = record;
  return (
    <>
      {settledReceipts === 0n ? <span className="muted">none settled yet</span> : <b>{formatCount(settledReceipts)} settled</b>}
      <br />
      <span className="small">
        {voidSettlements === 0n ? <span className="muted">none void</span> : <b className="bad">{`${formatCount(voidedReceipts)} void in ${plural(voidSettlements, "settlement")}`}</b>}
        <span className="muted"> · </span>
        {openedReceipts === 0n ? <span className="muted">lateness not known</span> : <span className={lateReceipts > 0n ? "" : "muted"}>{`${formatCount(lateReceipts)} of ${formatCount(openedReceipts)} late`}</span>}
      </span>
      <br />
      <span className="muted small">{ratings === 0n ? "not rated by its buyers" : `rated ${formatRating(ratingSum, ratings)} of 5 in ${plural(ratings, "rating")}`}</span>
    </>
  );
}
