/** A DA, and a signer that has the key of a home: what two nodes share. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createNodeCrypto } from "@openledger/crypto";
import { openFileDa, startDaServer, type FileDa } from "@openledger/da";
import { createValidatorKey } from "@openledger/sequencer";
import { openSigner, signerPaths, startSignerServer, takeOverKey, type Signer } from "@openledger/signer";
import type { NodeConfigInput } from "../config.ts";
import { homePaths } from "../home.ts";
import { TEST_CONFIG, type TestHome } from "../node.fixture.ts";

const { sha256 } = createNodeCrypto();
export const CHAIN_ID = "openledger-test-1";
export const TOKEN = "0123456789abcdef0123456789abcdef";

export interface SharedSetting extends AsyncDisposable {
  readonly da: FileDa;
  readonly signer: Signer;
  readonly config: NodeConfigInput;
  stopDa(): Promise<void>;
  startDa(): Promise<void>;
}

export interface ServedSigner extends AsyncDisposable {
  readonly signer: Signer;
  readonly url: string;
}

/** The signer of a home, in this process. */
export async function serveSigner(home: string, limitBytes?: number): Promise<ServedSigner> {
  const signer = openSigner({ home, sha256, ...(limitBytes === undefined ? {} : { limitBytes }) });
  const onBroken = (error: Error): void => {
    throw error;
  };
  const server = await startSignerServer({ signer, address: { host: "127.0.0.1", port: 0 }, token: TOKEN, onBroken });
  return {
    ...{ signer, url: server.url },
    async [Symbol.asyncDispose]() {
      await server.close();
      signer[Symbol.dispose]();
    },
  };
}

/** A DA and a signer with the key of `home`, or one that has another key or chain. */
export async function openShared(home: TestHome, other: { readonly chainId?: string; readonly hasAnotherKey?: boolean; readonly limitBytes?: number } = {}): Promise<SharedSetting> {
  const paths = homePaths(home.home);
  const signerHome = join(home.home, "signer");
  const files = { dataFolder: paths.dataFolder, keyFile: paths.validatorKeyFile, signStateFile: paths.signStateFile, markerFile: paths.signerMarkerFile };
  takeOverKey(signerHome, files, { chainId: other.chainId ?? CHAIN_ID, initialHeight: 1n }, sha256);
  if (other.hasAnotherKey === true) {
    rmSync(signerPaths(signerHome).keyFile);
    createValidatorKey(signerPaths(signerHome).keyFile, sha256);
  }
  const da = openFileDa({ folder: join(home.home, "da"), sha256, nowMs: Date.now });
  let daServer = await startDaServer(da, { host: "127.0.0.1", port: 0 });
  const { port, url: daUrl } = daServer;
  const { signer, url, ...server } = await serveSigner(signerHome, other.limitBytes);
  const config = { ...TEST_CONFIG, block_time: "50ms", follow: "standby", da: `celestia:${daUrl}`, signer: url, signer_token: TOKEN, signer_lease: "1s" };
  return {
    ...{ da, signer, config },
    stopDa: () => daServer.close(),
    async startDa() {
      daServer = await startDaServer(da, { host: "127.0.0.1", port });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([server[Symbol.asyncDispose](), daServer.close()]);
      da.close();
    },
  };
}
