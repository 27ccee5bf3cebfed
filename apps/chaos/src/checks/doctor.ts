import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";

const OPENLEDGERD = resolve(import.meta.dirname, "..", "..", "..", "node", "src", "main.ts");
const shape = z.object({ isSound: z.boolean(), checks: z.array(z.object({ name: z.string(), problem: z.string().optional() })) });

/** What a doctor's visit to a stopped home found. */
export interface Visit {
  /** Checks that were made: files, every hash of the state, every law of money. */
  readonly checks: number;
  /** One sentence each. */
  readonly problems: readonly string[];
}

/** `openledgerd doctor` on the home of a stopped node. */
export async function visitHome(home: string): Promise<Visit> {
  const child = spawn(process.execPath, [OPENLEDGERD, "doctor", "--home", home, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
  const parsed = shape.safeParse(parseJson(printed));
  if (!parsed.success) return { checks: 0, problems: [`doctor gives no report on ${home}; what it says is above`] };
  const { checks, isSound } = parsed.data;
  const problems = checks.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${home}: ${name}: ${problem}`]));
  return { checks: checks.length, problems: isSound || problems.length > 0 ? problems : [`${home} is not sound`] };
}

function parseJson(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    return undefined;
  }
}
