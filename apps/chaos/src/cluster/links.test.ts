import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createLinks } from "./links.ts";

/** What an echo says through the port, or how the connection ended. */
async function ask(port: number, word: string): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port });
  socket.write(word);
  const answer = await Promise.race([once(socket, "data").then(([data]) => String(data)), once(socket, "close").then(() => "closed")]);
  socket.destroy();
  return answer;
}

test("a cut node's connections end in both directions, others stay, and healing lets new ones begin", async () => {
  const echo = createServer((socket) => socket.on("error", () => undefined).pipe(socket)).listen(0, "127.0.0.1");
  await once(echo, "listening");
  const { port } = echo.address() as AddressInfo;
  {
    await using links = createLinks();
    const [out, back, other] = [await links.open("a", "b", port), await links.open("b", "a", port), await links.open("b", "c", port)];
    const standing = connect({ host: "127.0.0.1", port: out });
    standing.write("x");
    await once(standing, "data");
    links.cut("a");
    await once(standing, "close");
    expect([await ask(out, "1"), await ask(back, "2"), await ask(other, "3")]).toEqual(["closed", "closed", "3"]);
    links.heal("a");
    expect([await ask(out, "1"), await ask(back, "2")]).toEqual(["1", "2"]);
  }
  echo.close();
});
