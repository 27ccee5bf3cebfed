/** Lets timers and other callers have their turn between two pieces of long work. */
export function otherWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
