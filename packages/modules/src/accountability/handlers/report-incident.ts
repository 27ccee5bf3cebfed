import {
  IncidentState,
  MsgReportIncident,
  MsgReportIncidentResponse,
  Outcome,
  Reason,
  type Incident,
  type Role,
} from "@openledger/messages/openledger/accountability/v1";
import { addressToBytes } from "@openledger/primitives";
import type { ChainConfig, Context, MessageHandler } from "@openledger/state-machine";
import { addressOf } from "../../support/addresses.ts";
import { amountOf, makeCoin, parseAmount } from "../../support/amounts.ts";
import { messageChecks } from "../../support/message-checks.ts";
import { alreadyReported, malformedMessage, tooManyOfReporter, tooManyOfSubject } from "../errors.ts";
import { incidentEscalated, incidentReported } from "../events.ts";
import type { Neighbours } from "../expected-keepers.ts";
import { beginTurn, countOpen, escalateNow, paramsOf, subjectKey } from "../keeper.ts";
import { ACCOUNTABILITY, depositsHeld, incidentIds, openBySubject, reporterCounts, subjectCounts } from "../state.ts";
import { findSubject, ROLES_OF_CONTRIBUTION, ROLES_OF_RECEIPT, ROLES_OF_VERSION } from "../subjects.ts";

export const STATEMENT_BYTES_MAX = 1_024;

/** Names the role that must answer for a receipt, a model version or a contribution, with a deposit. */
export function createReportIncident(deps: Neighbours): MessageHandler<MsgReportIncident, MsgReportIncidentResponse> {
  return {
    codec: MsgReportIncident,
    response: MsgReportIncidentResponse,
    aminoName: "openledger/MsgReportIncident",
    signers: (msg) => [msg.reporter],
    checkStateless,
    handle: (ctx, msg) => handle(ctx, deps, msg),
  };
}

function checkStateless(msg: MsgReportIncident, chain: ChainConfig): void {
  const checks = messageChecks(malformedMessage, chain);
  checks.address("reporter", msg.reporter);
  const subjects = [msg.receipt, msg.modelVersion, msg.contribution].filter((subject) => subject !== undefined);
  checks.require(subjects.length === 1, "a report is about exactly one of receipt, model_version and contribution");
  checks.require(rolesOf(msg).includes(msg.role), "role must be one that answers for the subject: host, publisher, steward or approver for a receipt, all but host for a model version, contributor for a contribution");
  checks.range("reason", msg.reason, Reason.REASON_OUTPUT, Reason.REASON_OTHER);
  checks.bytesOrEmpty("statement_hash", msg.statementHash, 32);
  checks.text("statement", msg.statement, 1, STATEMENT_BYTES_MAX);
  if (msg.asked !== undefined) checks.coin("asked", msg.asked, 1n);
  if (msg.maxDeposit !== "") checks.coin("max_deposit", makeCoin(chain.baseDenom, parseAmount(msg.maxDeposit) ?? 0n), 1n);
}

function rolesOf(msg: MsgReportIncident): readonly Role[] {
  if (msg.receipt !== undefined) return ROLES_OF_RECEIPT;
  return msg.modelVersion === undefined ? ROLES_OF_CONTRIBUTION : ROLES_OF_VERSION;
}

function handle(ctx: Context, deps: Neighbours, msg: MsgReportIncident): MsgReportIncidentResponse {
  const subject = findSubject(ctx, deps, msg);
  requireRoom(ctx, msg.reporter, subjectKey(subject));

  const { responseSeconds, responseBlocks } = paramsOf(ctx);
  const store = ctx.store.store(ACCOUNTABILITY);
  const coin = makeCoin(ctx.chain.baseDenom, requireDeposit(ctx, msg, subjectKey(subject)));
  deps.bank.sendToModule(ctx, addressOf(ctx.chain, msg.reporter), ACCOUNTABILITY, coin);
  depositsHeld.add(store, coin.denom, amountOf(coin.amount));
  const reported = newIncident(ctx, msg, { ...subject, id: incidentIds.next(store), deposit: coin });
  countOpen(ctx, deps, reported, 1n);
  const turn = { state: IncidentState.INCIDENT_STATE_REPORTED, seconds: responseSeconds, blocks: responseBlocks };
  const isHeld = reported.respondent !== "";
  const incident = isHeld ? beginTurn(ctx, reported, turn) : escalateNow(ctx, reported);
  ctx.emit(incidentReported(incident));
  if (!isHeld) ctx.emit(incidentEscalated(incident, ""));
  return { incidentId: incident.id };
}

/** Bounds what one reporter keeps open, and has it report a subject once at a time. */
function requireRoom(ctx: Context, reporter: string, subject: Uint8Array): void {
  const { maxOpenPerReporter } = paramsOf(ctx);
  const store = ctx.store.store(ACCOUNTABILITY);
  const address = addressToBytes(ctx.chain.bech32Prefix, reporter);
  const before = openBySubject.get(store, [subject, address]);
  if (before !== undefined) throw alreadyReported(`incident ${before}`);
  if ((reporterCounts.get(store, address) ?? 0n) >= BigInt(maxOpenPerReporter)) throw tooManyOfReporter(`${maxOpenPerReporter}`);
}

/**
 * Units that stand behind the report. Whoever fills the places of a subject keeps nobody out: each incident beyond them
 * costs twice the one before, up to what the reporter says that it locks.
 */
function requireDeposit(ctx: Context, { maxDeposit }: MsgReportIncident, subject: Uint8Array): bigint {
  const { deposit, maxOpenPerSubject } = paramsOf(ctx);
  const open = subjectCounts.get(ctx.store.store(ACCOUNTABILITY), subject) ?? 0n;
  const beyond = open + 1n - BigInt(maxOpenPerSubject);
  const units = beyond > 0n ? amountOf(deposit) << beyond : amountOf(deposit);
  if (beyond > 0n && units > (parseAmount(maxDeposit) ?? 0n)) throw tooManyOfSubject(`${units}${ctx.chain.baseDenom}`);
  return units;
}

function newIncident(ctx: Context, msg: MsgReportIncident, known: Partial<Incident>): Incident {
  return {
    ...{ id: 0n, respondent: "" },
    ...known,
    reporter: msg.reporter,
    role: msg.role,
    reason: msg.reason,
    statementHash: msg.statementHash,
    statement: msg.statement,
    ...(msg.asked === undefined ? {} : { asked: msg.asked }),
    state: IncidentState.INCIDENT_STATE_UNSPECIFIED,
    openedHeight: ctx.block.height,
    openedTime: ctx.block.time,
    ...{ deadlineTime: 0n, deadlineHeight: 0n, outcome: Outcome.OUTCOME_UNSPECIFIED, froze: false, struck: false },
  };
}
