/** One settlement of everything that a session holds, for tests. */
import { QueryService as MarketQuery, type Settlement } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import { expect } from "vitest";
import type { RunningGateway } from "./compose.ts";
import type { TestNetwork } from "./network.fixture.ts";

/**
 * Settles a session once its buyer has signed `signed` receipts, counted from its first. A buyer signs after it has the
 * answer: whoever settles before that may leave the last receipt for a settlement of its own.
 */
export async function settleSigned(
  network: TestNetwork,
  gateway: RunningGateway,
  sessionId: bigint | undefined,
  signed: number,
): Promise<Settlement> {
  const state = async (): Promise<unknown> => (await fetch(`${gateway.url}/openledger/v1/sessions/${sessionId}`)).json();
  await expect.poll(state).toMatchObject({ signed });
  let settlementId: bigint | undefined;
  await expect.poll(async () => ([settlementId] = await gateway.settler.settleAll())).toHaveLength(1);
  const { settlement } = await network.client.query(MarketQuery.Settlement, { settlementId: settlementId ?? 0n });
  return assertDefined(settlement, "it is pending");
}
