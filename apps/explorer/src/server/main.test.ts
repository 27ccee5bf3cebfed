import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

function start(...args: string[]): { child: ChildProcess; stderr: () => string } {
  const child = fork(main, args, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  return { child, stderr: () => text };
}

test("a parent learns the address, a second server says which port is taken, and both end with their parent", async () => {
  const { child } = start("run", "--port", "0");
  const [ready] = (await once(child, "message")) as [{ type: string; url: string }];
  expect(ready).toEqual({ type: "ready", url: expect.stringMatching(/^http:\/\/localhost:\d+$/) as string });
  const response = await fetch(ready.url.replace("localhost", "127.0.0.1"));
  expect(await response.text()).toContain("<title>OpenLedger</title>");

  const { port } = new URL(ready.url);
  const second = start("run", "--port", port);
  expect(await once(second.child, "exit")).toEqual([1, null]);
  expect(second.stderr()).toContain(`Port ${port} is in use. Stop what uses it, or give another port with --port.`);

  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("a wrong command line is told what to write", async () => {
  const { child, stderr } = start("run", "--indexer", "nowhere");
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(stderr()).toContain("--indexer nowhere is no address; write it as http://127.0.0.1:4350.");
  expect(stderr()).toContain("Usage:");
});
