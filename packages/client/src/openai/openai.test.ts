import { expect, test } from "vitest";
import { ChatRequestError, parseChatRequest } from "./chat-request.ts";
import { chatChunks, type CompletionParts } from "./completion.ts";

test("a request is its roles and texts; parts are joined and developer counts as system", () => {
  const request = parseChatRequest({
    model: "m",
    messages: [
      { role: "developer", content: "Be brief." },
      { role: "user", content: [{ type: "text", text: "What " }, { type: "text", text: "now?" }] },
    ],
    temperature: 0.3,
  });
  expect(request).toStrictEqual({
    ...{ model: "m", stream: false, includeUsage: false },
    messages: [
      { role: "system", text: "Be brief." },
      { role: "user", text: "What now?" },
    ],
  });
});

test("the newer name of the token limit wins, and a limit is a positive number", () => {
  const limited = (limit: object): unknown => ({ model: "m", messages: [{ role: "user", content: "hi" }], ...limit });
  expect(parseChatRequest(limited({ max_tokens: 7 })).maxTokens).toBe(7);
  expect(parseChatRequest(limited({ max_tokens: 7, max_completion_tokens: 9 })).maxTokens).toBe(9);
  expect(parseChatRequest(limited({ max_tokens: null })).maxTokens).toBeUndefined();
  for (const bad of [0, 1.5, 1_000_001, "7"]) expect(() => parseChatRequest(limited({ max_tokens: bad }))).toThrow(ChatRequestError);
});

test("images, several answers, half characters and no messages are refused", () => {
  const user = (content: unknown): unknown => ({ model: "m", messages: [{ role: "user", content }] });
  for (const bad of [
    user([{ type: "image_url", image_url: { url: "x" } }]),
    user("\ud800"),
    { ...(user("hi") as object), n: 3 },
    { model: "m", messages: [] },
    null,
  ]) {
    expect(() => parseChatRequest(bad)).toThrow(ChatRequestError);
  }
});

test("chunks put together give the content, never split a character, and end with the receipt", () => {
  const content = `${"é😀".repeat(200)}end`;
  const parts: CompletionParts = {
    ...{ id: "i", created: 1, model: "m", content, promptTokens: 1, completionTokens: 2, extension: { session: "1" } },
  };
  const chunks = [...chatChunks(parts, true)] as { choices: { delta: { content?: string } }[]; x_openledger?: object }[];
  const pieces = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? ""));
  expect(pieces.join("")).toBe(content);
  expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  expect(chunks.at(-1)?.x_openledger).toStrictEqual({ session: "1" });
  expect(chunks.slice(0, -1).every((chunk) => chunk.x_openledger === undefined)).toBe(true);
});
