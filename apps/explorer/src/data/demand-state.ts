import { MethodError, queryNode } from "./node-query.ts";
import { QueryDemandsRequest, QueryDemandsResponse, type Demand } from "@openledger/messages/openledger/gate/v1";

/**
 * The demand ledger as a node's state holds it now, by denom. Undefined where the chain has no such module. Throws
 * RequestError when the node does not answer.
 */
export async function fetchDemands(signal: AbortSignal): Promise<readonly Demand[] | undefined> {
  try {
    const bytes = await queryNode("/openledger.gate.v1.Query/Demands", QueryDemandsRequest.toBytes(QueryDemandsRequest.create()), signal);
    return QueryDemandsResponse.fromBytes(bytes).demands;
  } catch (error) {
    if (error instanceof MethodError) return undefined;
    throw error;
  }
}
