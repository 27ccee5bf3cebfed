import type { CommittedBlock } from "@openledger/sequencer";
import type { Driver } from "../driver.ts";
import type { Parts } from "../node-parts.ts";
import { createFollowerDriver } from "./follower-driver.ts";
import { openDa } from "./open-da.ts";

/** Drives a node that makes no blocks, from the DA that the settings name. `onCommitted` is called once per block, in order. */
export async function followOnly(parts: Parts, onCommitted: (committed: CommittedBlock) => void): Promise<Driver> {
  const { config, crypto, fileSystem, nowMs, paths } = parts;
  const opened = await openDa({ config, home: paths.home, sha256: crypto.sha256, nowMs, fileSystem });
  try {
    const driver = createFollowerDriver(parts, opened, onCommitted);
    const close = async (): Promise<void> => {
      await driver.close();
      await opened.close();
    };
    return { ...driver, close };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
