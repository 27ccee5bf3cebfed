import type { ReactElement } from "react";
import type { ReceiptShares, StatementData } from "../data/statement-operations.ts";
import { denomName, formatTime, plural, shorten } from "../format.ts";
import { paths } from "../paths.ts";
import { ModelVersionLink } from "./model-version-link.tsx";
import { Amount, BlockLink, PageLink, TxLink } from "./link.tsx";

type Statement = StatementData["statement"];

const KINDS: Readonly<Record<string, string>> = {
  GENESIS: "carried over from the chain before",
  OWNER: "words in answers",
  CURATOR: "curator's share",
  HOST: "computing answers",
  MODEL: "model's share",
  ROYALTY: "royalty",
  PRIOR: "curated share",
  CLAIM: "claimed to the wallet",
};

/** Pending settlements, then every change of the claimable balance with its receipts and transaction. */
export function StatementTable({ statement }: { statement: Statement }): ReactElement {
  const { denom, lines, pending } = statement;
  return (
    <>
      <h2>Earned in {denomName(denom)}</h2>
      <dl className="totals small">
        <Total name="credited" units={statement.credited} denom={denom} />
        <Total name="claimed" units={statement.claimed} denom={denom} />
        <Total name="claimable" units={statement.closingBalance} denom={denom} />
        <Total name="pending" units={pending.reduce((sum, { amount }) => sum + amount, 0n)} denom={denom} />
      </dl>
      <Reasons statement={statement} />
      {statement.lineage.length > 0 && <Lineage statement={statement} />}
      {pending.length > 0 && <Pending statement={statement} />}
      <h3>Final, after the curators' share</h3>
      {lines.edges.length === 0 ? <p className="muted">Nothing is final yet.</p> : <Lines statement={statement} />}
      {lines.edges.length < lines.totalCount && (
        <p className="muted small">
          The {lines.edges.length} newest of {lines.totalCount} lines are shown; the GraphQL endpoint lists all of them.
        </p>
      )}
    </>
  );
}

function Total({ name, units, denom }: { name: string; units: bigint; denom: string }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Amount units={units} denom={denom} />
      </dd>
    </div>
  );
}

/** What came in, by reason. */
function Reasons({ statement: { byKind, denom } }: { statement: Statement }): ReactElement | null {
  if (byKind.length === 0) return null;
  return (
    <>
      <h3>What for</h3>
      <table className="numbers">
        <tbody>
          {byKind.map(({ kind, lines, amount }) => (
            <tr key={kind}>
              <th scope="row">
                {KINDS[kind] ?? kind.toLowerCase()} <span className="muted small">{plural(lines, "payment")}</span>
              </th>
              <td>
                <Amount units={amount} denom={denom} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Which own model earned through whose derived one. */
function Lineage({ statement: { lineage, denom } }: { statement: Statement }): ReactElement {
  return (
    <>
      <h3>Through models that others derived</h3>
      <table className="numbers">
        <tbody>
          {lineage.map(({ own, through, generation, lines, amount }, i) => (
            <tr key={i}>
              <td>
                {own && <ModelVersionLink of={own} />} through {through && <ModelVersionLink of={through} />}
                <span className="muted small">
                  {" "}
                  {generation === 1 ? "derived from it" : `${generation} generations on`}, {plural(lines, "payment")}
                </span>
              </td>
              <td>
                <Amount units={amount} denom={denom} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What earned a line: datanet, model, or the own model that a descendant owes. */
function Source({ line }: { line: Statement["lines"]["edges"][number]["node"] }): ReactElement | null {
  const { datanet, modelVersion, own, generation, settlement } = line;
  if (modelVersion === null && datanet === null) return null;
  return (
    <span className="muted small block-line">
      {datanet && `datanet ${datanet.name}, `}
      {own && (
        <>
          for <ModelVersionLink of={own} /> through a model {generation === 1 ? "derived from it" : `${generation} generations on`},{" "}
        </>
      )}
      {modelVersion && (
        <>
          {settlement === null ? "opening fee for" : "answers of"} <ModelVersionLink of={modelVersion} />
        </>
      )}
      {settlement && (
        <>
          {", "}
          <PageLink to={paths.settlement(settlement.settlementId)}>settlement {settlement.settlementId}</PageLink>
        </>
      )}
    </span>
  );
}

function Pending({ statement: { denom, pending } }: { statement: Statement }): ReactElement {
  return (
    <>
      <h3>Pending, before the curators' share</h3>
      <div className="scroll" tabIndex={0} role="group" aria-label="Pending settlements">
        <table className="numbers">
          <tbody>
            {pending.map(({ amount, settlement, receipts }) => (
              <tr key={settlement?.settlementId}>
                <td>{settlement?.submittedTx ? <TxLink hash={settlement.submittedTx.hash} /> : "–"}</td>
                <td>
                  <Shares shares={receipts} denom={denom} />
                  {settlement && <span className="muted small">final at {formatTime(settlement.finalTime)}</span>}
                </td>
                <td>
                  <Amount units={amount} denom={denom} bare />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Lines({ statement: { denom, lines } }: { statement: Statement }): ReactElement {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Lines of the statement">
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">What for</th>
            <th scope="col" className="money">
              {denomName(denom)}
            </th>
            <th scope="col" className="after">
              Claimable after
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.edges.map(({ node }) => (
            <tr key={`${node.height}/${node.eventIndex}/${node.kind}`}>
              <td>
                <BlockLink height={node.height} />
                {node.tx && (
                  <>
                    <br />
                    <TxLink hash={node.tx.hash} />
                  </>
                )}
              </td>
              <td>
                {KINDS[node.kind] ?? node.kind.toLowerCase()}
                <Source line={node} />
                <Shares shares={node.receipts} denom={denom} />
              </td>
              <td className="money">
                <Amount units={node.amount} denom={denom} bare />
              </td>
              <td className="after">
                <Amount units={node.balanceAfter} denom={denom} bare />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Shares({ shares, denom }: { shares: ReceiptShares; denom: string }): ReactElement | null {
  if (shares.length === 0) return null;
  return (
    <ul className="plain small">
      {shares.map(({ amount, receipt }) => (
        <li key={`${receipt.sessionId}/${receipt.index}`}>
          <PageLink to={paths.receipt(receipt.sessionId, receipt.index)}>
            {shorten(receipt.request?.findLast(({ role }) => role === "user")?.text ?? `receipt ${receipt.index}`, 56, 0)}
          </PageLink>{" "}
          <Amount units={amount} denom={denom} />
        </li>
      ))}
    </ul>
  );
}
