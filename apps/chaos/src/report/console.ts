/** Where people follow a run. */
export interface Console {
  /** A line that stays. */
  line(text: string): void;
  /** What happens now: replaced by the next one on a terminal, and not shown elsewhere. */
  now(text: string): void;
}

type Out = Pick<NodeJS.WriteStream, "write"> & { readonly isTTY?: boolean; readonly columns?: number };

const CLEAR = "\r\u001b[2K";

export function createConsole(out: Out): Console {
  const isTerminal = out.isTTY === true;
  return {
    line: (text) => void out.write(isTerminal ? `${CLEAR}${text}\n` : `${text}\n`),
    now: (text) => void (isTerminal && out.write(`${CLEAR}${text.slice(0, (out.columns ?? 80) - 1)}`)),
  };
}
