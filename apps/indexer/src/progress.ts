/** What a line of progress is made of. */
export interface ProgressState {
  readonly height: bigint;
  readonly head: bigint;
  readonly blocksPerSecond: number;
}

const BAR_WIDTH = 24;
const WINDOW_MS = 10_000;

/** One line: bar, heights, rate, what is missing, and when it will be done at this rate. */
export function progressLine({ height, head, blocksPerSecond }: ProgressState, first: bigint): string {
  const total = head - first;
  const share = total <= 0n ? 1 : Math.min(1, Number(height - first) / Number(total));
  const filled = Math.round(share * BAR_WIDTH);
  const lag = head > height ? head - height : 0n;
  const rate = blocksPerSecond >= 10 ? blocksPerSecond.toFixed(0) : blocksPerSecond.toFixed(1);
  const eta = lag === 0n ? "at the head" : blocksPerSecond > 0 ? `done in ${duration(Number(lag) / blocksPerSecond)}` : "waiting";
  return `[${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}] ${(share * 100).toFixed(1)} %  block ${height} of ${head}  ${rate} blocks/s  lag ${lag}  ${eta}`;
}

function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

/** Blocks per second over the last ten seconds; `now` in milliseconds. */
export function createRate(): { readonly note: (height: bigint, now: number) => number } {
  const seen: { readonly height: bigint; readonly at: number }[] = [];
  return {
    note(height, now) {
      seen.push({ height, at: now });
      while (seen.length > 2 && now - (seen[0]?.at ?? now) > WINDOW_MS) seen.shift();
      const [oldest] = seen;
      if (oldest === undefined || now <= oldest.at) return 0;
      return (Number(height - oldest.height) * 1_000) / (now - oldest.at);
    },
  };
}
