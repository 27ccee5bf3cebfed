import { expect, test, vi } from "vitest";
import { createSubscriptions } from "./subscriptions.ts";

test("an event is built for those alone who subscribed to its kind", () => {
  const event = (name: "NewBlock" | "Tx") => ({
    name,
    values: vi.fn(() => ({ "tm.event": [name], "tx.height": ["5"] })),
    data: () => ({ type: name, value: {} }),
  });
  const [block, tx] = [event("NewBlock"), event("Tx")];
  const subscriptions = createSubscriptions();
  subscriptions.add(1, "tm.event='NewBlock'");
  const delivered: unknown[] = [];
  const publishAll = (): void => {
    for (const one of [block, tx]) subscriptions.publish(one, (id) => delivered.push([id, one.name]));
  };
  publishAll();
  expect(delivered).toEqual([[1, "NewBlock"]]);
  expect(tx.values).not.toHaveBeenCalled();
  subscriptions.add(2, "tx.height > 4");
  subscriptions.add(3, "tm.event='Tx' AND tx.height > 5");
  publishAll();
  expect(delivered.slice(1)).toEqual([
    [1, "NewBlock"],
    [2, "NewBlock"],
    [2, "Tx"],
  ]);
});
