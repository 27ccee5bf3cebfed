import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { localnetError } from "./errors.ts";

const INSTALL =
  "install it with `go install github.com/cometbft/cometbft/cmd/cometbft@v0.38.19` (Go 1.22.11 or later), or take a v0.38 release from https://github.com/cometbft/cometbft/releases";

/** Where CometBFT is, or undefined: what COMETBFT_PATH names, else the first of the PATH, else where `go install` puts it. */
export function findCometbft(environment: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const named = environment["COMETBFT_PATH"];
  if (named !== undefined && named !== "") return isRightVersion(named) ? named : undefined;
  const folders = [...(environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""), goBin(environment)];
  return folders.map((folder) => join(folder, "cometbft")).find((path) => existsSync(path) && isRightVersion(path));
}

/** Throws `COMETBFT` that says how to get it. */
export function requireCometbft(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const found = findCometbft(environment);
  if (found !== undefined) return found;
  const named = environment["COMETBFT_PATH"];
  const where = named === undefined || named === "" ? `neither on the PATH nor in ${goBin(environment)}` : `not at ${named}, which COMETBFT_PATH names`;
  throw localnetError("COMETBFT", `validators run CometBFT v0.38, and it is ${where}; ${INSTALL}`);
}

function goBin(environment: Readonly<Record<string, string | undefined>>): string {
  return environment["GOBIN"] ?? join(environment["GOPATH"] ?? join(environment["HOME"] ?? homedir(), "go"), "bin");
}

/** v1 and v2 speak another dialect of ABCI. */
function isRightVersion(path: string): boolean {
  const { stdout } = spawnSync(path, ["version"], { encoding: "utf8" });
  return /^v?0\.38\./.test((stdout ?? "").trim());
}
