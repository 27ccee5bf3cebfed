import { incidents, incidentStates } from "../../schema/accountability.ts";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { where } from "../filters.ts";
import { keysets } from "../keysets.ts";
import { ContributionRef, IncidentRef, ModelVersionRef, ReceiptRef, TxRef } from "../refs.ts";

const IncidentState = builder.enumType("IncidentState", {
  values: {
    REPORTED: { description: "Whoever holds the duty answers." },
    REJECTED: { description: "The reporter may escalate." },
    SILENT: { description: "Nobody answered in time: anybody may escalate." },
    ESCALATED: { description: "Governance decides." },
    CLOSED: {},
  } satisfies Record<(typeof incidentStates)[number], object>,
});

IncidentRef.implement({
  description: "Something that was reported, with the duty that must answer for it.",
  fields: (t) => ({
    incidentId: t.expose("id", { type: "BigInt" }),
    subject: t.exposeString("subject", { description: "receipt/5/0, model/1@2 or datanet/1/3." }),
    reporter: t.expose("reporter", { type: "Address" }),
    role: t.exposeString("role", { description: "host, publisher, steward, approver or contributor." }),
    respondent: t.expose("respondent", { type: "Address", nullable: true, description: "Null means nobody holds the duty." }),
    reason: t.exposeString("reason"),
    statement: t.exposeString("statement"),
    asked: t.exposeString("asked", { description: "Compensation, a coin such as 5000udemo; empty for none." }),
    deposit: t.exposeString("deposit"),
    state: t.expose("state", { type: IncidentState }),
    deadlineTime: t.expose("deadlineTimeNs", { type: "DateTime", description: "Until when the turn lasts." }),
    deadlineHeight: t.expose("deadlineHeight", { type: "Height" }),
    response: t.exposeString("response", { nullable: true }),
    outcome: t.exposeString("outcome", { nullable: true, description: "accepted, dropped, unanswered, upheld, dismissed or undecided." }),
    compensation: t.exposeString("compensation", { nullable: true, description: "What was paid to the reporter." }),
    depositWent: t.exposeString("depositWent", { nullable: true, description: "returned or burned." }),
    froze: t.exposeBoolean("froze", { description: "It froze a version of a model." }),
    struck: t.exposeBoolean("struck", { description: "It struck a contribution." }),
    reportedHeight: t.expose("height", { type: "Height" }),
    closedHeight: t.expose("closedHeight", { type: "Height", nullable: true }),
    reportedTx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => (txIndex === null ? null : loaders.tx.load([height, txIndex])) }),
  }),
});

builder.objectFields(ReceiptRef, (t) => ({
  incidents: t.field({ type: [IncidentRef], resolve: ({ sessionId, index }, _args, { loaders }) => loaders.incidentsOfReceipt.load([sessionId, index]) }),
}));

builder.objectFields(ModelVersionRef, (t) => ({
  incidents: t.field({ type: [IncidentRef], resolve: ({ modelId, version }, _args, { loaders }) => loaders.incidentsOfVersion.load([modelId, version]) }),
  frozenByIncident: t.expose("frozenByIncident", { type: "BigInt", nullable: true, description: "Governance froze it for this incident: it takes no sessions." }),
  frozenHeight: t.expose("frozenHeight", { type: "Height", nullable: true }),
}));

builder.objectFields(ContributionRef, (t) => ({
  incidents: t.field({ type: [IncidentRef], resolve: ({ datanetId, seq }, _args, { loaders }) => loaders.incidentsOfContribution.load([datanetId, seq]) }),
}));

builder.queryFields((t) => ({
  incident: t.field({
    type: IncidentRef,
    nullable: true,
    args: { id: t.arg({ type: "BigInt", required: true }) },
    resolve: async (_root, { id }, { db }) => (await db.select().from(incidents).where(where([incidents.id, id])))[0] ?? null,
  }),
  incidents: t.connection({
    type: IncidentRef,
    args: { order: t.arg({ type: Order }), state: t.arg({ type: IncidentState }), reporter: t.arg({ type: "Address" }), respondent: t.arg({ type: "Address" }) },
    resolve: (_root, args, { db }) =>
      pageOf(db, keysets.incidents, args, where([incidents.state, args.state], [incidents.reporter, args.reporter], [incidents.respondent, args.respondent])),
  }),
}));
