import { vi } from "vitest";
import { createProgram } from "../program.ts";

/** What a command printed; a failure is its message on standard error. */
export interface CliRun {
  readonly out: string;
  readonly err: string;
  readonly code: 0 | 1;
}

/** Runs a command of `openledgerd` in this process. */
export async function runCli(...args: readonly string[]): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => err.push(String(text)) > 0),
  ];
  let code: CliRun["code"] = 0;
  try {
    await createProgram().parseAsync(args, { from: "user" });
  } catch (error) {
    code = 1;
    err.push(error instanceof Error ? error.message : String(error));
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { out: out.join(""), err: err.join(""), code };
}
