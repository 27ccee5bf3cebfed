import { expect, test } from "vitest";
import { PageRequest, type PageResponse } from "@openledger/messages/cosmos/base/query/v1beta1";
import type { Datanet } from "@openledger/messages/openledger/datanet/v1";
import { datanetMessage, fundedWorld, messages } from "./messages.fixture.ts";

interface Page {
  readonly datanets: readonly Datanet[];
  readonly pagination: PageResponse;
}

test("pages cover every entry once in both directions, and totals count them all", () => {
  const world = fundedWorld();
  for (let i = 0; i < 5; i++) world.deliver(messages.createDatanet, datanetMessage());
  const page = (request: Partial<PageRequest>): Page =>
    world.query("/openledger.datanet.v1.Query/Datanets", { pagination: PageRequest.create(request) });
  const walk = (reverse: boolean): bigint[] => {
    const ids: bigint[] = [];
    let key: Uint8Array = new Uint8Array(0);
    do {
      const { datanets, pagination } = page({ key, limit: 2n, reverse });
      ids.push(...datanets.map(({ id }) => id));
      key = pagination.nextKey;
    } while (key.length > 0);
    return ids;
  };
  expect(walk(false)).toEqual([1n, 2n, 3n, 4n, 5n]);
  expect(walk(true)).toEqual([5n, 4n, 3n, 2n, 1n]);
  const counted = page({ offset: 1n, limit: 1n, countTotal: true });
  expect(counted.datanets.map(({ id }) => id)).toEqual([2n]);
  expect(counted.pagination.total).toBe(5n);
});
