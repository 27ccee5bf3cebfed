import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const MAIN = resolve(import.meta.dirname, "main.ts");
const TIMEOUT_MS = 120_000;
const author = z.object({ party: z.string(), withTrick: z.string(), withoutTrick: z.string() });
const coins = z.record(z.string(), z.string());
const reportSchema = z.object({
  ok: z.boolean(),
  attempts: z.array(
    z.object({
      name: z.string(),
      actor: z.string(),
      tried: z.string(),
      caughtBy: z
        .object({ kind: z.string(), codespace: z.string(), code: z.union([z.number(), z.string()]), message: z.string(), height: z.string() })
        .nullable(),
      cost: z.record(z.string(), coins),
      buyersClient: z.object({ check: z.string(), message: z.string() }).nullable().optional(),
      gain: z.object({ withTrick: z.string(), withoutTrick: z.string(), fee: z.string(), prior: z.string(), author: author.optional() }).optional(),
    }),
  ),
  conservation: z.array(z.object({ denom: z.string(), holds: z.boolean() })),
  honest: z.array(z.object({ party: z.string(), denom: z.string(), lost: z.string() })),
});
type Report = z.infer<typeof reportSchema>;

/** What must catch each attempt. */
const CAUGHT_BY: Readonly<Record<string, string>> = {
  "replays a receipt": "transaction market/20",
  "replays a receipt in another session": "transaction market/22",
  "settles above the head": "transaction market/23",
  "signs the buyer's head itself": "transaction market/25",
  "demands what is right": "demand market/demand-answered",
  "files a false challenge": "counter-example market/claim-stands",
  "challenges itself": "counter-example market/match-omitted",
  "shifts a span": "transaction attribution/21",
  "adds wrongly": "transaction attribution/36",
  "calls owned tokens unowned": "transaction attribution/21",
  "cites outside the manifest": "transaction attribution/30",
  "splices a paragraph into a retrieval answer": "transaction attribution/37",
  "leaves the best passage out": "counter-example market/output-wrong",
  "credits its friend": "counter-example market/match-omitted",
  "omits the true author": "counter-example market/match-omitted",
  "swaps a token of an n-gram answer": "counter-example market/output-wrong",
  "never answers a demand": "demand market/demand-unanswered",
  "adds wrongly behind hashes": "demand market/demand-unanswered",
  copies: "payout attribution/ownership-rule",
  splits: "payout attribution/ownership-rule",
  pads: "payout attribution/ownership-rule",
  "near-copies": "payout attribution/ownership-rule",
  "registers after the fact": "transaction attribution/25",
};

let code: number | null;
let report: Report;

