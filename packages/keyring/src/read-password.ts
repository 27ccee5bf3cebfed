import type { ReadStream } from "node:tty";
import { createInterface, type Interface } from "node:readline/promises";
import { keyringError } from "./errors.ts";

const PASSWORD_BYTES_MAX = 1024;

const readers = new WeakMap<NodeJS.ReadStream, { readonly prompt: Interface; readonly lines: AsyncIterator<string> }>();

/**
 * The next line of an input that is no terminal, such as standard input of a script; undefined after the last one. All
 * callers share one reader, so that no line is swallowed, and an input that stays open does not keep the process alive.
 */
export async function readInputLine(input: NodeJS.ReadStream = process.stdin): Promise<string | undefined> {
  let reader = readers.get(input);
  if (reader === undefined) {
    const prompt = createInterface({ input });
    reader = { prompt, lines: prompt[Symbol.asyncIterator]() };
    readers.set(input, reader);
  }
  input.resume();
  const { value, done } = await reader.lines.next();
  input.pause();
  return done === true ? undefined : value;
}

/**
 * Asks for a password: without echo on a terminal, else the next line of standard input, so that scripts can pipe it.
 * Never on the command line, where other users of the machine read it.
 */
export function createPasswordReader(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr,
): (purpose: { readonly confirm: boolean }) => Promise<string> {
  return async ({ confirm }) => {
    if (!input.isTTY) {
      const line = await readInputLine(input);
      if (line === undefined) throw keyringError("KEY_PASSWORD", "standard input ended before a password came");
      return line.slice(0, PASSWORD_BYTES_MAX);
    }
    const password = await readHidden(input, output, confirm ? "New keyring password: " : "Keyring password: ");
    if (confirm && (await readHidden(input, output, "The same again: ")) !== password) {
      throw keyringError("KEY_PASSWORD", "the two passwords differ");
    }
    return password;
  };
}

function readHidden(input: ReadStream, output: NodeJS.WriteStream, prompt: string): Promise<string> {
  output.write(prompt);
  input.setRawMode(true);
  input.resume();
  input.setEncoding("utf8");
  return new Promise((resolve, reject) => {
    let typed = "";
    const finish = (action: () => void): void => {
      input.off("data", read);
      input.setRawMode(false);
      input.pause();
      output.write("\n");
      action();
    };
    const read = (chunk: string): void => {
      for (const character of chunk) {
        if (character === "\r" || character === "\n") return finish(() => resolve(typed));
        if (character === "\u0003") return finish(() => reject(keyringError("KEY_PASSWORD", "interrupted")));
        if (character === "\u007f" || character === "\b") typed = typed.slice(0, -1);
        else if (typed.length < PASSWORD_BYTES_MAX) typed += character;
      }
    };
    input.on("data", read);
  });
}
