/**
 * The engine behind the hosts of the spoken model: an OpenAI-compatible server that reads passages aloud, a word every so
 * many milliseconds. `--port` 0 takes any.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { z } from "zod";
import { recite } from "./recite.ts";

const BODY_MAX = 262_144;
const bodySchema = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1) });
const { values } = parseArgs({ options: { port: { type: "string", default: "0" }, pace: { type: "string", default: "25" } } });
const paceMs = Number(values.pace);

const server = createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    if (!response.headersSent) response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: error instanceof Error ? error.message : String(error) } }));
  });
});
server.listen(Number(values.port), "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.send?.({ type: "ready", url: `http://127.0.0.1:${port}` });
});
for (const signal of ["SIGTERM", "SIGINT", "disconnect"]) process.on(signal, () => process.exit());

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { messages } = bodySchema.parse(JSON.parse(await read(request)));
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const word of recite(messages).match(/\s*\S+/g) ?? []) {
    if (response.destroyed) return;
    say(response, word, null);
    await new Promise((resolve) => setTimeout(resolve, paceMs));
  }
  say(response, "", "stop");
  response.end("data: [DONE]\n\n");
}

function say(response: ServerResponse, content: string, finishReason: string | null): void {
  const choices = [{ index: 0, delta: { content }, finish_reason: finishReason }];
  response.write(`data: ${JSON.stringify({ id: "engine", object: "chat.completion.chunk", created: 0, model: "reader", choices })}\n\n`);
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_MAX) throw new RangeError(`a request has at most ${BODY_MAX} characters`);
  }
  return text;
}
