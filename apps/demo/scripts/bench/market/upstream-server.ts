/** A stand-in for a language model: streams the words of a file, at once or one every so many milliseconds. */
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { listenAndTell, readJson } from "./child-server.ts";

const [file = "", paceMs = "20"] = process.argv.slice(2);
const words = readFileSync(file, "utf8").match(/\S+\s*/g) ?? [];
/** Questions that begin so are answered at a language model's pace, with fewer words. */
const SLOWLY = "slowly:";
const SLOW_WORDS = 40;

const server = createServer((request, response) => {
  void readJson(request).then(({ messages }) => {
    const isSlow = (messages.at(-1)?.content ?? "").startsWith(SLOWLY);
    response.writeHead(200, { "content-type": "text/event-stream" });
    if (isSlow) speakSlowly(response, 0);
    else {
      for (const word of words) say(response, word, null);
      end(response);
    }
  });
});
listenAndTell(server);

function speakSlowly(response: ServerResponse, at: number): void {
  const word = words[at];
  if (word === undefined || at >= SLOW_WORDS) return end(response);
  setTimeout(() => {
    say(response, word, null);
    speakSlowly(response, at + 1);
  }, Number(paceMs));
}

function say(response: ServerResponse, content: string, finishReason: string | null): void {
  const choices = [{ index: 0, delta: { content }, finish_reason: finishReason }];
  response.write(`data: ${JSON.stringify({ id: "upstream", object: "chat.completion.chunk", created: 0, model: "words", choices })}\n\n`);
}

function end(response: ServerResponse): void {
  say(response, "", "stop");
  response.end("data: [DONE]\n\n");
}
