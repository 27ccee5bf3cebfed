import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Connections between nodes, each through a relay that can be cut while both nodes run. */
export interface Links extends AsyncDisposable {
  /** A port on 127.0.0.1 that `from` dials to reach `port` of `to`. */
  open(from: string, to: string, port: number): Promise<number>;
  /** Ends every connection of the node, in both directions, and lets none begin. */
  cut(name: string): void;
  heal(name: string): void;
}

const HOST = "127.0.0.1";

interface Link {
  readonly ends: readonly [string, string];
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

export function createLinks(): Links {
  const links: Link[] = [];
  const cutOff = new Set<string>();

  function relay(link: Link, near: Socket, port: number): void {
    if (link.ends.some((name) => cutOff.has(name))) {
      near.destroy();
      return;
    }
    const far = connect({ host: HOST, port });
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      link.sockets.add(socket);
      socket.setNoDelay(true);
      // An error is followed by a close, and one end without the other is of no use.
      socket.on("error", () => undefined);
      socket.on("close", () => {
        link.sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  }

  return {
    async open(from, to, port) {
      const server = createServer((socket) => relay(link, socket, port));
      const link: Link = { ends: [from, to], server, sockets: new Set() };
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, HOST, resolve);
      });
      links.push(link);
      return (server.address() as AddressInfo).port;
    },
    cut(name) {
      cutOff.add(name);
      for (const { ends, sockets } of links) {
        if (ends.includes(name)) for (const socket of sockets) socket.destroy();
      }
    },
    heal: (name) => void cutOff.delete(name),
    async [Symbol.asyncDispose]() {
      for (const { sockets } of links) for (const socket of sockets) socket.destroy();
      await Promise.all(links.map(({ server }) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
