import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

interface ChatBody {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

const body: z.ZodType<ChatBody> = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });

/** Listens on any free port of this machine, tells the process that started this one, and ends with it. */
export function listenAndTell(server: Server): void {
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo;
    process.send?.({ type: "ready", url: `http://127.0.0.1:${port}` });
  });
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
    if (process.connected) process.disconnect?.();
  };
  process.on("SIGTERM", stop).on("disconnect", stop);
}

export async function readJson(request: IncomingMessage): Promise<ChatBody> {
  let text = "";
  for await (const bytes of request) text += String(bytes);
  return body.parse(JSON.parse(text));
}
