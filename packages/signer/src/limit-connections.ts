import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Closes what one host opens above `perHost` connections as soon as it is there, so that others find a place. */
export function limitConnections(server: Server, perHost: number): Server {
  const open = new Map<string, number>();
  return server.on("connection", (socket: Socket) => {
    const host = hostOf(socket.remoteAddress ?? "");
    const count = (open.get(host) ?? 0) + 1;
    open.set(host, count);
    socket.once("close", () => {
      const left = (open.get(host) ?? 1) - 1;
      if (left > 0) open.set(host, left);
      else open.delete(host);
    });
    if (count > perHost) socket.destroy();
  });
}

/** One host has every address of an IPv6 network of 64 bits; one of IPv4 is the same however it is written. */
export function hostOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const plain = address.split("%")[0] ?? address;
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const whole = [...groups, ...Array.from({ length: missing }, () => "0"), ...rest];
  return whole.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}
