import { expect, test } from "vitest";
import { createRelay } from "./relay.ts";

const request = { model: "m", stream: true, includeUsage: false, messages: [{ role: "user", text: "Tell" }] };

function relayed(...hosts: readonly (readonly string[])[]): { read: string; asked: string[] } {
  const read: string[] = [];
  const relay = createRelay(request, { onText: (text) => void read.push(text), signal: new AbortController().signal });
  const asked: string[] = [];
  for (const pieces of hosts) {
    asked.push(relay.request().messages.map(({ role, text }) => `${role}:${text}`).join("|"));
    const listener = relay.listener();
    for (const piece of pieces) listener?.onText(piece);
  }
  return { read: read.join(""), asked };
}

test("the next host goes on where the last one fell silent", () => {
  const { read, asked } = relayed(["Once ", "upon "], ["a time."]);
  expect(read).toBe("Once upon a time.");
  expect(asked).toEqual(["user:Tell", "user:Tell|assistant:Once upon "]);
});

test("a host that begins again is not read twice", () => {
  expect(relayed(["Once ", "upon "], ["On", "ce up", "on a time", "."]).read).toBe("Once upon a time.");
  expect(relayed(["Once"], ["Once"]).read).toBe("Once");
});

test("a host that begins like the last one and goes another way is read in whole", () => {
  expect(relayed(["Once upon"], ["Once ", "more: no."]).read).toBe("Once uponOnce more: no.");
});
