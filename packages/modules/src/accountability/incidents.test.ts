import {
  IncidentState,
  MsgDecideIncident,
  MsgDecideIncidentResponse,
  MsgEscalate,
  MsgEscalateResponse,
  MsgReportIncident,
  MsgReportIncidentResponse,
  MsgRespond,
  MsgRespondResponse,
  Outcome,
  Reason,
  Role,
  type Incident,
} from "@openledger/messages/openledger/accountability/v1";
import { DisputeRemedy, MsgAnswerDispute, MsgDispute, type Contribution } from "@openledger/messages/openledger/datanet/v1";
import type { Offer } from "@openledger/messages/openledger/market/v1";
import { MsgUnfreezeModelVersion, MsgUnfreezeModelVersionResponse } from "@openledger/messages/openledger/model/v1";
import fc from "fast-check";
import { expect, test } from "vitest";
import { artifactFrozen, baseFrozen } from "../model/errors.ts";
import { receiptNotSettled, settlementPending, versionFrozen } from "../market/errors.ts";
import { ALICE_TEXT, answer, BOB_TEXT, inclusionOf, openLoop, passTime, settleMessage, type Loop } from "../support/loop.fixture.ts";
import { alice, bob, buyer, creator, curator, everyone, FUNDS, GENESIS, host, messages, modelMessage, offerMessage, publisher, sessionMessage } from "../support/messages.fixture.ts";
import { expectRefusal } from "../support/refusal.fixture.ts";
import { account, type Codecs, type World } from "../support/world.fixture.ts";
import * as errors from "./errors.ts";

const report: Codecs<MsgReportIncident, MsgReportIncidentResponse> = [MsgReportIncident, MsgReportIncidentResponse];
const respond: Codecs<MsgRespond, MsgRespondResponse> = [MsgRespond, MsgRespondResponse];
const escalate: Codecs<MsgEscalate, MsgEscalateResponse> = [MsgEscalate, MsgEscalateResponse];
const decide: Codecs<MsgDecideIncident, MsgDecideIncidentResponse> = [MsgDecideIncident, MsgDecideIncidentResponse];
const unfreeze: Codecs<MsgUnfreezeModelVersion, MsgUnfreezeModelVersionResponse> = [MsgUnfreezeModelVersion, MsgUnfreezeModelVersionResponse];

const DEPOSIT = 1_000n;
const accountability = {
  params: {
    ...{ deposit: "1000", response_seconds: "30", response_blocks: "2", escalation_seconds: "40", escalation_blocks: "2" },
    ...{ decision_seconds: "50", record_seconds: "150", max_open_per_reporter: 2, max_open_per_subject: 2 },
  },
};

function settledLoop(): Loop {
  const loop = openLoop({ genesis: { ...GENESIS, accountability } });
  for (const text of [ALICE_TEXT, BOB_TEXT]) answer(loop, text);
  loop.world.deliver(messages.settle, settleMessage(loop));
  passTime(loop.world, 3, 6);
  return loop;
}

const base = { reason: Reason.REASON_OUTPUT, statement: "The answer is wrong." };
const ofReceipt = (loop: Loop, change: Partial<MsgReportIncident> = {}): MsgReportIncident =>
  MsgReportIncident.create({ ...base, reporter: buyer, receipt: inclusionOf(loop, 0), role: Role.ROLE_HOST, ...change });
const ofVersion = (change: Partial<MsgReportIncident> = {}): MsgReportIncident =>
  MsgReportIncident.create({ ...base, reporter: curator, modelVersion: { modelId: 1n, version: 1n }, role: Role.ROLE_PUBLISHER, reason: Reason.REASON_ARTIFACT, ...change });
const ofContribution = (change: Partial<MsgReportIncident> = {}): MsgReportIncident =>
  MsgReportIncident.create({ ...base, reporter: curator, contribution: { datanetId: 1n, seq: 1n }, role: Role.ROLE_CONTRIBUTOR, ...change });
const response = (responder: string, incidentId: bigint, change: Partial<MsgRespond> = {}): MsgRespond =>
  MsgRespond.create({ responder, incidentId, accept: true, statement: "So it is.", ...change });
const rejection = { accept: false, statement: "It is not." };
const gov = (world: World): string => world.bank.moduleAddress(world.context(), "gov");
const find = (world: World, incidentId: bigint): Incident =>
  world.query<{ incident: Incident }>("/openledger.accountability.v1.Query/Incident", { incidentId }).incident;
