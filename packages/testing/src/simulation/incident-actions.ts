import { packAny } from "@openledger/messages";
import { MsgSubmitProposal } from "@openledger/messages/cosmos/gov/v1";
import {
  IncidentState,
  MsgDecideIncident,
  MsgEscalate,
  MsgReportIncident,
  MsgRespond,
  QueryService as AccountabilityQuery,
  Reason,
  Role,
  type Incident,
} from "@openledger/messages/openledger/accountability/v1";
import { MsgUnfreezeModelVersion } from "@openledger/messages/openledger/model/v1";
import type { Any } from "@openledger/messages/google/protobuf";
import { addressFromBytes, toUtf8 } from "@openledger/primitives";
import { toAny, type SimulatedAccount } from "./accounts.ts";
import { anyone, type Action } from "./data-actions.ts";
import { someSettled } from "./feedback-actions.ts";
import type { SimWorld } from "./sim-world.ts";

const accountOf = ({ accounts }: SimWorld, address: string | undefined): SimulatedAccount | undefined =>
  accounts.find((account) => account.address === address);

const govOf = ({ crypto }: SimWorld): string => addressFromBytes("open", crypto.sha256(toUtf8("gov")).slice(0, 20));

function someIncident({ chain, random }: SimWorld, ...states: readonly IncidentState[]): Incident | undefined {
  const { incidents } = chain.query(AccountabilityQuery.Open, { pagination: { limit: 100n } });
  return random.pick(incidents.filter(({ state }) => states.includes(state)));
}

/** Anyone reports a model version or a contribution, a role that nobody holds among them. */
export const reportIncident: Action = (world) => {
  const { random, state } = world;
  const account = anyone(world);
  const [version, contribution] = [random.pick(state.models), random.pick(state.contributions)];
  const asked = random.chance(50) ? { denom: "uopen", amount: String(1 + random.below(400)) } : undefined;
  const stated = { reporter: account.address, statement: "It is wrong.", reason: Reason.REASON_OTHER, asked, maxDeposit: random.chance(50) ? "100000000000" : "" };
  if (random.chance(50) && version !== undefined) {
    const { modelId, version: number } = version;
    const role = random.pick([Role.ROLE_PUBLISHER, Role.ROLE_STEWARD, Role.ROLE_APPROVER]) ?? Role.ROLE_PUBLISHER;
    return { action: "reportVersion", account, message: toAny(MsgReportIncident, { ...stated, role, modelVersion: { modelId, version: number } }) };
  }
  if (contribution === undefined) return undefined;
  const { datanetId, seq } = contribution;
  const message = toAny(MsgReportIncident, { ...stated, role: Role.ROLE_CONTRIBUTOR, contribution: { datanetId, seq } });
  return { action: "reportContribution", account, message };
};

/** The buyer asks the host to answer for a receipt, which may still be pending. */
export const reportReceipt: Action = (world) => {
  const found = someSettled(world);
  const account = accountOf(world, found?.session.buyer);
  if (found === undefined || account === undefined) return undefined;
  const { denom } = found.session.escrow ?? { denom: "uopen" };
  const asked = world.random.chance(70) ? { denom, amount: String(1 + world.random.below(400)) } : undefined;
  const stated = { reporter: account.address, receipt: found.inclusion, role: Role.ROLE_HOST, reason: Reason.REASON_OUTPUT, asked };
  return { action: "reportReceipt", account, message: toAny(MsgReportIncident, { ...stated, statement: "Not what was asked." }) };
};

/** Somebody reports an answer that another one bought. */
export const reportOthersReceipt: Action = (world) => {
  const found = someSettled(world);
  const account = world.random.pick(world.accounts.filter(({ address }) => address !== found?.session.buyer));
  if (found === undefined || account === undefined) return undefined;
  const stated = { reporter: account.address, receipt: found.inclusion, role: Role.ROLE_HOST, reason: Reason.REASON_OUTPUT };
  return { action: "reportOthersReceipt", account, message: toAny(MsgReportIncident, { ...stated, statement: "Not mine." }) };
};

/** The role's holder rejects, or accepts and mostly pays what was asked. */
export const respondIncident: Action = (world) => {
  const { random } = world;
  const found = someIncident(world, IncidentState.INCIDENT_STATE_REPORTED);
  const account = accountOf(world, found?.respondent);
  if (found === undefined || account === undefined) return undefined;
  const accept = random.chance(50);
  const compensation = accept && random.chance(80) ? found.asked : undefined;
  const message = toAny(MsgRespond, { responder: account.address, incidentId: found.id, accept, statement: "So be it.", compensation });
  return { action: "respondIncident", account, message };
};

/** The reporter answers in the place of the role's holder. */
export const respondForHolder: Action = (world) => {
  const found = someIncident(world, IncidentState.INCIDENT_STATE_REPORTED);
  const account = accountOf(world, found?.reporter);
  if (found === undefined || account === undefined || found.respondent === found.reporter) return undefined;
  const message = toAny(MsgRespond, { responder: account.address, incidentId: found.id, accept: true, statement: "Yes." });
  return { action: "respondForHolder", account, message };
};

export const escalateIncident: Action = (world) => {
  const found = someIncident(world, IncidentState.INCIDENT_STATE_REJECTED, IncidentState.INCIDENT_STATE_SILENT);
  const account = accountOf(world, found?.reporter);
  if (found === undefined || account === undefined) return undefined;
  return { action: "escalateIncident", account, message: toAny(MsgEscalate, { signer: account.address, incidentId: found.id }) };
};

/** Governance is asked to pay, now and then to freeze, to strike or to dismiss; and to let frozen versions go on. */
export const proposeIncident: Action = (world) => {
  const { random } = world;
  const found = someIncident(world, IncidentState.INCIDENT_STATE_ESCALATED);
  const account = anyone(world);
  const version = random.pick(world.state.models);
  if (found === undefined || version === undefined) return undefined;
  const authority = govOf(world);
  const unfreeze = { authority, modelId: version.modelId, version: version.version };
  const asked = random.chance(25) ? packAny(MsgUnfreezeModelVersion, unfreeze) : packAny(MsgDecideIncident, decisionOf(world, found, authority));
  return { action: "proposeIncident", account, message: proposal(account, asked) };
};

function decisionOf({ random, state }: SimWorld, { id, modelVersion, contribution, receipt }: Incident, authority: string): Partial<MsgDecideIncident> {
  if (random.chance(20)) return { authority, incidentId: id };
  const first = state.contributions.find(({ datanetId, seq }) => datanetId === contribution?.datanetId && seq === contribution.seq);
  // The first contribution of a datanet is never struck, so that somebody is left to earn its prior.
  const strike = first !== undefined && first.logIndex > 0n && random.chance(30);
  const denom = state.offers.find((offer) => offer.id === receipt?.offerId)?.price?.denom;
  const compensation = denom === undefined ? {} : { compensation: { denom, amount: String(1 + random.below(3_000)) } };
  return { authority, incidentId: id, uphold: true, freeze: modelVersion !== undefined && random.chance(20), strike, ...compensation };
}

function proposal({ address: proposer }: SimulatedAccount, message: Any): Any {
  return toAny(MsgSubmitProposal, {
    ...{ messages: [message], proposer, expedited: true, initialDeposit: [{ denom: "uopen", amount: "1500000" }] },
    ...{ metadata: "", title: "Answer for it", summary: "An incident" },
  });
}
