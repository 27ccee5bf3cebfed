import { QueryDemandsResponse } from "@openledger/messages/openledger/gate/v1";
import { toBase64 } from "@openledger/primitives";

const META = { height: "431" };
const HOST = "open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn6hkwx";
const STEPS = 30;

/** Demand dollars over half an hour: deposits at first, a withdrawal at the end, and answers in between. */
export function demandLines(): unknown {
  const none = { entered: "0", left: "0", leftExternal: "0", external: "0", internal: "0", toProtocol: "0" };
  const points = Array.from({ length: STEPS }, (_, i) => {
    const spent = { external: String(20_000 + ((i * 7919) % 90_000)), internal: String(((i * 104_729) % 30_000) * (i % 3)), toProtocol: "1500" };
    const gate = i % 9 === 0 ? { entered: "900000" } : i === STEPS - 2 ? { left: "400000", leftExternal: "350000" } : {};
    return { from: new Date(Date.UTC(2026, 10, 21, 8, i)).toISOString(), flows: { ...none, ...spent, ...gate } };
  });
  const total = { entered: "3600000", left: "400000", leftExternal: "350000", external: "1931034", internal: "431221", toProtocol: "45000" };
  const open = { ...none, internal: "5120000", toProtocol: "810000" };
  return {
    _meta: META,
    demandLines: [
      { denom: "udemo", since: points[0]?.from, until: points.at(-1)?.from, total, points },
      { denom: "uopen", since: points[3]?.from, until: points[3]?.from, total: open, points: [{ from: points[3]?.from, flows: open }] },
    ],
  };
}

/** What a node answers to Query/Demands, base64. */
export function demandsOfNode(): string {
  const says = "3600000 entered = 818966 held + 500000 in sessions + 1931034 spent on answers + 0 retired + 350000 left; 1931034 of 2362255 counted as demand";
  const gate = { denom: "udemo", issuer: HOST, name: "demo dollars" };
  return toBase64(QueryDemandsResponse.toBytes(QueryDemandsResponse.create({ demands: [{ denom: "udemo", gate, says, holds: true }, { denom: "uopen", says: "0 entered = 0 held", holds: true }] })));
}

/** An incident, a dispute, a demand, a settlement and a review that are open; one incident is closed. */
export function clockPage(until: string): unknown {
  const item = { who: null, untilTime: until, untilHeight: "440" };
  const incident = {
    ...{ incidentId: "2", subject: "model/3@1", role: "steward", respondent: null, reporter: HOST, reason: "artifact", statement: "Rebuilding it gives another root." },
    ...{ response: null, state: "CLOSED", outcome: "upheld", compensation: "400udemo", froze: true, struck: false, reportedHeight: "402", closedHeight: "425" },
  };
  return {
    _meta: META,
    clock: [
      { ...item, kind: "INCIDENT", openId: "1", subject: "receipt/7/1", turn: "reporter", who: HOST, next: "escalates, or it ends" },
      { ...item, kind: "DISPUTE", openId: "4", subject: "datanet/1/12", turn: "owner", who: HOST, next: "answers first", untilHeight: null },
      { ...item, kind: "DEMAND", openId: "2", subject: "settlement/5", turn: "host", who: HOST, next: "opens the receipts, or the settlement is void" },
      { ...item, kind: "SETTLEMENT", openId: "5", subject: "settlement/5", turn: "anybody", next: "challenges, or it is final" },
      { ...item, kind: "REVIEW", openId: "1/31", subject: "datanet/1/31", turn: "curators", next: "decide, or it lapses", untilTime: null, untilHeight: null },
    ],
    incidents: {
      totalCount: 2,
      edges: [
        { node: incident },
        { node: { ...incident, incidentId: "1", subject: "receipt/7/1", role: "host", respondent: HOST, reason: "output", statement: "It answers about bread.", response: "The question was about bread.", state: "REJECTED", outcome: null, compensation: null, froze: false, closedHeight: null } },
      ],
    },
  };
}
