/** A model's answers without a ledger: what a central service would stream if nobody had to be paid or convinced. */
import { createServer } from "node:http";
import { chatChunks, connect, createBlobClient, sseEvent } from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { loadServedModel } from "@openledger/gateway";
import { fromUtf8 } from "@openledger/primitives";
import { listenAndTell, readJson } from "./child-server.ts";

const [rpcUrl = "", restUrl = "", offerId = "0"] = process.argv.slice(2);
const { sha256 } = createNodeCrypto();
const client = await connect(rpcUrl);
const { engine } = await loadServedModel({ client, blobs: createBlobClient(restUrl, sha256), sha256 }, BigInt(offerId));
client.disconnect();

const server = createServer((request, response) => {
  void readJson(request).then(({ messages }) => {
    const asked = [{ role: "user", text: messages.at(-1)?.content ?? "" }];
    const content = fromUtf8(engine.answer({ messages: asked, sessionId: 1n, nonce: 1n }).output);
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    const parts = { id: "bare", created: 0, model: "passages", content, promptTokens: 0, completionTokens: 0, extension: {} };
    for (const chunk of chatChunks(parts, false)) response.write(sseEvent(chunk));
    response.end(sseEvent("[DONE]"));
  });
});
listenAndTell(server);
