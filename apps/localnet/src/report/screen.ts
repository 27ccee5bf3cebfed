/** Lines that follow what happens. */
export interface Screen {
  show(lines: readonly string[]): void;
}

const QUIET_MS = 60_000;

/** On a terminal the lines are written in place; elsewhere they are printed once a minute. */
export function createScreen(out: Pick<NodeJS.WriteStream, "write"> & { readonly isTTY?: boolean }, now: () => number = Date.now): Screen {
  let height = 0;
  let shownAt: number | undefined;
  return {
    show(lines) {
      if (out.isTTY !== true) {
        if (shownAt !== undefined && now() - shownAt < QUIET_MS) return;
        shownAt = now();
        out.write(`${lines.join("\n")}\n`);
        return;
      }
      const up = height === 0 ? "" : `\u001b[${height}A`;
      out.write(`${up}${lines.map((line) => `\u001b[2K${line}\n`).join("")}`);
      height = lines.length;
    },
  };
}
