import { RuleTester } from "oxlint/plugins-dev";
import { describe, it } from "vitest";
import plugin from "./index.ts";

RuleTester.describe = describe;
RuleTester.it = Object.assign((text: string, run: () => void) => it(text, run), { only: it.only });
const tester = new RuleTester({ languageOptions: { parserOptions: { lang: "ts" }, sourceType: "module" } });

/** For each rule: snippets that it must report once, and snippets that it must leave alone. */
const cases: Readonly<Record<string, { readonly bad: readonly string[]; readonly good: readonly string[] }>> = {
  "no-float": {
    bad: ["const a = 0.5;", "const a = 1e400;", "Math.sqrt(2);", "Math.round(x);", 'parseFloat("1");', "Number.parseFloat(x);", "x.toFixed(2);", "new Float64Array(1);", "const a = 9007199254740993;"],
    good: ["const a = 5;", "Math.floor(a / b);", "const a = 10n / 3n;", "Math.min(a, b);", "const a = 0xffffffff;", "Number.parseInt(x, 10);"],
  },
  "no-async": {
    bad: ["async function f() {}", "const f = async () => 1;", "const o = { async f() {} };", "Promise.resolve(1);"],
    good: ["function f() {}", "function* f() { yield 1; }", "const f = () => 1;"],
  },
  "no-plain-throw": {
    bad: ['throw new Error("x");', 'throw Error("x");', 'throw "x";', "throw `x${1}`;", 'throw new TypeError("x");'],
    good: ["throw new TxError(1);", "try { f(); } catch (error) { throw error; }", "throw insufficientFunds(a);"],
  },
  "sort-needs-comparator": {
    bad: ["a.sort();", "a.toSorted();", "Object.keys(a).sort();"],
    good: ["a.sort(compareBytes);", "a.toSorted((x, y) => x - y);", "sort();"],
  },
  "no-locale": {
    bad: ["a.localeCompare(b);", 'a.normalize("NFC");', "a.toLocaleString();", "new Intl.Collator();"],
    good: ["a.toLowerCase();", "compareBytes(a, b);", "normalize(a);"],
  },
  "no-ambient": {
    bad: ["Date.now();", "new Date(0);", "Math.random();", "new WeakRef(a);", "globalThis.x;", 'console.log("x");', "crypto.subtle;"],
    good: ["ctx.block.time;", "a.Date;", "const o = { process: 1 };", "function f(crypto: Crypto) { return crypto.sha256(a); }", "interface A { process: number }", "Math.floor(1);"],
  },
  "no-escape-hatch": {
    bad: ["const a = b as never;", "// oxlint-disable-next-line\nconst a = 1;", "/* eslint-disable */\nconst a = 1;"],
    good: ["const a = b as Uint8Array;", "const a = [1] as const;", "// why\nconst a = 1;"],
  },
  "pure-imports-pure": {
    bad: ['import { readFileSync } from "node:fs";', 'import { openStateLog } from "@openledger/kv";', 'export * from "@openledger/rpc";', 'export { a } from "node:crypto";', 'import type { Signer } from "@openledger/ports";'],
    good: ['import { amount } from "@openledger/primitives";', 'import { Coin } from "@openledger/messages/cosmos/base/v1beta1";', 'import Long from "long";', 'import { a } from "./a.ts";', "export const a = 1;"],
  },
};

for (const [name, rule] of Object.entries(plugin.rules)) {
  const snippets = cases[name];
  if (snippets === undefined) continue;
  tester.run(name, rule, {
    valid: [...snippets.good],
    invalid: snippets.bad.map((code) => ({ code, errors: 1 })),
  });
}

const inDatanet = "/repo/packages/modules/src/datanet/handlers/review.ts";
const sibling = plugin.rules["no-sibling-module"];
if (sibling === undefined) throw new Error("no-sibling-module is not in the plugin");
tester.run("no-sibling-module", sibling, {
  valid: [
    { code: 'import { k } from "../keeper.ts";', filename: inDatanet },
    { code: 'import { k } from "../../support/amounts.ts";', filename: inDatanet },
    { code: 'import { k } from "../../expected-keepers.ts";', filename: inDatanet },
    { code: 'import { k } from "./bank/module.ts";', filename: "/repo/packages/modules/src/index.ts" },
  ],
  invalid: [
    { code: 'import { k } from "../../bank/keeper.ts";', filename: inDatanet, errors: 1 },
    { code: 'import type { K } from "../../rewards/state.ts";', filename: inDatanet, errors: 1 },
    { code: 'export { k } from "../bank/keeper.ts";', filename: "/repo/packages/modules/src/datanet/module.ts", errors: 1 },
  ],
});

describe("the plugin", () => {
  it("has cases for every rule", ({ expect }) => {
    const tested = [...Object.keys(cases), "no-sibling-module"];
    expect(Object.keys(plugin.rules).filter((name) => !tested.includes(name))).toEqual([]);
  });
});
