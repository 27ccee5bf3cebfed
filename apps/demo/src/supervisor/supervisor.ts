import { join } from "node:path";
import { writeFileAtomic } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import { z } from "zod";
import { demoError, readTextIfThere } from "../home/demo-home.ts";
import { startService, type Service, type ServiceSpec } from "./service.ts";

/** The processes of the network as one thing. */
export interface Supervisor {
  start<Ready>(spec: Omit<ServiceSpec<Ready>, "logFile">): Promise<Service<Ready>>;
  /** Rejects when a process ends without being asked to; none is ever restarted in silence. */
  readonly failed: Promise<never>;
  /** Ends all processes, the last one started first. */
  stopAll(): Promise<void>;
}

/** `folder` takes the list of running processes, `logs` what they print. */
export function createSupervisor(folder: string, logs: string): Supervisor {
  const services: Service<unknown>[] = [];
  const failure = Promise.withResolvers<never>();
  const starting = new Set<Promise<unknown>>();
  let isStopping = false;
  failure.promise.catch(() => undefined);
  const notePids = (): void => {
    writeFileAtomic(join(folder, PIDS), toUtf8(`${JSON.stringify(services.map(({ name, pid }) => ({ name, pid })))}\n`));
  };
  return {
    failed: failure.promise,
    async start(spec) {
      if (isStopping) throw demoError("SERVICE", `the ${spec.name} is not started: everything is being stopped`);
      const begun = startService({ ...spec, logFile: join(logs, `${spec.name}.log`) }, failure.reject);
      const tracked = begun.then((service) => services.push(service), () => undefined);
      starting.add(tracked);
      const service = await begun;
      await tracked;
      starting.delete(tracked);
      notePids();
      return service;
    },
    async stopAll() {
      isStopping = true;
      for (let service = services.pop(); service !== undefined; service = services.pop()) await service.stop();
      // What was on its way up when this began is up now.
      await Promise.all(starting);
      for (let service = services.pop(); service !== undefined; service = services.pop()) await service.stop();
      notePids();
    },
  };
}

const PIDS = "processes.json";
const pidsSchema = z.array(z.object({ name: z.string(), pid: z.int().positive() }));

/**
 * Waits until the processes of a run that was killed have noticed and left, `patienceMs` at most. A number that the
 * system has given to another process meanwhile only costs the wait.
 */
export async function waitForEarlierProcesses(folder: string, patienceMs: number): Promise<void> {
  const text = readTextIfThere(join(folder, PIDS));
  const parsed = text === undefined ? undefined : pidsSchema.safeParse(tryJson(text));
  const pids = parsed?.success === true ? parsed.data.map(({ pid }) => pid) : [];
  const end = Date.now() + patienceMs;
  while (pids.some(isAlive) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
