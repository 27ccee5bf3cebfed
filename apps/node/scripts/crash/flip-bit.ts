import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A bit that was changed. */
export interface Flip {
  readonly file: string;
  /** Puts the whole home back as it was. */
  restore(): void;
}

/** Flips one bit of the logs, the snapshots or the signing state of a stopped home. */
export function flipBit(home: string, random: (limit: number) => number): Flip | undefined {
  const files = readdirSync(home, { recursive: true, encoding: "utf8" })
    .filter((name) => /(blocks\.log|state\.log|\.snapshot|priv_validator_state\.json)$/.test(name))
    .map((name) => join(home, name))
    .filter((path) => statSync(path).size > 0)
    .toSorted();
  const path = files[random(Math.max(1, files.length))];
  if (path === undefined) return undefined;
  const copy = `${home}.copy`;
  cpSync(home, copy, { recursive: true });
  const changed = readFileSync(path);
  const at = random(changed.length);
  changed[at] = (changed[at] as number) ^ (1 << random(8));
  writeFileSync(path, changed);
  const restore = (): void => {
    rmSync(home, { recursive: true });
    cpSync(copy, home, { recursive: true });
    rmSync(copy, { recursive: true });
  };
  return { file: relative(home, path), restore };
}
