import { setImmediate } from "node:timers/promises";

/** Blocks and other requests wait for this long at most. */
const SLICE_MS = 5;

/** What a long loop awaits after each step: it lets other work of the process run about every 5 ms. */
export function createPace(): () => Promise<void> | undefined {
  let sliceEnd = performance.now() + SLICE_MS;
  const pause = async (): Promise<void> => {
    await setImmediate();
    sliceEnd = performance.now() + SLICE_MS;
  };
  return () => (performance.now() < sliceEnd ? undefined : pause());
}