const offerOf = (world: World): Offer | undefined =>
  world.query<{ offers: Offer[] }>("/openledger.market.v1.Query/Offers", {}).offers.find(({ id }) => id === 1n);
const contributionBond = (world: World): string =>
  world.query<{ contribution: Contribution }>("/openledger.datanet.v1.Query/Contribution", { datanetId: 1n, seq: 1n }).contribution.bond?.amount ?? "";
const types = ({ events }: World): readonly string[] => events.map(({ type }) => type).filter((type) => type.startsWith("incident") || type.startsWith("model_version_"));

test("a host that pays what was asked ends the incident, out of its own account and not out of its bond", () => {
  const loop = settledLoop();
  const { world } = loop;
  const asked = { denom: "udemo", amount: "600" };
  const { incidentId } = world.deliver(report, ofReceipt(loop, { asked }));
  expect(types(world)).toEqual(["incident_reported"]);
  expect(find(world, incidentId)).toMatchObject({ respondent: host, state: IncidentState.INCIDENT_STATE_REPORTED, modelVersion: { modelId: 1n, version: 1n } });
  const before = [world.balance(buyer, "udemo"), world.balance(host, "udemo"), offerOf(world)?.bond?.amount];
  expectRefusal(world, respond, response(alice, incidentId, { compensation: asked }), errors.notRespondent);
  expectRefusal(world, respond, response(host, incidentId, { compensation: { denom: "uopen", amount: "600" } }), errors.compensationTooSmall);
  expectRefusal(world, respond, response(host, incidentId, { compensation: { denom: "udemo", amount: "599" } }), errors.compensationTooSmall);
  world.deliver(respond, response(host, incidentId, { compensation: asked }));
  expect(types(world)).toEqual(["incident_responded", "incident_closed"]);
  expect([world.balance(buyer, "udemo") - 600n, world.balance(host, "udemo") + 600n, offerOf(world)?.bond?.amount]).toEqual(before);
  expect(find(world, incidentId)).toMatchObject({ outcome: Outcome.OUTCOME_ACCEPTED, state: IncidentState.INCIDENT_STATE_CLOSED, compensation: asked });
  expect(world.brokenInvariants()).toEqual([]);
  expectRefusal(world, respond, response(host, incidentId), errors.notTheTurn);
  passTime(world, 3, 100);
  expectRefusal(world, escalate, { signer: buyer, incidentId }, errors.unknownIncident);
});

test("accepting without paying what was asked ends nothing: the reporter escalates and governance freezes, or the deposit returns", () => {
  const loop = settledLoop();
  const { world } = loop;
  const wrong = world.deliver(report, ofVersion());
  const paying = { compensation: { denom: "uopen", amount: "5" } };
  expectRefusal(world, respond, response(publisher, wrong.incidentId, paying), errors.compensationTooSmall);
  world.deliver(respond, response(publisher, wrong.incidentId));
  expect(find(world, wrong.incidentId)).toMatchObject({ state: IncidentState.INCIDENT_STATE_REJECTED, response: { accepted: true } });
  expectRefusal(world, respond, response(publisher, wrong.incidentId), errors.notTheTurn);
  world.deliver(escalate, { signer: curator, incidentId: wrong.incidentId });
  world.deliver(decide, MsgDecideIncident.create({ authority: gov(world), incidentId: wrong.incidentId, uphold: true, freeze: true }));
  expectRefusal(world, messages.openSession, sessionMessage(), versionFrozen);

  const before = world.balance(buyer, "uopen");
  const { incidentId } = world.deliver(report, ofReceipt(loop, { asked: { denom: "udemo", amount: "700" } }));
  world.deliver(respond, response(host, incidentId));
  passTime(world, 4, 20);
  expect(find(world, incidentId).outcome).toBe(Outcome.OUTCOME_ACCEPTED);
  expect(world.balance(buyer, "uopen")).toBe(before);
});

