import { Outcome, Reason, Role, type Incident } from "@openledger/messages/openledger/accountability/v1";

/** Words of events and tables, by number of the enum. */
export const ROLE_NAMES: readonly string[] = ["", "host", "publisher", "steward", "approver", "contributor"];
const REASON_NAMES: readonly string[] = ["", "output", "attribution", "artifact", "licence", "content", "service", "other"];
const OUTCOME_NAMES: readonly string[] = ["", "accepted", "dropped", "unanswered", "upheld", "dismissed", "undecided"];

export const roleName = (role: Role): string => ROLE_NAMES[role] ?? "";
export const reasonName = (reason: Reason): string => REASON_NAMES[reason] ?? "";
export const outcomeName = (outcome: Outcome): string => OUTCOME_NAMES[outcome] ?? "";

/** `receipt/5/0`, `model/1@2` or `datanet/1/3`: what an incident is about. */
export function subjectName({ receipt, modelVersion, contribution }: Pick<Incident, "receipt" | "modelVersion" | "contribution">): string {
  if (receipt !== undefined) return `receipt/${receipt.sessionId}/${receipt.index}`;
  if (modelVersion !== undefined) return `model/${modelVersion.modelId}@${modelVersion.version}`;
  return contribution === undefined ? "" : `datanet/${contribution.datanetId}/${contribution.seq}`;
}
