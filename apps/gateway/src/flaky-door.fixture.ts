/** A door in front of a gateway, which a test can slam: connections under way break, and nobody opens again. */
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

export interface FlakyDoor {
  readonly url: string;
  /** The gateway behind the door; known once it runs. */
  target: string;
  /** Like a host whose machine dies. */
  slam(): Promise<void>;
}

export async function openDoor(): Promise<FlakyDoor> {
  const sockets = new Set<Socket>();
  const server = createServer((outside) => {
    const { hostname, port } = new URL(door.target);
    const inside = connect(Number(port), hostname);
    for (const socket of [outside, inside]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => {
        sockets.delete(socket);
        outside.destroy();
        inside.destroy();
      });
    }
    outside.pipe(inside).pipe(outside);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const door: FlakyDoor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: "",
    async slam() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return door;
}