test("a closed offer keeps its bond until the incidents about its receipts are closed, so that governance can still pay out of it", () => {
  const loop = settledLoop();
  const { world } = loop;
  const { incidentId } = world.deliver(report, ofReceipt(loop));
  world.deliver(respond, response(host, incidentId, rejection));
  world.deliver(escalate, { signer: buyer, incidentId });
  world.deliver(messages.closeOffer, { host, offerId: 1n });
  world.deliver(messages.closeSession, { buyer, sessionId: 1n });
  world.nextBlock(25);
  world.nextBlock(0);
  expect(offerOf(world)).toMatchObject({ closed: true, openSessions: 0n, openIncidents: 1n });
  expect(world.brokenInvariants()).toEqual([]);
  const [before, hosts] = [world.balance(buyer, "udemo"), world.balance(host, "udemo")];
  const bond = BigInt(offerOf(world)?.bond?.amount ?? "0");
  world.deliver(decide, MsgDecideIncident.create({ authority: gov(world), incidentId, uphold: true, freeze: true, compensation: { denom: "udemo", amount: "5" } }));
  expect([world.balance(buyer, "udemo") - before, world.balance(host, "udemo") - hosts]).toEqual([5n, bond - 5n]);
  expect(offerOf(world)).toBeUndefined();
  expect(world.brokenInvariants()).toEqual([]);

  const late = world.deliver(report, ofReceipt(loop)).incidentId;
  world.deliver(respond, response(host, late, rejection));
  world.deliver(escalate, { signer: buyer, incidentId: late });
  const paying = { authority: gov(world), incidentId: late, uphold: true, freeze: true, compensation: { denom: "udemo", amount: "5" } };
  expect(world.deliver(decide, MsgDecideIncident.create(paying)), "a bond that is gone pays 0, and the rest is done").toEqual({ compensation: { denom: "udemo", amount: "0" } });
});

test("nobody gets a bond back by accepting the report of a friend, be it a contributor's or a host's", () => {
  const loop = settledLoop();
  const { world } = loop;
  const all = [world.balance(alice, "uopen") + world.balance(bob, "uopen"), contributionBond(world), offerOf(world)?.bond];
  const asked = { denom: "uopen", amount: contributionBond(world) };
  for (const reporter of [alice, bob]) {
    const { incidentId } = world.deliver(report, ofContribution({ reporter, asked }));
    world.deliver(respond, response(alice, incidentId, { compensation: asked }));
  }
  const ofHost = { asked: { denom: "udemo", amount: "700" } };
  const { incidentId } = world.deliver(report, ofReceipt(loop, ofHost));
  world.deliver(respond, response(host, incidentId, { compensation: ofHost.asked }));
  expect([world.balance(alice, "uopen") + world.balance(bob, "uopen"), contributionBond(world), offerOf(world)?.bond]).toEqual(all);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a freeze holds for the artifact: neither a new number nor another publisher over the same rows sells it, and nobody derives from it", () => {
  const { world } = settledLoop();
  const manifest = [{ datanetId: 1n, version: 1n, priorBps: 5000 }];
  const again = modelMessage(manifest, { modelId: 1n, name: "" });
  expect(world.deliver(messages.publishModel, again), "published beforehand").toEqual({ modelId: 1n, version: 2n });
  const { incidentId } = world.deliver(report, ofVersion({ role: Role.ROLE_APPROVER }));
  world.deliver(decide, MsgDecideIncident.create({ authority: gov(world), incidentId, uphold: true, freeze: true }));
  expectRefusal(world, messages.createOffer, offerMessage({ modelVersion: 2n }), versionFrozen);
  expectRefusal(world, messages.publishModel, again, artifactFrozen);
  expectRefusal(world, messages.publishModel, modelMessage(manifest, { publisher: bob }), artifactFrozen);
  const artifactRoot = new Uint8Array(32).fill(9);
  expectRefusal(world, messages.publishModel, modelMessage(manifest, { artifactRoot, bases: [{ modelId: 1n, version: 1n }] }), baseFrozen);
  world.deliver(messages.publishModel, modelMessage(manifest, { modelId: 1n, name: "", artifactRoot }));
  expect(world.brokenInvariants()).toEqual([]);
  world.deliver(unfreeze, { authority: gov(world), modelId: 1n, version: 1n });
  world.deliver(messages.createOffer, offerMessage({ modelVersion: 2n }));
  world.deliver(messages.publishModel, again);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a contribution that its contributor had struck meanwhile makes no other part of governance's decision fail", () => {
  const { world } = settledLoop();
  const { incidentId } = world.deliver(report, ofContribution());
  world.deliver(respond, response(alice, incidentId, rejection));
  world.deliver(escalate, { signer: curator, incidentId });
  const claim = { challenger: bob, datanetId: 1n, seq: 1n, remedy: DisputeRemedy.DISPUTE_REMEDY_STRIKE, text: "Mine." };
  const { disputeId } = world.deliver(messages.dispute, MsgDispute.create(claim));
  world.deliver(messages.answerDispute, MsgAnswerDispute.create({ owner: alice, disputeId, concede: true }));
  const before = world.balance(curator, "uopen");
  const paying = { authority: gov(world), incidentId, uphold: true, strike: true, compensation: { denom: "uopen", amount: "1" } };
  expect(world.deliver(decide, MsgDecideIncident.create(paying))).toEqual({ compensation: { denom: "uopen", amount: "1" } });
  expect(world.balance(curator, "uopen")).toBe(before + 1n + DEPOSIT);
  expect(find(world, incidentId)).toMatchObject({ struck: true, outcome: Outcome.OUTCOME_UPHELD });
});

