import { Role, type Incident, type MsgReportIncident } from "@openledger/messages/openledger/accountability/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import { notBuyer, receiptNotPaid, unknownSubject } from "./errors.ts";
import type { Neighbours } from "./expected-keepers.ts";

/** What a report is about, as the incident keeps it, and who holds the role that it names. */
export type ReportedSubject = Pick<Incident, "receipt" | "modelVersion" | "contribution" | "respondent">;

/** Roles that answer for a receipt, a model version and a contribution. */
export const ROLES_OF_RECEIPT: readonly Role[] = [Role.ROLE_HOST, Role.ROLE_PUBLISHER, Role.ROLE_STEWARD, Role.ROLE_APPROVER];
export const ROLES_OF_VERSION: readonly Role[] = [Role.ROLE_PUBLISHER, Role.ROLE_STEWARD, Role.ROLE_APPROVER];
export const ROLES_OF_CONTRIBUTION: readonly Role[] = [Role.ROLE_CONTRIBUTOR];

/**
 * Finds what a report is about. Throws market's errors for a receipt that is not settled, and notBuyer, receiptNotPaid or
 * unknownSubject.
 */
export function findSubject(ctx: Context, deps: Neighbours, msg: MsgReportIncident): ReportedSubject {
  if (msg.receipt !== undefined) {
    const { session, index, paid } = deps.market.settledReceipt(ctx, msg.receipt);
    if (session.buyer !== msg.reporter) throw notBuyer(msg.reporter);
    if (!paid) throw receiptNotPaid(`receipt ${index} of session ${session.id}`);
    const version = requireVersion(ctx, deps, { modelId: session.modelId, version: session.modelVersion });
    return {
      receipt: { sessionId: session.id, index, offerId: session.offerId },
      modelVersion: { modelId: session.modelId, version: session.modelVersion },
      respondent: msg.role === Role.ROLE_HOST ? session.host : holderOf(version, msg.role),
    };
  }
  if (msg.modelVersion !== undefined) {
    const version = requireVersion(ctx, deps, msg.modelVersion);
    return { modelVersion: msg.modelVersion, respondent: holderOf(version, msg.role) };
  }
  const { datanetId = 0n, seq = 0n } = msg.contribution ?? {};
  const contribution = deps.datanets.contribution(ctx, datanetId, seq);
  if (contribution === undefined) throw unknownSubject(`contribution ${datanetId}/${seq}`);
  return { contribution: { datanetId, seq }, respondent: deps.datanets.ownerOf(contribution) };
}

function requireVersion(ctx: Context, { models }: Neighbours, { modelId, version }: { readonly modelId: bigint; readonly version: bigint }): ModelVersion {
  const found = models.version(ctx, modelId, version);
  if (found === undefined) throw unknownSubject(`model ${modelId}@${version}`);
  return found;
}

function holderOf({ publisher, steward, approver }: ModelVersion, role: Role): string {
  if (role === Role.ROLE_PUBLISHER) return publisher;
  return role === Role.ROLE_STEWARD ? steward : approver;
}
