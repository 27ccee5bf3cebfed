import { HttpClient, type RpcClient } from "@cosmjs/tendermint-rpc";

type Request = Parameters<RpcClient["execute"]>[0];

/**
 * JSON-RPC over HTTP. Reading is tried a second time when the server closed a connection that was kept open: it does so
 * after some idle seconds, and a process that was busy that long learns of it only when it uses the connection again. A
 * transaction is sent once, since a node refuses one that it knows.
 */
export function createRpcTransport(rpcUrl: string, http: RpcClient = new HttpClient(rpcUrl)): RpcClient {
  const execute = async (request: Request): ReturnType<RpcClient["execute"]> => {
    try {
      return await http.execute(request);
    } catch (error) {
      if (request.method.startsWith("broadcast_") || !isClosedConnection(error)) throw error;
      return http.execute(request);
    }
  };
  return { execute, disconnect: () => http.disconnect() };
}

function isClosedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && (cause.code === "UND_ERR_SOCKET" || cause.code === "ECONNRESET");
}
