import { expect, test } from "vitest";
import { createCallGate } from "./call-gate.ts";

test("as many calls enter as are offered, and the rest is told when to come again", () => {
  let now = 0;
  const gate = createCallGate(2, () => now);
  const leave = gate.enter();
  now = 4_200;
  leave();
  const leaveFirst = gate.enter();
  gate.enter();
  expect(() => gate.enter()).toThrow(expect.objectContaining({ status: 429, code: "at_capacity", retryAfterSeconds: 5 }));
  leaveFirst();
  gate.enter();
  const open = createCallGate(0);
  for (let i = 0; i < 50; i++) open.enter();
});
