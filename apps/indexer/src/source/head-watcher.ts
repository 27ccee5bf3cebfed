import { z } from "zod";
import { pause } from "../pause.ts";

const SUBSCRIBE = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "subscribe", params: { query: "tm.event='NewBlockHeader'" } });
const POLL_MS = 500;
const POLL_WITH_SOCKET_MS = 2_000;
const RECONNECT_MS = 3_000;

/** Tells when it is worth asking the node for a new head. */
export interface HeadWatcher extends Disposable {
  /**
   * Resolves at the next sign of a new block, with its height where the sign tells it, and at the latest when it is time to
   * poll or `signal` aborts.
   */
  next(signal: AbortSignal): Promise<bigint | undefined>;
}

const headerEvent = z.object({ result: z.object({ data: z.object({ value: z.object({ header: z.object({ height: z.string().regex(/^[1-9]\d{0,18}$/) }) }) }) }) });

/** The height that an event's header has; undefined for what is no such event, for example the answer to the subscription. */
function heightOf(message: unknown): bigint | undefined {
  if (typeof message !== "string") return undefined;
  try {
    const event = headerEvent.safeParse(JSON.parse(message));
    return event.success ? BigInt(event.data.result.data.value.header.height) : undefined;
  } catch {
    return undefined;
  }
}

/** Only the clock tells when to look again. */
export function createPollingWatcher(): HeadWatcher {
  return {
    async next(signal) {
      await pause(POLL_WITH_SOCKET_MS, signal);
      return undefined;
    },
    [Symbol.dispose]: () => undefined,
  };
}

/** Subscribes to the node's NewBlockHeader events over WebSocket; while the socket is down, polling alone drives. */
export function createHeadWatcher(nodeUrl: string): HeadWatcher {
  const url = new URL("websocket", nodeUrl.endsWith("/") ? nodeUrl : `${nodeUrl}/`);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let closed = false;
  let open = false;
  let pending = false;
  let told: bigint | undefined;
  let socket: WebSocket | undefined;
  let reconnect: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;

  const announce = ({ data }: MessageEvent<unknown>): void => {
    pending = true;
    told = heightOf(data) ?? told;
    wake?.();
  };
  const connect = (): void => {
    socket = new WebSocket(url);
    socket.onopen = () => {
      open = true;
      socket?.send(SUBSCRIBE);
    };
    socket.onmessage = announce;
    socket.onerror = () => undefined;
    socket.onclose = () => {
      open = false;
      if (!closed) reconnect = setTimeout(connect, RECONNECT_MS).unref();
    };
  };
  connect();

  return {
    async next(signal) {
      if (!pending && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const finish = (): void => {
            clearTimeout(timer);
            signal.removeEventListener("abort", finish);
            resolve();
          };
          const timer = setTimeout(finish, open ? POLL_WITH_SOCKET_MS : POLL_MS);
          wake = finish;
          signal.addEventListener("abort", finish, { once: true });
        });
      }
      const height = told;
      wake = undefined;
      pending = false;
      told = undefined;
      return height;
    },
    [Symbol.dispose]() {
      closed = true;
      clearTimeout(reconnect);
      socket?.close();
    },
  };
}
