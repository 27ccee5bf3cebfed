import type { ReadStream } from "node:tty";
import { createInterface } from "node:readline/promises";
import { keyringError } from "./errors.ts";

const PASSWORD_BYTES_MAX = 1024;

/**
 * Asks for a password: without echo on a terminal, else the next line of standard input, so that scripts can pipe it.
 * Never on the command line, where other users of the machine read it.
 */
export function createPasswordReader(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr,
): (purpose: { readonly confirm: boolean }) => Promise<string> {
  let lines: AsyncIterator<string> | undefined;
  return async ({ confirm }) => {
    if (!input.isTTY) {
      lines ??= createInterface({ input })[Symbol.asyncIterator]();
      const { value, done } = await lines.next();
      if (done === true) throw keyringError("KEY_PASSWORD", "standard input ended before a password came");
      return value.slice(0, PASSWORD_BYTES_MAX);
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
