import { BlockDigest } from "@openledger/messages/openledger/system/v1";
import { equalBytes, type Sha256 } from "@openledger/primitives";
import type { App, FinalizeBlockResponse } from "./app.ts";
import { resultsDigest } from "./results.ts";
import { lastBlock, SYSTEM_STORE } from "./system-state.ts";

/**
 * Whether these are the results and events of the block that left the last committed state: the state keeps their
 * digest, so its app hash vouches for them. Logs, infos and the index flags of attributes are in no digest and not
 * compared.
 */
export function areResultsOfState(
  app: Pick<App, "query">,
  sha256: Sha256,
  { txResults, events }: Pick<FinalizeBlockResponse, "txResults" | "events">,
): boolean {
  const { code, value } = app.query({ path: `/store/${SYSTEM_STORE}/key`, data: lastBlock.keyBytes, height: 0n, prove: false });
  return code === 0 && equalBytes(BlockDigest.decode(value).digest, resultsDigest(sha256, txResults, events));
}
