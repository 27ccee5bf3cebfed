import { outgoing, settledInclusion } from "@openledger/client";
import type { DeepPartial } from "@openledger/messages";
import {
  MsgEscalate,
  MsgReportIncident,
  MsgReportIncidentResponse,
  MsgRespond,
  QueryService as AccountabilityQuery,
  Reason,
  Role,
  type Incident,
} from "@openledger/messages/openledger/accountability/v1";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, fromBase64 } from "@openledger/primitives";
import type { Command } from "commander";
import { withSignFlags, type SignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parseCoin, parseId, parsePair } from "../../cli/parse-arguments.ts";
import { readReceipt } from "../../cli/read-receipt.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

interface ReportFlags extends SignFlags {
  readonly receipt?: string;
  readonly model?: string;
  readonly contribution?: string;
  readonly role?: string;
  readonly reason: string;
  readonly text: string;
  readonly ask?: string;
  readonly maxDeposit: string;
  readonly buyer: string;
}

interface RespondFlags extends SignFlags {
  readonly accept: boolean;
  readonly reject: boolean;
  readonly text: string;
  readonly pay?: string;
}

const ROLES: Readonly<Record<string, Role>> = {
  host: Role.ROLE_HOST,
  publisher: Role.ROLE_PUBLISHER,
  steward: Role.ROLE_STEWARD,
  approver: Role.ROLE_APPROVER,
  contributor: Role.ROLE_CONTRIBUTOR,
};

const REASONS: Readonly<Record<string, Reason>> = {
  output: Reason.REASON_OUTPUT,
  attribution: Reason.REASON_ATTRIBUTION,
  artifact: Reason.REASON_ARTIFACT,
  licence: Reason.REASON_LICENCE,
  content: Reason.REASON_CONTENT,
  service: Reason.REASON_SERVICE,
  other: Reason.REASON_OTHER,
};

/** `tx accountability report`, `respond` and `escalate`: who answers for it. */
export function registerAccountabilityTx(tx: Command): void {
  const group = tx.command("accountability").description("report, respond, escalate: who answers for what was paid for");
  withSignFlags(group.command("report").description("ask whoever answers for a receipt, a model version or a contribution; a deposit stands behind it"))
    .option("--receipt <file>", "RECEIPT.json, or session/index of your own")
    .option("--model <model@n>", "a model version")
    .option("--contribution <datanet/seq>", "a contribution")
    .option("--role <role>", `who must answer: ${Object.keys(ROLES).join(", ")}; by default host, publisher or contributor`)
    .requiredOption("--reason <reason>", Object.keys(REASONS).join(", "))
    .requiredOption("--text <text>", "what happened, at most 1024 bytes")
    .option("--ask <coin>", "compensation that would content you, e.g. 500000udemo; leave it out to ask for a ruling")
    .option("--max-deposit <units>", "the most that you lock where others hold the places of this subject; by default the chain's deposit", "")
    .option("--buyer <url>", "your running proxy, for a session/index that the home has not", "http://127.0.0.1:8081")
    .action((flags: ReportFlags) => signAndReport(flags, (context) => report(flags, context)));
  withSignFlags(group.command("respond <incident>").description("as the holder of the named role, accept or reject"))
    .option("--accept", "it is so; ends the incident if you pay what was asked", false)
    .option("--reject", "it is not; the reporter may go to governance", false)
    .requiredOption("--text <text>", "what you say to it, at most 1024 bytes")
    .option("--pay <coin>", "compensation from your account, at least what was asked")
    .action((text: string, flags: RespondFlags) => signAndReport(flags, (context) => respond(text, flags, context)));
  withSignFlags(group.command("escalate <incident>").description("leave an incident to governance, whose proposal you submit apart")).action(
    (text: string, flags: SignFlags) =>
      signAndReport(flags, async (context) => {
        const incident = await find(text, context);
        return {
          words: [`leave incident ${incident.id} to governance: ${incident.statement.slice(0, 80)}`, "a dismissal burns the reporter's deposit"],
          messages: [outgoing(MsgEscalate, { signer: context.address, incidentId: incident.id })],
        };
      }),
  );
}

