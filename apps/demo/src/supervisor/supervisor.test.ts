import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createSupervisor, waitForEarlierProcesses, type Supervisor } from "./supervisor.ts";

let folder = "";
let supervisor: Supervisor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "supervisor-"));
  supervisor = createSupervisor(folder, join(folder, "logs"));
});
afterEach(async () => {
  await supervisor.stopAll();
  rmSync(folder, { recursive: true });
});

const ready = z.object({ url: z.string() });

function script(name: string, source: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, source);
  return path;
}

const SERVES = `
process.send({ type: "ready", url: "http://127.0.0.1:1" });
process.on("disconnect", () => process.exit(0));
setInterval(() => {}, 1000);
`;

test("a service is started when it says where it is, and stopped when asked", async () => {
  const service = await supervisor.start({ name: "good", script: script("good", SERVES), args: [], ready });
  expect(service.ready.url).toBe("http://127.0.0.1:1");
  expect(readFileSync(join(folder, "processes.json"), "utf8")).toContain(String(service.pid));
  await supervisor.stopAll();
  expect(() => process.kill(service.pid, 0)).toThrow();
  await waitForEarlierProcesses(folder, 1_000);
});

test("a service that ends before it is ready is an error with its last lines", async () => {
  const bad = script("bad", `console.error("no disk left"); process.exitCode = 3;`);
  await expect(supervisor.start({ name: "bad", script: bad, args: [], ready })).rejects.toMatchObject({
    code: "SERVICE",
    message: expect.stringMatching(/the bad ended by itself \(exit code 3\)[^]*no disk left/),
  });
});

test("a service that crashes later is reported and not restarted", async () => {
  const source = `${SERVES} setTimeout(() => { console.error("out of luck"); process.exit(7); }, 50);`;
  await supervisor.start({ name: "late", script: script("late", source), args: [], ready });
  await expect(supervisor.failed).rejects.toMatchObject({ message: expect.stringContaining("out of luck") });
});

test("a service that ignores being asked is killed", async () => {
  const stubborn = script("stubborn", `process.on("SIGTERM", () => {}); ${SERVES.replace("process.exit(0)", "0")}`);
  const service = await supervisor.start({ name: "stubborn", script: stubborn, args: [], ready });
  await service.stop(100);
  expect(() => process.kill(service.pid, 0)).toThrow();
});

test("a process that is on its way up when everything stops is stopped as well", async () => {
  const slow = script("slow", `setTimeout(() => process.send({ type: "ready", url: "http://127.0.0.1:1" }), 300);\nprocess.on("disconnect", () => process.exit(0));`);
  const begun = supervisor.start({ name: "slow", script: slow, args: [], ready });
  await supervisor.stopAll();
  const { pid } = await begun;
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  await expect(supervisor.start({ name: "late", script: slow, args: [], ready })).rejects.toThrow("everything is being stopped");
});

test("a process that is killed on purpose fails nobody", async () => {
  const service = await supervisor.start({ name: "victim", script: script("victim", SERVES), args: [], ready });
  await service.kill();
  expect(() => process.kill(service.pid, 0)).toThrow("ESRCH");
  await supervisor.stopAll();
});
