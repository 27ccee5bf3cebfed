import { ClientError } from "../errors.ts";
import type { ChainClient } from "./chain-client.ts";

/** A demand by the event that announced it. */
export interface AnnouncedDemand {
  readonly demandId: bigint;
  readonly settlementId: bigint;
}

/** All demands that were ever made about settlements of a session, ascending by height. Throws ClientError `unreachable`. */
export async function findDemands(client: ChainClient, sessionId: bigint): Promise<AnnouncedDemand[]> {
  const events = await search(client, sessionId);
  return events.flatMap(({ type, attributes }) => {
    if (type !== "demand_made") return [];
    const fields = Object.fromEntries(attributes.map(({ key, value }) => [key, value]));
    const { demand_id: demandId, settlement_id: settlementId, session_id: session } = fields;
    if (demandId === undefined || settlementId === undefined || session !== sessionId.toString()) return [];
    return [{ demandId: BigInt(demandId), settlementId: BigInt(settlementId) }];
  });
}

type FoundEvents = Awaited<ReturnType<ChainClient["comet"]["txSearchAll"]>>["txs"][number]["result"]["events"];

async function search(client: ChainClient, sessionId: bigint): Promise<FoundEvents> {
  try {
    const found = await client.comet.txSearchAll({ query: `demand_made.session_id='${sessionId}'` });
    return found.txs.flatMap(({ result }) => result.events);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClientError("unreachable", `${client.rpcUrl} cannot search transactions: ${why}`, { cause: error });
  }
}
