import { setImmediate } from "node:timers/promises";

const SLICE_MS = 5;

/** Runs `steps` to its end and lets other work of the process run about every 5 ms. */
export async function runInSlices<T>(steps: Iterator<void, T, void>): Promise<T> {
  let sliceEnd = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    sliceEnd = performance.now() + SLICE_MS;
  }
}
