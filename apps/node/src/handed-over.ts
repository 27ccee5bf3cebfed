import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import type { HomePaths } from "./home.ts";
import { nodeError } from "./node-error.ts";

const FILE = "handed-over";

/** Notes in a home that its chain goes on elsewhere, under the same name and with the same keys. */
export function markHandedOver({ dataFolder }: HomePaths, sentence: string): void {
  writeFileAtomic(join(dataFolder, FILE), toUtf8(`${sentence}\n`), { mode: 0o644 });
}

/** Refuses to start such a home with `HOME`: the chain would have two blocks of one height, and a validator of both is slashed for it. */
export function refuseHandedOver({ dataFolder }: HomePaths): void {
  const file = join(dataFolder, FILE);
  if (!existsSync(file)) return;
  throw nodeError(
    "HOME",
    `${readFileSync(file, "utf8").trim()} A node that goes on here would sign these heights a second time. Start the home that begins from the export instead; if no node ever began from it, delete ${file}`,
  );
}