beforeAll(async () => {
  const child = spawn(process.execPath, [MAIN, "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString("utf8")));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString("utf8")));
  code = await new Promise((settle) => child.once("close", settle));
  const line = stdout.trimEnd().split("\n").at(-1) ?? "";
  if (line === "") throw new Error(stderr);
  report = reportSchema.parse(JSON.parse(line));
}, TIMEOUT_MS);

function attempt(name: string): Report["attempts"][number] {
  const found = report.attempts.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nobody ${name}`);
  return found;
}

/** Units that an attempt cost its actor in all denoms. */
function loss({ actor, cost }: Report["attempts"][number]): bigint {
  return Object.values(cost[actor] ?? {}).reduce((sum, units) => sum - BigInt(units), 0n);
}

test("every attempt is tried, and caught by what must catch it", () => {
  const caught = report.attempts.map(({ name, caughtBy }) => {
    return [name, caughtBy === null ? "not caught" : `${caughtBy.kind} ${caughtBy.codespace}/${caughtBy.code}`];
  });
  expect(Object.fromEntries(caught)).toEqual(CAUGHT_BY);
  for (const { caughtBy } of report.attempts) expect(Number(caughtBy?.height)).toBeGreaterThan(1);
  expect(code).toBe(0);
  expect(report.ok).toBe(true);
});

test("every attempt costs whoever made it", () => {
  for (const one of report.attempts) expect([one.name, loss(one) > 0n]).toEqual([one.name, true]);
});

test("what a lie is slashed pays the watcher who shows it at most half, and the rest is gone", () => {
  for (const name of ["credits its friend", "omits the true author", "leaves the best passage out", "never answers a demand"]) {
    const { cost } = attempt(name);
    expect([name, cost["burned"]]).toEqual([name, { uopen: "80000" }]);
    expect(BigInt(cost["watcher"]?.["uopen"] ?? "0")).toBeGreaterThan(0n);
    expect(BigInt(cost["watcher"]?.["uopen"] ?? "0")).toBeLessThanOrEqual(80_000n);
  }
  expect(attempt("swaps a token of an n-gram answer").cost["treasury"]).toEqual({ udemo: "80000" });
  expect(loss(attempt("challenges itself"))).toBeGreaterThanOrEqual(80_000n);
});

test("an honest host that is accused falsely earns the accuser's bond, which pays for its gas and more", () => {
  expect(attempt("files a false challenge").cost["host"]).toEqual({ uopen: "50000" });
  expect(BigInt(attempt("demands what is right").cost["host"]?.["uopen"] ?? "0")).toBeGreaterThan(0n);
});

test("a buyer's client that checks sees lies that contradict themselves, and cannot see omissions", () => {
  for (const name of ["shifts a span", "calls owned tokens unowned", "cites outside the manifest", "registers after the fact"]) {
    expect([name, attempt(name).buyersClient?.check]).toEqual([name, "spans"]);
  }
  expect(attempt("adds wrongly").buyersClient?.check).toBe("owner-amounts");
  expect(attempt("splices a paragraph into a retrieval answer").buyersClient?.check).toBe("derivation");
  expect(attempt("omits the true author").buyersClient).toBe(null);
});

describe("of the owned part", () => {
  test.each(["copies", "splits", "pads"])("a contributor who %s gains nothing", (name) => {
    const { gain } = attempt(name);
    expect(BigInt(gain?.withTrick ?? "1") - BigInt(gain?.withoutTrick ?? "0")).toBeLessThanOrEqual(0n);
  });

  test("a copy earns nothing, and split and padded texts what they earn without the trick", () => {
    expect(attempt("copies").gain?.withTrick).toBe("0");
    for (const name of ["splits", "pads"]) expect(BigInt(attempt(name).gain?.withTrick ?? "0")).toBeGreaterThan(0n);
  });

  test("an author who is copied, or nearly, earns what they earn without the copy", () => {
    for (const [name, party] of [["copies", "bob"], ["near-copies", "carol"]] as const) {
      const { author: own } = attempt(name).gain ?? {};
      expect([name, own?.party, own?.withTrick]).toEqual([name, party, own?.withoutTrick]);
      expect(BigInt(own?.withTrick ?? "0")).toBeGreaterThan(0n);
    }
  });

  test("a near-copy earns at most 2 % of the fee", () => {
    const { withTrick = "", fee = "" } = attempt("near-copies").gain ?? {};
    expect(BigInt(withTrick) * 50n).toBeLessThanOrEqual(BigInt(fee));
  });
});

test("honest parties lose nothing beyond gas and the answers they bought, to the unit for buyers", () => {
  expect(report.honest.filter(({ lost }) => BigInt(lost) > 0n)).toEqual([]);
  const buyers = report.honest.filter(({ party }) => party.endsWith("buyer"));
  expect(buyers.map(({ party, lost }) => [party, lost])).toEqual([
    ["buyer", "0"],
    ["careless buyer", "0"],
  ]);
});

test("in every denom all balances sum to the supply, and the supply is genesis less what was burned", () => {
  expect(report.conservation.map(({ denom, holds }) => [denom, holds])).toEqual([
    ["udemo", true],
    ["uopen", true],
  ]);
});
