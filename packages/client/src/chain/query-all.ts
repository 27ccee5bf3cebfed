import type { PageResponse } from "@openledger/messages/cosmos/base/query/v1beta1";
import { QueryService as DatanetQuery, type Contribution, type Datanet } from "@openledger/messages/openledger/datanet/v1";
import { QueryService as MarketQuery, type Offer, type Session } from "@openledger/messages/openledger/market/v1";
import type { ChainClient } from "./chain-client.ts";

const PAGE_SIZE = 200n;
const PAGES_MAX = 10_000;

/** One page of a paged query: its items, and the key of the next page, empty after the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextKey: Uint8Array;
}

/** All items of a paged query, in the chain's order, of one height. */
export async function queryAll<Item>(
  client: ChainClient,
  page: (pagination: { readonly key: Uint8Array; readonly limit: bigint }, height: bigint) => Promise<Page<Item>>,
): Promise<Item[]> {
  const height = await client.height();
  const items: Item[] = [];
  let key: Uint8Array = new Uint8Array(0);
  for (let count = 0; count < PAGES_MAX; count++) {
    const { items: more, nextKey } = await page({ key, limit: PAGE_SIZE }, height);
    items.push(...more);
    key = nextKey;
    if (key.length === 0) break;
  }
  return items;
}

function pageOf<Item>(items: readonly Item[], pagination: PageResponse | undefined): Page<Item> {
  return { items, nextKey: pagination?.nextKey ?? new Uint8Array(0) };
}

/** Every datanet. */
export function allDatanets(client: ChainClient): Promise<Datanet[]> {
  return queryAll(client, async (pagination, height) => {
    const answer = await client.query(DatanetQuery.Datanets, { pagination }, height);
    return pageOf(answer.datanets, answer.pagination);
  });
}

/** Every contribution of a datanet, whatever its state, by seq. */
export function allContributions(client: ChainClient, datanetId: bigint): Promise<Contribution[]> {
  return queryAll(client, async (pagination, height) => {
    const answer = await client.query(DatanetQuery.Contributions, { datanetId, pagination }, height);
    return pageOf(answer.contributions, answer.pagination);
  });
}

/** Every offer in state. */
export function allOffers(client: ChainClient): Promise<Offer[]> {
  return queryAll(client, async (pagination, height) => {
    const answer = await client.query(MarketQuery.Offers, { pagination }, height);
    return pageOf(answer.offers, answer.pagination);
  });
}

/** Every session that has not ended. */
export function allSessions(client: ChainClient): Promise<Session[]> {
  return queryAll(client, async (pagination, height) => {
    const answer = await client.query(MarketQuery.Sessions, { pagination }, height);
    return pageOf(answer.sessions, answer.pagination);
  });
}
