import { StoreError } from "../store-error.ts";

/** Says whether the memory of a version may still be read. */
export interface Lease {
  readonly version: bigint;
  released: boolean;
}

/** Throws StoreError VERSION_NOT_AVAILABLE once the memory of a version may hold something else. */
export function requireHeld({ version, released }: Lease): void {
  if (released) throw new StoreError("VERSION_NOT_AVAILABLE", `version ${version} was pruned; ask for a later one`);
}

/** The same steps, none of which runs once the version is given up. */
export function* whileHeld<Step, End>(lease: Lease, steps: Generator<Step, End, void>): Generator<Step, End, void> {
  for (;;) {
    requireHeld(lease);
    const step = steps.next();
    if (step.done === true) return step.value;
    yield step.value;
  }
}
