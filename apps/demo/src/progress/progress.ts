import type { Writable } from "node:stream";

/** Tells a person what is being done. */
export interface Progress {
  /** Runs one step; `detail` replaces what stands beside its title, the last one stays. */
  step<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
  note(text: string): void;
  /** Seconds that each step took, by title. */
  readonly durations: Readonly<Record<string, number>>;
}

const FRAMES: readonly string[] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const PLAIN_UPDATE_MS = 5_000;

/** On a terminal one line lives while a step runs; elsewhere each step is a line, and a long one says how far it is. */
export function createProgress(out: Writable & { readonly isTTY?: boolean; readonly columns?: number }): Progress {
  const isTerminal = out.isTTY === true;
  const durations: Record<string, number> = {};
  const line = (text: string): void => void out.write(`${text}\n`);
  const live = (text: string): void => void out.write(`\r\u001b[K${text.slice(0, (out.columns || 100) - 1)}`);

  return {
    durations,
    note: line,
    async step(title, work) {
      const begun = performance.now();
      const seconds = (): number => Math.round(performance.now() - begun) / 1_000;
      let detail = "";
      let frame = 0;
      const timer = setInterval(
        () => {
          if (isTerminal) live(`  ${FRAMES[frame++ % FRAMES.length]} ${title}  ${detail}`);
          else line(`  … ${title}: ${detail === "" ? "under way" : detail} (${seconds()} s)`);
        },
        isTerminal ? 100 : PLAIN_UPDATE_MS,
      );
      try {
        const result = await work((text) => {
          detail = text;
        });
        durations[title] = seconds();
        const told = `${title}${detail === "" ? "" : `: ${detail}`} (${seconds().toFixed(1)} s)`;
        if (isTerminal) out.write(`\r\u001b[K`);
        line(`  ✓ ${told}`);
        return result;
      } catch (error) {
        if (isTerminal) out.write(`\r\u001b[K`);
        line(`  ✗ ${title} ${detail}`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}