test("who won a contribution answers for it from then on", () => {
  const { world } = settledLoop();
  const earlier = world.deliver(report, ofContribution());
  const claim = { challenger: publisher, datanetId: 1n, seq: 1n, remedy: DisputeRemedy.DISPUTE_REMEDY_REASSIGN, text: "Mine." };
  const { disputeId } = world.deliver(messages.dispute, MsgDispute.create(claim));
  world.deliver(messages.answerDispute, MsgAnswerDispute.create({ owner: alice, disputeId, concede: true }));
  const later = world.deliver(report, ofContribution({ reporter: bob }));
  expect([find(world, earlier.incidentId).respondent, find(world, later.incidentId).respondent]).toEqual([alice, publisher]);
  expectRefusal(world, respond, response(alice, later.incidentId), errors.notRespondent);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a rejection that the reporter does not escalate costs the deposit", () => {
  const { world } = settledLoop();
  const before = world.balance(curator, "uopen");
  const supply = world.supply("uopen");
  const { incidentId } = world.deliver(report, ofVersion());
  world.deliver(respond, response(publisher, incidentId, rejection));
  expectRefusal(world, escalate, { signer: alice, incidentId }, errors.notReporter);
  passTime(world, 4, 20);
  expect(find(world, incidentId).outcome).toBe(Outcome.OUTCOME_DROPPED);
  expect([world.balance(curator, "uopen"), world.supply("uopen")]).toEqual([before - DEPOSIT, supply - DEPOSIT]);
});

test("silence is stated, anyone escalates it, and a governance that decides nothing costs nobody anything", () => {
  const { world } = settledLoop();
  const before = world.balance(curator, "uopen");
  const [one, two] = [world.deliver(report, ofVersion()), world.deliver(report, ofContribution())];
  expectRefusal(world, escalate, { signer: bob, incidentId: one.incidentId }, errors.notTheTurn);
  world.nextBlock(31);
  world.nextBlock(1);
  expect(types(world), "both time and blocks must pass").toEqual([]);
  expectRefusal(world, respond, response(publisher, one.incidentId), errors.turnOver);
  world.nextBlock(1);
  expect(types(world)).toEqual(["incident_unanswered", "incident_unanswered"]);
  expectRefusal(world, respond, response(publisher, one.incidentId), errors.notTheTurn);
  world.deliver(escalate, { signer: bob, incidentId: one.incidentId });
  passTime(world, 3, 45);
  world.nextBlock(30);
  expect(find(world, one.incidentId).outcome).toBe(Outcome.OUTCOME_UNDECIDED);
  expect(find(world, two.incidentId).outcome).toBe(Outcome.OUTCOME_UNANSWERED);
  expect(world.balance(curator, "uopen")).toBe(before);
});

test("a role that nobody holds goes to governance at once, which freezes the version: no session opens, nobody offers it, open sessions settle", () => {
  const loop = settledLoop();
  const { world } = loop;
  const { incidentId } = world.deliver(report, ofVersion({ role: Role.ROLE_APPROVER }));
  expect(find(world, incidentId)).toMatchObject({ respondent: "", state: IncidentState.INCIDENT_STATE_ESCALATED });
  const freezing = MsgDecideIncident.create({ authority: gov(world), incidentId, uphold: true, freeze: true });
  expect(() => world.deliver(decide, { ...freezing, authority: curator })).toThrow("expected gov account");
  world.deliver(decide, freezing);
  expect(types(world)).toEqual(["model_version_frozen", "incident_decided", "incident_closed"]);
  expectRefusal(world, messages.openSession, sessionMessage(), versionFrozen);
  expectRefusal(world, messages.createOffer, offerMessage(), versionFrozen);
  const read = (): unknown => world.query("/openledger.model.v1.Query/ModelVersion", { modelId: 1n, version: 1n });
  expect(read()).toMatchObject({ freeze: { incidentId } });
  answer(loop, ALICE_TEXT);
  world.deliver(messages.settle, settleMessage(loop, 2));
  expect(() => world.deliver(unfreeze, { authority: curator, modelId: 1n, version: 1n })).toThrow("expected gov account");
  world.deliver(unfreeze, { authority: gov(world), modelId: 1n, version: 1n });
  expect(types(world)).toEqual(["model_version_unfrozen"]);
  expect(read()).not.toHaveProperty("freeze");
  world.deliver(messages.openSession, sessionMessage());
  world.deliver(messages.createOffer, offerMessage());
});

