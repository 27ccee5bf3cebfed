import { expect, test } from "vitest";
import { createMetrics, metricsText } from "./metrics.ts";

test("lag runs from head seen to commit to delivery, and a replay of old heights is no lag", () => {
  let now = 0;
  const metrics = createMetrics(() => now);
  metrics.headHeight = 7n;
  now = 40;
  metrics.indexedHeight = 7n;
  now = 55;
  metrics.delivered(7n);
  metrics.delivered(3n);
  expect(metrics.commitLag).toEqual({ count: 1, sumSeconds: 0.04, lastSeconds: 0.04 });
  expect(metrics.deliveryLag).toEqual({ count: 1, sumSeconds: 0.015, lastSeconds: 0.015 });
  expect(metricsText(metrics)).toContain("openledger_indexer_commit_to_delivery_seconds_count 1\n");
});
