import type { ChainClient } from "@openledger/client";
import { demoError } from "../../home/demo-home.ts";

const PATIENCE_MS = 30_000;
const POLL_MS = 100;

export interface SeenEvent {
  readonly height: bigint;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The first event of this type with these attributes in blocks from `fromHeight` on; waits for it. Throws `TIMEOUT`. */
export async function awaitEvent(
  client: ChainClient,
  type: string,
  wanted: Readonly<Record<string, string>>,
  fromHeight: bigint,
): Promise<SeenEvent> {
  const end = Date.now() + PATIENCE_MS;
  for (let height = fromHeight; ; ) {
    const tip = await client.height();
    for (; height <= tip; height++) {
      const found = (await eventsAt(client, height, type)).find((attributes) =>
        Object.entries(wanted).every(([key, value]) => attributes[key] === value),
      );
      if (found !== undefined) return { height, attributes: found };
    }
    if (Date.now() > end) {
      throw demoError("TIMEOUT", `no event ${type} with ${JSON.stringify(wanted)} within ${PATIENCE_MS / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Attributes of all events of one type in a block: of its transactions, then of its end. */
export async function eventsAt(client: ChainClient, height: bigint, type: string): Promise<Record<string, string>[]> {
  const { results, finalizeBlockEvents } = await client.comet.blockResults(Number(height));
  return [...results.flatMap(({ events }) => events), ...finalizeBlockEvents]
    .filter((event) => event.type === type)
    .map(({ attributes }) => Object.fromEntries(attributes.map(({ key, value }) => [key, value])));
}