test("governance pays up to what is free of the bond, strikes contributions; what it dismisses costs the deposit", () => {
  const loop = settledLoop();
  const { world } = loop;
  const { incidentId } = world.deliver(report, ofReceipt(loop));
  world.deliver(respond, response(host, incidentId, rejection));
  world.deliver(escalate, { signer: buyer, incidentId });
  const before = world.balance(buyer, "udemo");
  const all = { authority: gov(world), incidentId, uphold: true, compensation: { denom: "udemo", amount: "9".repeat(20) } };
  const { compensation } = world.deliver(decide, MsgDecideIncident.create(all));
  expect(world.balance(buyer, "udemo")).toBe(before + BigInt(compensation?.amount ?? "0"));
  expect(BigInt(compensation?.amount ?? "0")).toBeGreaterThan(0n);
  expect(world.brokenInvariants()).toEqual([]);

  const marked = world.deliver(report, ofContribution({ contribution: { datanetId: 1n, seq: 2n } }));
  world.deliver(respond, response(bob, marked.incidentId, rejection));
  world.deliver(escalate, { signer: curator, incidentId: marked.incidentId });
  const striking = MsgDecideIncident.create({ authority: gov(world), incidentId: marked.incidentId, uphold: true, strike: true });
  expectRefusal(world, decide, { ...striking, freeze: true }, errors.nothingToFreeze);
  world.deliver(decide, striking);
  expect(world.events.map(({ type }) => type)).toContain("contribution_struck");
  expect(world.brokenInvariants()).toEqual([]);

  const supply = world.supply("uopen");
  const other = world.deliver(report, ofContribution());
  world.deliver(respond, response(alice, other.incidentId, rejection));
  world.deliver(escalate, { signer: curator, incidentId: other.incidentId });
  expectRefusal(world, decide, MsgDecideIncident.create({ ...all, freeze: true, incidentId: other.incidentId }), errors.nothingToFreeze);
  world.deliver(decide, MsgDecideIncident.create({ authority: gov(world), incidentId: other.incidentId }));
  expect(world.supply("uopen")).toBe(supply - DEPOSIT);
});

test("a report is about something that is there, by somebody whose it is to report", () => {
  const loop = settledLoop();
  const { world } = loop;
  expectRefusal(world, report, ofReceipt(loop, { reporter: curator }), errors.notBuyer);
  expectRefusal(world, report, ofVersion({ modelVersion: { modelId: 1n, version: 9n } }), errors.unknownSubject);
  expectRefusal(world, report, ofContribution({ contribution: { datanetId: 9n, seq: 1n } }), errors.unknownSubject);
  expectRefusal(world, report, ofVersion({ role: Role.ROLE_HOST }), errors.malformedMessage);
  expectRefusal(world, report, ofReceipt(loop, { modelVersion: { modelId: 1n, version: 1n } }), errors.malformedMessage);
  expectRefusal(world, report, ofVersion({ statement: "x".repeat(1_025) }), errors.malformedMessage);
  answer(loop, ALICE_TEXT);
  expectRefusal(world, report, ofReceipt(loop, { receipt: inclusionOf(loop, 2) }), receiptNotSettled);
  world.deliver(messages.settle, settleMessage(loop, 2));
  expectRefusal(world, report, ofReceipt(loop, { receipt: inclusionOf(loop, 2) }), settlementPending);
  const poor = account(99);
  expect(() => world.deliver(report, ofVersion({ reporter: poor }))).toThrow("insufficient funds");
});

