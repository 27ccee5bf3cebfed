import { OperationalError } from "@openledger/ports";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GatewayError } from "../gateway-error.ts";
import { begin, say, speak, startTestUpstream, type TestUpstream } from "./upstream.fixture.ts";
import { createUpstream, type UpstreamOptions } from "./upstream.ts";

const KEY = "sk-secret-of-the-host";
let server: TestUpstream;

beforeAll(async () => {
  server = await startTestUpstream();
});
afterAll(() => server.close());

async function ask(options: Partial<UpstreamOptions> = {}, signal = new AbortController().signal): Promise<string[]> {
  const upstream = createUpstream({ url: server.url, key: KEY, firstByteMs: 20_000, idleMs: 20_000, ...options });
  const pieces: string[] = [];
  const call = { model: "m", messages: [{ role: "user", text: "Hi" }], maxTokens: 5, signal };
  for await (const { text } of upstream.ask(call)) if (text !== "") pieces.push(text);
  return pieces;
}

async function failure(behave: TestUpstream["behave"], options: Partial<UpstreamOptions> = {}): Promise<GatewayError> {
  server.behave = behave;
  const error: unknown = await ask(options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GatewayError)) throw new Error(`not a gateway's refusal: ${String(error)}`);
  expect(error.message).not.toContain(KEY);
  return error;
}

test("pieces come as they are spoken, with the key in its header alone", async () => {
  const heard = Promise.withResolvers<undefined>();
  server.behave = async (response) => {
    begin(response);
    say(response, "One, ");
    // Nothing more is spoken until the first piece has come.
    await heard.promise;
    say(response, "two \ud83d");
    say(response, "\ude00.", "stop");
    response.end("data: [DONE]\n\n");
  };
  const upstream = createUpstream({ url: `${server.url}/`, key: KEY });
  const seen: string[] = [];
  const signal = new AbortController().signal;
  for await (const { text } of upstream.ask({ model: "m", messages: [{ role: "user", text: "Hi" }], maxTokens: 7, signal })) {
    seen.push(text);
    heard.resolve(undefined);
  }
  expect(seen).toEqual(["One, ", "two ", "😀."]);
  const { authorization, body } = server.calls.at(-1) ?? {};
  expect(authorization).toBe(`Bearer ${KEY}`);
  expect(body).toEqual({ model: "m", messages: [{ role: "user", content: "Hi" }], max_tokens: 7, stream: true });
});

test("a server that does not stream is understood as well", async () => {
  server.behave = (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ choices: [{ message: { role: "assistant", content: "All at once." }, finish_reason: "stop" }] }));
  };
  expect(await ask()).toEqual(["All at once."]);
});

test.each<readonly [string, TestUpstream["behave"], number, string]>([
  ["garbage", (response) => void response.writeHead(200, { "content-type": "application/json" }).end("<html>"), 502, "upstream_malformed"],
  ["a stream of garbage", (response) => { begin(response); response.end("data: {]\n\n"); }, 502, "upstream_malformed"],
  ["another JSON", (response) => { begin(response); response.end('data: {"choices": 7}\n\n'); }, 502, "upstream_malformed"],
  ["bytes that are not UTF-8", (response) => { begin(response); response.end(Buffer.from([0x64, 0x3a, 0xff, 0xfe])); }, 502, "upstream_malformed"],
  ["half of a surrogate pair", (response) => speak(response, ["\udc00"]), 502, "upstream_malformed"],
  ["an end in the middle", (response) => { begin(response); say(response, "Once"); response.end(); }, 502, "upstream_cut"],
  ["a broken connection", (response) => { begin(response); say(response, "Once"); setTimeout(() => response.destroy(), 30); }, 502, "upstream_unreachable"],
  ["an error inside the stream", (response) => { begin(response); response.end('data: {"error": {"message": "no memory"}}\n\n'); }, 502, "upstream_refused"],
  ["a refused key", (response) => void response.writeHead(401).end(`{"error": {"message": "bad key ${KEY}"}}`), 502, "upstream_refused"],
  ["a refused request", (response) => void response.writeHead(400).end(`{"error": {"message": "too long for ${KEY}"}}`), 400, "upstream_refused"],
  ["a redirect", (response) => void response.writeHead(307, { location: "http://127.0.0.1:1/v1" }).end(), 502, "upstream_unreachable"],
])("%s is a refusal in plain words", async (_, behave, status, code) => {
  expect(await failure(behave)).toMatchObject({ status, code });
});

test.each<readonly [string, TestUpstream["behave"], Partial<UpstreamOptions>]>([
  ["silence", () => {}, { firstByteMs: 200 }],
  ["a long pause", (response) => { begin(response); say(response, "Once"); }, { idleMs: 200 }],
])("%s is a refusal in plain words as well", async (_, behave, patience) => {
  expect(await failure(behave, patience)).toMatchObject({ status: 504, code: "upstream_timeout" });
});

test("a busy upstream says when to come again", async () => {
  const busy = await failure((response) => void response.writeHead(429, { "retry-after": "7" }).end());
  expect(busy).toMatchObject({ status: 429, code: "upstream_busy", retryAfterSeconds: 7 });
});

test("no upstream at all is unreachable, and a URL that cannot be one is refused at once", async () => {
  expect(await failure(() => {}, { url: "http://127.0.0.1:9/v1" })).toMatchObject({ code: "upstream_unreachable" });
  for (const url of ["", "ftp://host/v1", "http://user:pass@host/v1"]) {
    expect(() => createUpstream({ url })).toThrow(OperationalError);
  }
});

test("a caller that leaves ends the upstream's work", async () => {
  server.behave = (response) => { begin(response); say(response, "Once"); };
  const before = server.abandoned;
  const gone = new AbortController();
  setTimeout(() => gone.abort(new GatewayError(502, "upstream_cut", "gone")), 60);
  await expect(ask({}, gone.signal)).rejects.toMatchObject({ message: "gone" });
  await expect.poll(() => server.abandoned).toBe(before + 1);
});
