import { connectAbci, type AbciClient } from "./abci-client.ts";

/** The four connections of one CometBFT; nothing on the wire tells which is which. */
export interface CometConnections {
  readonly query: AbciClient;
  readonly snapshot: AbciClient;
  readonly mempool: AbciClient;
  readonly consensus: AbciClient;
  close(): void;
}

/** Dials in CometBFT's order: query, snapshot, mempool, consensus. */
export async function connectComet(address: string): Promise<CometConnections> {
  const query = await connectAbci(address);
  const snapshot = await connectAbci(address);
  const mempool = await connectAbci(address);
  const consensus = await connectAbci(address);
  const all = { query, snapshot, mempool, consensus };
  return { ...all, close: () => Object.values(all).forEach((client) => client.close()) };
}