test("spam of incidents ends in a stated code: once per subject, few per reporter, few per subject at one price", () => {
  const { world } = settledLoop();
  world.deliver(report, ofVersion());
  expectRefusal(world, report, ofVersion(), errors.alreadyReported);
  world.deliver(report, ofContribution());
  expectRefusal(world, report, ofContribution({ contribution: { datanetId: 1n, seq: 2n } }), errors.tooManyOfReporter);
  world.deliver(report, ofVersion({ reporter: bob }));
  expectRefusal(world, report, ofVersion({ reporter: alice }), errors.tooManyOfSubject);
  expectRefusal(world, report, ofVersion({ reporter: alice, maxDeposit: String(2n * DEPOSIT - 1n) }), errors.tooManyOfSubject);
  expectRefusal(world, report, ofVersion({ reporter: alice, maxDeposit: "-1" }), errors.malformedMessage);
  expect(world.balance(bob, "uopen")).toBeGreaterThanOrEqual(FUNDS - DEPOSIT - 100_000n);
  const open = world.query<{ incidents: Incident[] }>("/openledger.accountability.v1.Query/Open", {}).incidents;
  expect(open.map(({ id }) => id)).toEqual([1n, 2n, 3n]);
});

test("friends who fill the places of a subject keep nobody out: each report beyond them locks twice the one before", () => {
  const { world } = settledLoop();
  for (const reporter of [alice, bob]) world.deliver(report, ofVersion({ reporter, maxDeposit: "9000000" }));
  const deposits = [curator, creator, host].map((reporter) => {
    const { incidentId } = world.deliver(report, ofVersion({ reporter, maxDeposit: "9000000" }));
    return find(world, incidentId).deposit?.amount;
  });
  expect(deposits).toEqual([2n, 4n, 8n].map((times) => String(times * DEPOSIT)));
  expect(find(world, 2n).deposit?.amount).toBe(String(DEPOSIT));
  expect(world.brokenInvariants()).toEqual([]);
});

test("incidents that wait for blocks hold back none behind them", () => {
  const params = { ...accountability.params, response_blocks: "50", max_open_per_subject: 5, max_turns_per_block: 2 };
  const { world } = openLoop({ genesis: { ...GENESIS, accountability: { params } } });
  for (const reporter of [creator, bob]) world.deliver(report, ofVersion({ reporter }));
  world.nextBlock(1);
  const { incidentId } = world.deliver(report, ofVersion({ role: Role.ROLE_APPROVER }));
  world.nextBlock(100);
  for (let i = 0; i < 2; i++) world.nextBlock(1);
  expect(find(world, incidentId).outcome).toBe(Outcome.OUTCOME_UNDECIDED);
  for (let i = 0; i < 50; i++) world.nextBlock(0);
  expect([1n, 2n].map((id) => find(world, id).state)).toEqual([IncidentState.INCIDENT_STATE_SILENT, IncidentState.INCIDENT_STATE_SILENT]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("any order of reports, answers, escalations, decisions and silence conserves coins and ends with none held", () => {
  const step = fc.record({ who: fc.integer({ min: 0, max: everyone.length - 1 }), what: fc.integer({ min: 0, max: 5 }), id: fc.bigInt(1n, 6n), flag: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const loop = settledLoop();
      const { world } = loop;
      for (const { who, what, id, flag } of steps) {
        const someone = everyone[who] ?? alice;
        const supply = world.supply("uopen");
        attempt(() => {
          if (what === 0) world.deliver(report, flag ? ofVersion({ reporter: someone }) : ofReceipt(loop, { asked: { denom: "udemo", amount: "5" } }));
          if (what === 1) world.deliver(report, ofContribution({ reporter: someone }));
          if (what === 2) world.deliver(respond, response(find(world, id).respondent, id, flag ? { compensation: { denom: "udemo", amount: "5" } } : rejection));
          if (what === 3) world.deliver(escalate, { signer: find(world, id).reporter, incidentId: id });
          if (what === 4) world.deliver(decide, MsgDecideIncident.create({ authority: gov(world), incidentId: id, uphold: flag, freeze: flag }));
          if (what === 5) world.nextBlock(25);
        });
        expect(world.brokenInvariants()).toEqual([]);
        const lost = supply - world.supply("uopen");
        expect(lost % DEPOSIT).toBe(0n);
        expect(lost).toBeGreaterThanOrEqual(0n);
      }
      for (let i = 0; i < 12; i++) world.nextBlock(60);
      const module = world.bank.moduleAddress(world.context(), "accountability");
      expect(world.balance(module, "uopen")).toBe(0n);
      expect(world.query<{ incidents: Incident[] }>("/openledger.accountability.v1.Query/Incidents", {}).incidents).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

/** Messages out of turn are refused, which is what the sequence is for. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    expect(String(error)).not.toContain("InvariantViolation");
  }
}