async function report(flags: ReportFlags, context: SigningContext): Promise<Intent> {
  const { client, address: reporter } = context;
  const about = await subjectOf(flags, context);
  const role = chosen(ROLES, flags.role ?? about.role, "--role");
  const reason = chosen(REASONS, flags.reason, "--reason");
  const { params } = await client.query(AccountabilityQuery.Params, {});
  const asked = flags.ask === undefined ? {} : { asked: parseCoin(flags.ask, "--ask") };
  return {
    words: [
      `report ${about.words} to its ${flags.role ?? about.role}: ${flags.text.slice(0, 80)}`,
      `lock a deposit of ${params?.deposit ?? "?"}, burned if this is rejected and you do not escalate, or governance dismisses it`,
    ],
    messages: [outgoing(MsgReportIncident, { reporter, ...about.subject, role, reason, statement: flags.text, maxDeposit: flags.maxDeposit, ...asked })],
    outcome: (sent) => [`Incident ${sent.response(MsgReportIncidentResponse).incidentId}; see openledgerd query clock.`],
  };
}

/** What the flags name, and who answers for it unless they say so. */
interface Reported {
  readonly words: string;
  readonly role: string;
  readonly subject: Pick<DeepPartial<MsgReportIncident>, "receipt" | "modelVersion" | "contribution">;
}

async function subjectOf(flags: ReportFlags, { client, crypto }: SigningContext): Promise<Reported> {
  const { receipt: file, model, contribution } = flags;
  if ([file, model, contribution].filter((one) => one !== undefined).length !== 1) {
    throw nodeError("CONFIG", "give exactly one of --receipt, --model and --contribution");
  }
  if (file !== undefined) {
    const { readable, opening } = await readReceipt(file, flags);
    const { receipt } = ReceiptOpening.fromBytes(fromBase64(opening));
    const inclusion = await settledInclusion(client, crypto.sha256, assertDefined(receipt, "a receipt file holds its receipt"));
    return { words: `receipt ${readable.index} of session ${readable.sessionId}`, role: "host", subject: { receipt: inclusion } };
  }
  if (model !== undefined) {
    const [modelId, version] = parsePair(model, "@", "--model");
    return { words: `model ${modelId}@${version}`, role: "publisher", subject: { modelVersion: { modelId, version } } };
  }
  const [datanetId, seq] = parsePair(contribution ?? "", "/", "--contribution");
  return { words: `contribution ${datanetId}/${seq}`, role: "contributor", subject: { contribution: { datanetId, seq } } };
}

async function respond(text: string, flags: RespondFlags, context: SigningContext): Promise<Intent> {
  if (flags.accept === flags.reject) throw nodeError("CONFIG", "give one of --accept and --reject");
  const incident = await find(text, context);
  const compensation = flags.pay === undefined ? undefined : parseCoin(flags.pay, "--pay");
  const paying = compensation === undefined ? ["the reporter may then go to governance"] : [`pay ${incident.reporter} ${compensation.amount} ${compensation.denom}`];
  return {
    words: [`${flags.accept ? "accept" : "reject"} incident ${incident.id}: ${incident.statement.slice(0, 80)}`, ...paying],
    messages: [
      outgoing(MsgRespond, {
        ...{ responder: context.address, incidentId: incident.id, accept: flags.accept, statement: flags.text },
        ...(compensation === undefined ? {} : { compensation }),
      }),
    ],
  };
}

async function find(text: string, { client }: SigningContext): Promise<Incident> {
  const { incident } = await client.query(AccountabilityQuery.Incident, { incidentId: parseId(text, "the incident") });
  return assertDefined(incident, "the chain answers with it or an error");
}

function chosen<T>(table: Readonly<Record<string, T>>, name: string, flag: string): T {
  const value = table[name];
  if (value === undefined) throw nodeError("CONFIG", `${flag} must be one of ${Object.keys(table).join(", ")}, not ${name}`);
  return value;
}
