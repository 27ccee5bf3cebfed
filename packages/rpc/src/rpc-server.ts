import type { RpcBackend } from "./backend.ts";
import type { ReportDefect } from "./dispatch.ts";
import { createRpcHttpServer } from "./http-server.ts";
import { listen, type ListenAddress, type RunningServer } from "./listen.ts";
import { attachWebSocket } from "./websocket.ts";

/**
 * CometBFT v0.38's JSON-RPC over HTTP and WebSocket. `report` hears of defects whose text clients do not get.
 * Throws `PORT_IN_USE` or `LISTEN_FAILED`.
 */
export async function startRpcServer(
  backend: RpcBackend,
  address: ListenAddress,
  report: ReportDefect,
): Promise<RunningServer> {
  const server = createRpcHttpServer(backend, report);
  const running = await listen(server, address, "RPC");
  const detach = attachWebSocket(server, backend, report);
  return {
    ...running,
    async close() {
      detach();
      await running.close();
    },
  };
}
