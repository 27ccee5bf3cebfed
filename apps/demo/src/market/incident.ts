import { orNotFound, outgoing, settledInclusion } from "@openledger/client";
import {
  IncidentState,
  type Incident,
  MsgReportIncident,
  MsgReportIncidentResponse,
  MsgRespond,
  Outcome,
  QueryService as AccountabilityQuery,
  Reason,
  Role,
} from "@openledger/messages/openledger/accountability/v1";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { assertDefined, fromBase64 } from "@openledger/primitives";
import { DOLLAR_DENOM } from "../steps/demo-terms.ts";
import type { World } from "../steps/world.ts";
import type { Failover } from "./failover.ts";
import type { Market } from "./open-market.ts";

/** An incident from report to compensation. Amounts are units of demo dollars. */
export interface IncidentReport {
  readonly id: string;
  readonly receipt: string;
  readonly reporter: string;
  readonly respondent: string;
  readonly role: string;
  readonly reason: string;
  readonly statement: string;
  readonly answer: string;
  readonly asked: string;
  readonly compensation: string;
  readonly denom: string;
  /** Units of the base denom behind the report; back at the reporter once it was accepted. */
  readonly deposit: string;
  readonly reportedHeight: string;
  readonly respondedHeight: string;
  /** Whose turn it was after the report, and the height from which silence would have counted. */
  readonly turnUntilHeight: string;
  /** What the response moved: the balances of reporter and host and the host's bond, after less before. */
  readonly moved: { readonly reporter: string; readonly respondent: string; readonly bond: string };
  readonly outcome: string;
  /** Closed as accepted, and exactly the compensation moved from the host to the reporter; its bond still stands. */
  readonly holds: boolean;
}

const COMPENSATION = 10_000n;
const ANSWER = "It did: the host before us died, and taking over took that long. Here is what the pause is worth to us.";

/** The listener reports the pause in the answer that it paid for; the host accepts and pays. */
export async function reportPause(world: World, market: Market, failover: Failover): Promise<IncidentReport> {
  const { client, crypto } = world;
  const { resumed } = failover;
  await answerEarlier(world, market);
  const host = assertDefined(market.hosts.find(({ role }) => role === resumed.host), "one of the three went on");
  const opening = ReceiptOpening.fromBytes(fromBase64(resumed.file.opening));
  const receipt = await settledInclusion(client, crypto.sha256, assertDefined(opening.receipt, "an opening has its receipt"));
  const listener = world.keys.roles.listener.address;
  const statement = `The answer paused for ${(failover.silenceMs / 1_000).toFixed(1)} s in its middle, which nobody had told me of.`;
  const asked = { denom: DOLLAR_DENOM, amount: String(COMPENSATION) };
  const reported = await world.send("listener", [
    outgoing(MsgReportIncident, { reporter: listener, receipt, role: Role.ROLE_HOST, reason: Reason.REASON_SERVICE, statement, asked }),
  ]);
  const { incidentId } = reported.response(MsgReportIncidentResponse);
  const open = await incidentOf(world, incidentId);
  const responded = await world.send(host.role, [
    outgoing(MsgRespond, { responder: world.keys.roles[host.role].address, incidentId, accept: true, statement: ANSWER, compensation: asked }),
  ]);
  const closed = await incidentOf(world, incidentId);
  const moved = {
    reporter: await difference(responded.height, (height) => balanceOf(world, listener, height)),
    respondent: await difference(responded.height, (height) => balanceOf(world, host.offer.host, height)),
    bond: await difference(responded.height, (height) => bondOf(world, host.offer.id, height)),
  };
  const isAccepted = closed.state === IncidentState.INCIDENT_STATE_CLOSED && closed.outcome === Outcome.OUTCOME_ACCEPTED;
  return {
    ...{ id: incidentId.toString(), receipt: `${resumed.session}/${resumed.index}`, reporter: "listener", respondent: host.role },
    ...{ role: "host", reason: "service", statement, answer: ANSWER, asked: asked.amount, denom: DOLLAR_DENOM },
    ...{ compensation: closed.compensation?.amount ?? "0", deposit: closed.deposit?.amount ?? "0" },
    ...{ reportedHeight: reported.height.toString(), respondedHeight: responded.height.toString() },
    turnUntilHeight: open.deadlineHeight.toString(),
    moved: { reporter: moved.reporter.toString(), respondent: moved.respondent.toString(), bond: moved.bond.toString() },
    outcome: isAccepted ? "accepted" : "not accepted",
    holds: isAccepted && closed.compensation?.amount === asked.amount && moved.reporter === COMPENSATION && moved.respondent === -COMPENSATION && moved.bond === 0n,
  };
}

/** A run that was killed may have left a report without its answer. */
async function answerEarlier(world: World, { hosts }: Market): Promise<void> {
  const { incidents } = await world.client.query(AccountabilityQuery.Open, {});
  for (const { id: incidentId, reporter, respondent, state, asked } of incidents) {
    const host = hosts.find(({ offer }) => offer.host === respondent);
    const isOurs = reporter === world.keys.roles.listener.address && state === IncidentState.INCIDENT_STATE_REPORTED;
    if (host === undefined || !isOurs || asked === undefined) continue;
    await world.send(host.role, [outgoing(MsgRespond, { responder: respondent, incidentId, accept: true, statement: ANSWER, compensation: asked })]);
  }
}

async function incidentOf({ client }: World, incidentId: bigint): Promise<Incident> {
  const { incident } = await client.query(AccountabilityQuery.Incident, { incidentId });
  return assertDefined(incident, "the chain answers with it or an error");
}

/** What the block of this height has changed. */
async function difference(height: bigint, read: (height: bigint) => Promise<bigint>): Promise<bigint> {
  const [before, after] = await Promise.all([read(height - 1n), read(height)]);
  return after - before;
}

async function balanceOf({ client }: World, address: string, height: bigint): Promise<bigint> {
  const { balance } = await client.query(BankQuery.Balance, { address, denom: DOLLAR_DENOM }, height);
  return BigInt(balance?.amount ?? "0");
}

async function bondOf({ client }: World, offerId: bigint, height: bigint): Promise<bigint> {
  const found = await orNotFound(client.query(MarketQuery.Offer, { offerId }, height));
  return BigInt(found?.offer?.bond?.amount ?? "0");
}
