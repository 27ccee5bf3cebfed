import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

const HEXTETS_OF_A_SITE = 4;

/**
 * Whom a request counts for: the address that it comes from, or behind a trusted proxy the last one that the proxy wrote
 * into `X-Forwarded-For`. All of an IPv6 /64 is one client, because one machine may use any address of it.
 */
export function clientAddress(request: IncomingMessage, trustsProxy: boolean): string {
  const forwarded = trustsProxy ? [request.headers["x-forwarded-for"]].flat().at(-1)?.split(",").at(-1)?.trim() : undefined;
  const address = (forwarded ?? request.socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/, "");
  return isIPv6(address) ? siteOf(address) : address;
}

function siteOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return `${[...first, ...Array.from({ length: zeros }, () => "0"), ...last].slice(0, HEXTETS_OF_A_SITE).join(":")}::/64`;
}
