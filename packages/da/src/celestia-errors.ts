import { daError, type DaErrorCode, type OperationalError } from "@openledger/ports";

/** What celestia-node and the chain behind it are known to say, in the order in which they are tried. */
const TEXTS: readonly (readonly [RegExp, DaErrorCode])[] = [
  // A node that lacks the header, pruned or not synced, knows nothing of the blobs at that height.
  [/header: not found/i, "DA_BUSY"],
  [/blob: not found/i, "DA_NOT_FOUND"],
  [/given height is from the future|height .* from the future|is in the future/i, "DA_FUTURE"],
  // Included all the same more often than not (celestia-node #3241, #3185, #4603).
  [/timed? ?out|deadline exceeded|context canceled|already in mempool|tx already (exists|in)|tx not found/i, "DA_UNKNOWN"],
  [/account sequence mismatch|incorrect account sequence|mempool is full|syncing in progress/i, "DA_BUSY"],
  [/blob size|too (big|large)|exceeds? (the )?max|square size|total size/i, "DA_TOO_BIG"],
  [/insufficient (fee|funds)|unauthori[sz]ed|missing permission|account .* not found|invalid namespace|reserved namespace/i, "DA_REFUSED"],
];

/** The error of a JSON-RPC answer; a text that is not known leaves open what happened. */
export function celestiaError(method: string, message: string): OperationalError<DaErrorCode> {
  const shown = `${method}: ${message.slice(0, 300)}`;
  const known = TEXTS.find(([pattern]) => pattern.test(message));
  return daError(known?.[1] ?? "DA_UNKNOWN", shown);
}

/** The error of an HTTP status without a JSON-RPC answer, undefined for one that has none. */
export function statusError(method: string, status: number): OperationalError<DaErrorCode> | undefined {
  if (status === 401 || status === 403) return daError("DA_REFUSED", `${method}: the DA node does not take the auth token (HTTP ${status}); set another`);
  if (status === 413) return daError("DA_TOO_BIG", `${method}: the DA node does not take requests that long (HTTP 413)`);
  if (status === 429) return daError("DA_BUSY", `${method}: the DA node asks for patience (HTTP 429)`);
  return status >= 500 ? daError("DA_UNKNOWN", `${method}: HTTP ${status}`) : undefined;
}
