/** A check beside the tests: one program that passes when it exits with 0. */
export interface Leg {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Every check of `npm test` besides vitest. Two run at a time, so the longest one is first; the cheap ones follow.
 * Programs come from node_modules/.bin.
 */
export const legs: readonly Leg[] = [
  {
    name: "a node under load keeps what it served through 21 crashes, full disks and flipped bits (soak:crash)",
    program: "node",
    args: ["apps/node/scripts/soak-crash.ts", "--rounds", "21"],
  },
  { name: "manifests are consistent (sherif)", program: "sherif", args: [] },
  { name: "packages import in one direction (turbo boundaries)", program: "turbo", args: ["boundaries"] },
  { name: "generated messages match proto/", program: "node", args: ["packages/messages/scripts/generate.ts", "--check"] },
  { name: "proto files keep the rules (buf lint)", program: "buf", args: ["lint"] },
  { name: "lint, type-aware (oxlint)", program: "oxlint", args: ["--quiet"] },
  { name: "types of the test runner", program: "tsc", args: ["-p", "infra/ci/tsconfig.json"] },
  { name: "types of every package (turbo typecheck)", program: "turbo", args: ["run", "typecheck", "--continue", "--output-logs=errors-only", "--ui=stream"] },
];
