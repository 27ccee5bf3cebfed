import { once } from "node:events";
import { z } from "zod";

/** When a node told of each block. */
export interface BlockWatch extends Disposable {
  /** Milliseconds of `performance.now()` by height. */
  readonly seenAt: ReadonlyMap<number, number>;
}

const told = z.object({ result: z.object({ data: z.object({ value: z.object({ header: z.object({ height: z.coerce.number() }) }) }) }) });

/** Subscribes to the headers of new blocks, which CometBFT tells of when the App has committed. */
export async function watchBlocks(rpcUrl: string): Promise<BlockWatch> {
  const socket = new WebSocket(`${rpcUrl.replace(/^http/, "ws")}/websocket`);
  const seenAt = new Map<number, number>();
  await once(socket, "open");
  socket.addEventListener("message", ({ data }) => {
    const message = told.safeParse(JSON.parse(String(data)));
    if (message.success) seenAt.set(message.data.result.data.value.header.height, performance.now());
  });
  socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "subscribe", params: { query: "tm.event='NewBlockHeader'" } }));
  return { seenAt, [Symbol.dispose]: () => socket.close() };
}
