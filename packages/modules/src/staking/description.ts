import type { Description } from "@openledger/messages/cosmos/staking/v1beta1";
import { toUtf8 } from "@openledger/primitives";
import { sdkErrors } from "@openledger/state-machine";

const KEEP = "[do-not-modify]";

/** Bytes that each part may have, in the order in which they are checked. */
const limits: readonly (readonly [keyof Description, string, number])[] = [
  ["moniker", "moniker", 70],
  ["identity", "identity", 3000],
  ["website", "website", 140],
  ["securityContact", "security contact", 140],
  ["details", "details", 280],
];

/** True when nothing is said. */
export function isEmptyDescription(description: Description | undefined): boolean {
  return description === undefined || limits.every(([key]) => description[key] === "");
}

/** Throws the SDK's invalid-request error for a part that is too long. */
export function checkDescription(description: Description): void {
  for (const [key, name, max] of limits) {
    const length = toUtf8(description[key]).length;
    if (length > max) throw sdkErrors.invalidRequest(`invalid ${name} length; got: ${length}, max: ${max}`);
  }
}

/** The new description, with the old one's parts where it says `[do-not-modify]`. */
export function updatedDescription(old: Description | undefined, next: Description): Description {
  const entries = limits.map(([key]) => [key, next[key] === KEEP ? (old?.[key] ?? "") : next[key]] as const);
  const updated: Description = { ...next, ...Object.fromEntries(entries) };
  checkDescription(updated);
  return updated;
}
