import { expect, test } from "vitest";
import { swapText } from "./swap.ts";

test("after a swap without a writer the operator hears that the live schema stands still, and which writer to restart", () => {
  expect(swapText({ from: "index_2", to: "green", height: 60n }, false)).toBe(
    "readers see schema green at height 60\n" +
      "nobody writes green now, so it stays at this height: restart the writer (run without --schema takes green from now on, or name it)\n" +
      "a writer of index_2 that still runs goes on with index_2: stop it\n" +
      "index_2 is still there: drop schema index_2 cascade, when nobody writes it\n",
  );
});

test("the schema that says which one is live is not to be dropped, and a writer that is at work need not be restarted", () => {
  const text = swapText({ from: "public", to: "green", height: 60n }, true);
  expect(text).toContain("a writer keeps green up to date");
  expect(text).toContain("public is still there, and must stay");
  expect(text).not.toContain("drop schema");
  expect(text).not.toContain("restart");
});
