import { PrivateSessions } from "@openledger/messages/openledger/datanet/v1";
import { Visibility, type Session } from "@openledger/messages/openledger/market/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import { assertDefined } from "@openledger/primitives";
import type { Context } from "@openledger/state-machine";
import { auditorMissing, privateNotLicensed } from "./errors.ts";
import type { Neighbours } from "./expected-keepers.ts";

/** True when only the buyer and the session's auditors see its receipts. */
export function isPrivate({ visibility }: Pick<Session, "visibility">): boolean {
  return visibility === Visibility.VISIBILITY_PRIVATE;
}

/** True for who may demand openings of the session's receipts: anyone in public, else buyer and auditors. */
export function maySeeReceipts(session: Session, address: string): boolean {
  return !isPrivate(session) || session.buyer === address || session.auditors.includes(address);
}

/**
 * Checks the licence of each datanet of the manifest against a private session with these auditors. Throws
 * `privateNotLicensed` or `auditorMissing`: host and buyer together could leave the datanet's authors out unseen.
 */
export function checkPrivateLicences(
  ctx: Context,
  { datanets }: Pick<Neighbours, "datanets">,
  model: ModelVersion,
  auditors: readonly string[],
): void {
  for (const { datanetId } of model.manifest) {
    const datanet = assertDefined(datanets.datanet(ctx, datanetId), `manifest names datanet ${datanetId}, which exists`);
    const terms = assertDefined(datanet.licence, "a datanet has a licence");
    if (terms.privateSessions === PrivateSessions.PRIVATE_SESSIONS_ANY) continue;
    const isAudited = terms.privateSessions === PrivateSessions.PRIVATE_SESSIONS_WITH_AUDITOR;
    if (!isAudited) throw privateNotLicensed(`datanet ${datanetId}`);
    if (!auditors.includes(terms.auditor)) throw auditorMissing(`${terms.auditor} of datanet ${datanetId}`);
  }
}
