/** The key that this node shares with another one, through a signer. */
import { equalBytes, toHex, type Height, type Sha256 } from "@openledger/primitives";
import { holdsPower, lastSealedBy, nextHeight, type OpenedChain, type ValidatorKey } from "@openledger/sequencer";
import { createSignerClient, openSharedKey, type SharedKey } from "@openledger/signer";
import type { Logger } from "@openledger/telemetry";
import { readToken } from "./cli/read-token.ts";
import type { NodeConfig } from "./config.ts";
import type { HomePaths } from "./home.ts";
import { nodeError } from "./node-error.ts";
import { whyAstray } from "./turns/journal-astray.ts";

interface SharedKeyParts {
  readonly config: NodeConfig;
  readonly paths: HomePaths;
  readonly chain: OpenedChain;
  /** Of this home; who this node is to the signer. */
  readonly ownKey: ValidatorKey;
  readonly sha256: Sha256;
  readonly logger: Logger;
}

/**
 * Undefined when the settings name no signer. It asks for the lease from here on, until `cleanup`, which gives it back.
 * Throws `CONFIG` when the home holds the signer's key as well, and as `openSharedKey`.
 */
export async function openSharedKeyOf({ config, paths, chain, ownKey, sha256, logger }: SharedKeyParts, cleanup: (() => void | Promise<void>)[]): Promise<SharedKey | undefined> {
  if (config.signer === "") return undefined;
  const client = createSignerClient({ url: config.signer, token: readToken(config.signer_token_file) ?? config.signer_token });
  cleanup.push(() => client.close());
  const { chainId, initialHeight } = chain.genesis;
  let lastCode: string | undefined;
  const shared = await openSharedKey({
    client,
    node: toHex(ownKey.address),
    chainId,
    ttlMs: config.signer_lease,
    renewMs: Math.floor(config.signer_lease / 5),
    tryMs: Math.floor(config.signer_lease / 10),
    hasBlock({ height, hash }) {
      if (height < initialHeight) return chain.store.stateHeight < initialHeight;
      const own = height > chain.store.stateHeight ? undefined : chain.store.block(height as Height);
      return own !== undefined && equalBytes(own.blockId.hash, hash);
    },
    // Until a block is executed, the sets of the next ones are not known.
    sealedHere: () => (chain.store.stateHeight === chain.store.lastHeight ? lastSealedBy(chain, shared.publicKey) : 0n),
    afterOthers() {
      const { stateHeight } = chain.store;
      const last = stateHeight < initialHeight || stateHeight !== chain.store.lastHeight ? undefined : chain.store.block(stateHeight);
      if (last === undefined || holdsPower(chain.validators.at(stateHeight), shared.publicKey) || !holdsPower(chain.validators.at(nextHeight(chain)), shared.publicKey)) return undefined;
      return { height: stateHeight, hash: last.blockId.hash };
    },
    whyAstray: (tip, sealedAt) => whyAstray(chain, sha256, shared.publicKey)(tip, sealedAt),
    onRetry(error) {
      // Once per outage, not per try.
      if (error.code !== lastCode) logger.warn({ code: error.code }, `${error.message}; trying again`);
      lastCode = error.code;
    },
  });
  if (equalBytes(shared.publicKey, ownKey.publicKey)) {
    throw nodeError("CONFIG", `${paths.validatorKeyFile} holds the key that the signer at ${config.signer} has: only one of them may; move it with "openledgerd signer take-over"`);
  }
  const running = shared.run();
  running.catch((error: unknown) => logger.error({ err: error }, "the lease is not asked for any more"));
  cleanup.push(async () => {
    shared.stop();
    await running.catch(() => undefined);
  });
  return shared;
}

/** For status: who may seal at present. */
export function sharedKeyJson(shared: SharedKey | undefined): { readonly signer?: object } {
  if (shared === undefined) return {};
  const { url, lease, heldBy, tip, failure } = shared.status();
  const state = failure !== undefined ? `fails: ${failure.message}` : lease !== undefined ? "this node may seal" : heldBy !== undefined ? `${heldBy} may seal` : "nobody may seal; this node asks for it when it has the last sealed block";
  return { signer: { status: state, url, lease: lease === undefined ? null : `${lease}`, sealed_height: tip === undefined ? null : `${tip.height}`, failure: failure ?? null } };
}
