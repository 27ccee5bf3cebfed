import { expect, test } from "vitest";
import { endpoints, paths, patterns, routePaths } from "./paths.ts";

test("every link of the explorer stays what it was", () => {
  const hash = "ab".repeat(32);
  expect({
    home: paths.home(),
    receipt: paths.receipt(7n, "3"),
    contributor: paths.contributor("open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn6hkwx"),
    session: paths.session("7"),
    settlement: paths.settlement(3n),
    contribution: paths.contribution(1n, "4"),
    block: paths.block(12n),
    tx: paths.tx(hash),
    graphql: endpoints.graphql(),
    rpc: endpoints.rpc(),
    models: endpoints.models(),
    ask: endpoints.ask(),
    receipts: endpoints.receipts(),
    receiptFile: endpoints.receiptFile("7", 3n),
    routePaths,
  }).toMatchInlineSnapshot(`
    {
      "ask": "/api/ask",
      "block": "/block/12",
      "contribution": "/contribution/1/4",
      "contributor": "/contributor/open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn6hkwx",
      "graphql": "/graphql",
      "home": "/",
      "models": "/api/models",
      "receipt": "/receipt/7/3",
      "receiptFile": "/api/receipts/7/3",
      "receipts": "/api/receipts",
      "routePaths": {
        "block": "/block/$height",
        "clock": "/clock",
        "contribution": "/contribution/$datanet/$seq",
        "contributor": "/contributor/$address",
        "home": "/",
        "hosts": "/hosts",
        "modelVersion": "/model/$model/$version",
        "money": "/money",
        "receipt": "/receipt/$session/$index",
        "session": "/session/$session",
        "settlement": "/settlement/$settlement",
        "tx": "/tx/$hash",
      },
      "rpc": "/api/rpc",
      "session": "/session/7",
      "settlement": "/settlement/3",
      "tx": "/tx/ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB",
    }
  `);
});

test("a route's parameter is refused unless it has the shape of a number, a hash or an address", () => {
  expect(["0", "7", "18446744073709551615"].every((text) => patterns.number.test(text))).toBe(true);
  expect(["", "-1", "01", "1e3", "1/2", "9".repeat(21)].some((text) => patterns.number.test(text))).toBe(false);
  expect(patterns.hash.test("AB".repeat(32))).toBe(true);
  expect(patterns.hash.test("AB".repeat(31))).toBe(false);
  expect(patterns.address.test("open1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn6hkwx")).toBe(true);
  expect(patterns.address.test("open1../..")).toBe(false);
});
