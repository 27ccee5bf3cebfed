import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createOpenledgerAminoConverters, decodeMessage, openledgerRegistryTypes } from "./messages.ts";

const PROTO = join(import.meta.dirname, "../../../../proto/openledger");

/** Type URLs of what each `service Msg` of a module takes. */
function messagesOf(module: string): readonly string[] {
  const folder = join(PROTO, module, "v1");
  const text = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  const service = /^service Msg \{([^}]*)\}/m.exec(text)?.[1] ?? "";
  return [...service.matchAll(/rpc \w+\((\w+)\)/g)].map(([, request]) => `/openledger.${module}.v1.${request}`);
}

test("wallets can sign, and the client reads, every message of every module of the protocol", () => {
  const ascending = (a: string, b: string): number => (a < b ? -1 : 1);
  const messages = readdirSync(PROTO).flatMap(messagesOf).toSorted(ascending);
  expect(messages).toContain("/openledger.accountability.v1.MsgReportIncident");
  expect(openledgerRegistryTypes.map(([typeUrl]) => typeUrl).toSorted(ascending)).toEqual(messages);
  expect(Object.keys(createOpenledgerAminoConverters()).toSorted(ascending)).toEqual(messages);
  for (const typeUrl of messages) expect(decodeMessage({ typeUrl, value: new Uint8Array(0) })?.typeUrl).toBe(typeUrl);
});
