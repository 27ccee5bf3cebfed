import { resolve } from "node:path";
import { createCelestiaDa, openFileDa, startDaServer } from "@openledger/da";
import type { FileSystem } from "@openledger/kv";
import type { Da } from "@openledger/ports";
import type { Sha256 } from "@openledger/primitives";
import { listenAddress } from "@openledger/rpc";
import type { NodeConfig } from "../config.ts";
import { nodeError } from "../node-error.ts";

export interface OpenedDa {
  readonly da: Da;
  /** Where it is served from here; undefined when it is not. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

export interface OpenDaOptions {
  /** `file:FOLDER` or `celestia:URL`. */
  readonly config: Pick<NodeConfig, "da" | "da_auth_token" | "da_laddr">;
  /** What a relative folder lies below. */
  readonly home: string;
  readonly sha256: Sha256;
  readonly nowMs: () => number;
  readonly fileSystem?: FileSystem | undefined;
}

/** The DA that the settings name. Throws `CONFIG`, or what opening and listening throw. */
export async function openDa({ config, home, sha256, nowMs, fileSystem }: OpenDaOptions): Promise<OpenedDa> {
  const [kind, where] = [config.da.slice(0, config.da.indexOf(":")), config.da.slice(config.da.indexOf(":") + 1)];
  if (kind === "celestia") {
    if (config.da_laddr !== "") throw nodeError("CONFIG", "da_laddr: a celestia-node serves itself; leave this empty, or use da = \"file:FOLDER\"");
    const da = createCelestiaDa({ url: where, sha256, authToken: config.da_auth_token });
    return { da, url: undefined, close: () => Promise.resolve() };
  }
  const da = openFileDa({ folder: resolve(home, where), sha256, nowMs, ...(fileSystem === undefined ? {} : { fileSystem }) });
  try {
    const server = config.da_laddr === "" ? undefined : await startDaServer(da, listenAddress(config.da_laddr), { authToken: config.da_auth_token });
    const close = async (): Promise<void> => {
      await server?.close();
      da.close();
    };
    return { da, url: server?.url, close };
  } catch (error) {
    da.close();
    throw error;
  }
}
