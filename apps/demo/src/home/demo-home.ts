import { readFileSync, rmSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeFileAtomic } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { toUtf8 } from "@openledger/primitives";
import { z } from "zod";

/** Each participant has a home of their own below the demo's folder. */
export interface DemoHome {
  readonly root: string;
  readonly node: string;
  readonly indexer: string;
  readonly contributors: string;
  readonly faucet: string;
  readonly curator: string;
  readonly builder: string;
  readonly host: string;
  readonly buyer: string;
  /** The hosts of the spoken model, who publishes it, and who listens to it. */
  readonly harbour: string;
  readonly meadow: string;
  readonly summit: string;
  readonly guide: string;
  readonly listener: string;
  readonly logs: string;
}

const beginning = z.object({ format: z.literal("openledger.demo/1"), data: z.string().nullable() });

/** What a demo folder was begun with; it does not change until `--fresh`. */
export interface Beginning {
  readonly format: "openledger.demo/1";
  /** Folder whose text was registered; null for the documentation of the installed packages. */
  readonly data: string | null;
}

export function demoHome(root: string): DemoHome {
  const at = (name: string): string => join(resolve(root), name);
  return {
    root: resolve(root),
    node: at("node"),
    indexer: at("indexer"),
    contributors: at("contributors"),
    faucet: at("faucet"),
    curator: at("curator"),
    builder: at("builder"),
    host: at("host"),
    buyer: at("buyer"),
    harbour: at("harbour"),
    meadow: at("meadow"),
    summit: at("summit"),
    guide: at("guide"),
    listener: at("listener"),
    logs: at("logs"),
  };
}

const earlierPorts = z.record(z.string(), z.int().min(1).max(65_535));

/** Ports that the folder's last run used, by name: hosts have named theirs on the chain. */
export function portsOf({ root }: DemoHome): Readonly<Record<string, number>> {
  const text = readTextIfThere(join(root, PORTS));
  const parsed = text === undefined ? undefined : earlierPorts.safeParse(JSON.parse(text));
  return parsed?.data ?? {};
}

/** Notes the ports for the next run. */
export function notePorts({ root }: DemoHome, ports: Readonly<Record<string, number>>): void {
  writeFileAtomic(join(root, PORTS), toUtf8(`${JSON.stringify(ports)}\n`));
}

const PORTS = "ports.json";

/** Files of the folder's lock, which stay while its content goes. */
const LOCK_FILES: readonly string[] = ["LOCK", "PID", "FORMAT"];

/** Removes everything that earlier runs left. The caller holds the folder's lock. */
export function clearHome(home: DemoHome): void {
  for (const name of readdirSync(home.root)) {
    if (!LOCK_FILES.includes(name)) rmSync(join(home.root, name), { recursive: true, force: true });
  }
}

/**
 * What the demo folder was begun with, or, if it is new, what it is to begin with. Throws `OTHER_DATA` when the one
 * differs from the other; `data` undefined asks for nothing.
 */
export function beginningOf(home: DemoHome, data: string | undefined): Beginning {
  const asked = data === undefined ? undefined : resolve(data);
  const known = readBeginning(beginningFile(home));
  if (known !== undefined) {
    if (asked === undefined || asked === known.data) return known;
    const other = known.data ?? "the documentation of the installed packages";
    throw demoError("OTHER_DATA", `${home.root} was begun over ${other}; add --fresh to begin anew, or choose another --home`);
  }
  return { format: "openledger.demo/1", data: asked ?? null };
}

/** Notes what the folder begins with, once its text could be read. */
export function noteBeginning(home: DemoHome, begun: Beginning): void {
  writeFileAtomic(beginningFile(home), toUtf8(`${JSON.stringify(begun, undefined, 2)}\n`));
}

function beginningFile({ root }: DemoHome): string {
  return join(root, "demo.json");
}

function readBeginning(file: string): Beginning | undefined {
  const text = readTextIfThere(file);
  if (text === undefined) return undefined;
  try {
    return beginning.parse(JSON.parse(text));
  } catch (cause) {
    throw demoError("HOME", `${file} is not what this version writes; add --fresh to begin anew`, cause);
  }
}

/** The file's text, or undefined when there is none. */
export function readTextIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * `HOME`, `OTHER_DATA`: the demo's folder. `CONFIG`: an operator's file. `PORT_IN_USE`. `SERVICE`: a process of the network ended. `CHECK`: what the
 * chain says is not what must hold. `TIMEOUT`: something that must happen did not.
 */
export type DemoErrorCode = "HOME" | "CONFIG" | "OTHER_DATA" | "PORT_IN_USE" | "SERVICE" | "CHECK" | "TIMEOUT";

/** What stops the demo; the message is a sentence for the person at the terminal. */
export function demoError(code: DemoErrorCode, message: string, cause?: unknown): OperationalError<DemoErrorCode> {
  return new OperationalError(code, message, { retryable: false, cause });
}
