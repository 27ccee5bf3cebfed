import { nodeError } from "./node-error.ts";

const PINNED = "v26.10.0";

/** Every validator runs the same V8. Throws `NODE_VERSION`, unless OPENLEDGER_ALLOW_ANY_NODE is 1 (the replay test on another major). */
export function requireNodeVersion(): void {
  if (process.version === PINNED || process.env["OPENLEDGER_ALLOW_ANY_NODE"] === "1") return;
  throw nodeError(
    "NODE_VERSION",
    `this is Node ${process.version} and the chain runs on ${PINNED} only; start it with "npx openledgerd" in the repository`,
  );
}
