/** A small OpenAI-compatible server over real HTTP, for tests. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface TestUpstream extends AsyncDisposable {
  /** Base URL, ending with `/v1`. */
  readonly url: string;
  /** Parsed bodies of all calls, with their authorization header. */
  readonly calls: { readonly authorization: string | undefined; readonly body: UpstreamBody }[];
  /** How the next calls are answered. */
  behave: (response: ServerResponse, body: UpstreamBody) => void | Promise<void>;
  /** Connections whose caller left before the answer ended. */
  readonly abandoned: number;
  close(): Promise<void>;
}

export interface UpstreamBody {
  readonly model: string;
  readonly max_tokens: number;
  readonly stream: boolean;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

export async function startTestUpstream(behave: TestUpstream["behave"] = (response) => speak(response, ["Hello."])): Promise<TestUpstream> {
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.on("close", () => {
      if (!response.writableEnded) abandoned++;
    });
    void read(request).then((body) => {
      upstream.calls.push({ authorization: request.headers.authorization, body });
      return upstream.behave(response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const upstream: TestUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls: [],
    behave,
    get abandoned() {
      return abandoned;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  return upstream;
}

/** Begins a stream. */
export function begin(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
}

/** One event of a stream with a piece of the answer. */
export function say(response: ServerResponse, content: string, finishReason: string | null = null): void {
  const choices = [{ index: 0, delta: { content }, finish_reason: finishReason }];
  response.write(`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", choices })}\n\n`);
}

/** A whole answer in these pieces. */
export function speak(response: ServerResponse, pieces: readonly string[]): void {
  begin(response);
  for (const piece of pieces) say(response, piece);
  say(response, "", "stop");
  response.end("data: [DONE]\n\n");
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function read(request: IncomingMessage): Promise<UpstreamBody> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as UpstreamBody;
}
