import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import type { RpcBackend } from "./backend.ts";
import { answerCall, callFrom, requestProblem, toRpcError, type ReportDefect, type RpcCall, type RpcResponse } from "./dispatch.ts";
import { eventsOfBlock } from "./events.ts";
import { BODY_BYTES_LIMIT } from "./http-server.ts";
import { argumentsFromJson } from "./params.ts";
import { requestTarget } from "./request-target.ts";
import { RpcError } from "./rpc-error.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";

const CLIENT_LIMIT = 100;
/** A client that lets this much wait unread is cut off, so that it cannot take the node's memory. */
const BACKLOG_BYTES_LIMIT = 8 * 1024 * 1024;
const PING_INTERVAL_MS = 30_000;
/** WebSocket status for a policy violation. */
const POLICY_VIOLATION = 1008;

interface Client {
  readonly socket: WebSocket;
  readonly subscriptions: Subscriptions;
  alive: boolean;
}

/** Serves `/websocket` on an HTTP server: every RPC method plus subscriptions. Returns how to stop. */
export function attachWebSocket(server: Server, backend: RpcBackend, report: ReportDefect): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_BYTES_LIMIT });
  const clients = new Set<Client>();

  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on("error", () => stream.destroy());
    if (requestTarget(request)?.path !== "/websocket") return refuse(stream, "404 Not Found");
    if (clients.size >= CLIENT_LIMIT) return refuse(stream, "503 Service Unavailable");
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const client: Client = { socket, subscriptions: createSubscriptions(), alive: true };
      clients.add(client);
      serve(backend, client, report);
      socket.on("close", () => clients.delete(client));
    });
  });
  const stopBlocks = backend.onBlock((height) => {
    if (clients.size === 0) return;
    for (const event of eventsOfBlock(backend, height)) {
      for (const { socket, subscriptions } of clients) {
        subscriptions.publish(event, (id, query) => {
          send(socket, { jsonrpc: "2.0", id, result: { query, data: event.data(), events: event.values() } });
        });
      }
    }
  });
  const pinging = setInterval(() => {
    for (const client of clients) {
      if (!client.alive) client.socket.terminate();
      client.alive = false;
      client.socket.ping();
    }
  }, PING_INTERVAL_MS);

  return () => {
    clearInterval(pinging);
    stopBlocks();
    for (const { socket } of clients) socket.terminate();
    sockets.close();
  };
}

function refuse(stream: Duplex, status: string): void {
  // A client that keeps its side open must not keep the connection.
  stream.once("finish", () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function serve(backend: RpcBackend, client: Client, report: ReportDefect): void {
  const { socket } = client;
  socket.on("error", () => socket.terminate());
  socket.on("pong", () => {
    client.alive = true;
  });
  socket.on("message", (data, binary) => {
    client.alive = true;
    if (binary) return send(socket, { jsonrpc: "2.0", error: new RpcError(-32600, "send requests as text") });
    // With the default binary type a message arrives as one Buffer.
    const text = (data as Buffer).toString("utf8");
    let call: RpcCall | undefined;
    try {
      call = callFrom(JSON.parse(text));
    } catch (error) {
      return send(socket, { jsonrpc: "2.0", error: new RpcError(-32700, requestProblem(text, error)) });
    }
    if (call === undefined) return;
    const { method } = call;
    answerOnSocket(backend, client, call, report)
      .then((response) => send(socket, asOnSocket(response)))
      .catch((error: unknown) => {
        report(error, method);
        socket.terminate();
      });
  });
}

/** Over a WebSocket, CometBFT calls bad arguments an internal error. */
function asOnSocket(response: RpcResponse): RpcResponse {
  const { error } = response;
  return error?.code === -32602 ? { ...response, error: new RpcError(-32603, error.data) } : response;
}

async function answerOnSocket(
  backend: RpcBackend,
  { subscriptions }: Client,
  call: RpcCall,
  report: ReportDefect,
): Promise<RpcResponse> {
  const { id, method, params } = call;
  if (method !== "subscribe" && method !== "unsubscribe" && method !== "unsubscribe_all") {
    return answerCall(backend, call, report);
  }
  try {
    if (method === "unsubscribe_all") subscriptions.removeAll();
    else {
      const query = argumentsFromJson({ query: "string" } as const, params).query ?? "";
      if (method === "subscribe") subscriptions.add(id, query);
      else subscriptions.remove(query);
    }
    return { jsonrpc: "2.0", id, result: {} };
  } catch (error) {
    return { jsonrpc: "2.0", id, error: toRpcError(error, method, report) };
  }
}

function send(socket: WebSocket, response: RpcResponse): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > BACKLOG_BYTES_LIMIT) {
    socket.close(POLICY_VIOLATION, "client is not pulling messages fast enough");
    socket.terminate();
    return;
  }
  socket.send(JSON.stringify(response));
}
