/** What a node is made of, whoever drives it. */
import { existsSync } from "node:fs";
import { attestersOf, createChain, forcedInclusionOf, recoveryOf, type ForcedInclusion, type Recovery } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { savedBreaks } from "@openledger/follower";
import { lockDataFolder, type FileSystem } from "@openledger/kv";
import { createKvstore } from "@openledger/kvstore";
import type { Crypto, Height } from "@openledger/primitives";
import { loadValidatorKey, openChain, type OpenedChain, type ValidatorKey } from "@openledger/sequencer";
import type { SharedKey } from "@openledger/signer";
import { parseMinGasPrices, type App, type StateMachine } from "@openledger/state-machine";
import { createLogger, createNodeMetrics, type Logger, type NodeMetrics } from "@openledger/telemetry";
import { loadConfig, type NodeConfig, type NodeConfigInput } from "./config.ts";
import { daStartOf } from "./da/da-start.ts";
import { readGenesisFile, type GenesisFile } from "./genesis-file.ts";
import { refuseHandedOver } from "./handed-over.ts";
import { homePaths, type HomePaths } from "./home.ts";
import { nodeError } from "./node-error.ts";
import { openSharedKeyOf } from "./shared-key-parts.ts";

export interface StartNodeOptions {
  /** A home that `initHome` or `openledgerd init` made. */
  readonly home: string;
  /** Settings before those of config.toml and the environment, e.g. `{ rpc_laddr: "127.0.0.1:0", block_time: "200ms" }`. */
  readonly config?: NodeConfigInput;
  /** What chain, state, signatures and blobs are written through; the machine's own by default. */
  readonly fileSystem?: FileSystem;
  /** As in `openChain`. */
  readonly replayBytes?: number;
  /** The clock that blocks are timed by, in milliseconds since 1970; the machine's own by default. */
  readonly nowMs?: () => number;
  /** Called after each block is durable. */
  readonly onBlock?: (block: { readonly height: Height; readonly txs: number; readonly waiting: number }) => void;
}

export interface Parts {
  readonly config: NodeConfig;
  readonly paths: HomePaths;
  readonly genesis: GenesisFile;
  readonly crypto: Crypto;
  readonly app: App;
  /** The same App where it is this chain; undefined for the kvstore. */
  readonly machine: StateMachine | undefined;
  /** With which this node seals blocks, here or at a signer; of one that follows, who it is. */
  readonly key: Pick<ValidatorKey, "address" | "publicKey">;
  /** The key of this home. */
  readonly ownKey: ValidatorKey;
  /** The key that this node shares with another one; undefined where it seals with its own. */
  readonly shared: SharedKey | undefined;
  readonly chain: OpenedChain;
  /** What genesis says that the sequencer must take from DA. */
  readonly forced: ForcedInclusion | undefined;
  /** First DA height at which the chain may have posted. */
  readonly daStart: bigint;
  /** Who may put another sequencer in the place of one that leaves that out. */
  readonly recovery: Recovery | undefined;
  /** Keys that genesis registers to attest what they executed. */
  readonly attesters: readonly Uint8Array[];
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly fileSystem: FileSystem | undefined;
  readonly nowMs: () => number;
}

/** Opens a home: its lock, settings, genesis and chain, which `cleanup` gives up again. Throws as `startNode`. */
export async function openParts(options: StartNodeOptions, cleanup: (() => void | Promise<void>)[]): Promise<Parts> {
  const paths = homePaths(options.home);
  refuseHandedOver(paths);
  const config = loadConfig(paths.configFile, options.config ?? {});
  refuseWithoutSigner(config, paths);
  const crypto = createNodeCrypto();
  const genesis = readGenesisFile(paths.genesisFile, crypto.sha256);
  const ownKey = loadValidatorKey(paths.validatorKeyFile, crypto.sha256);
  const logger = createLogger({ name: "openledgerd", level: config.log_level });
  const lock = lockDataFolder(paths.dataFolder);
  cleanup.push(() => lock.release());
  const machine = config.app === "kvstore" ? undefined : createChain({
    crypto,
    minGasPrices: parseMinGasPrices(config.minimum_gas_prices) ?? [],
    retainVersions: config.retain_versions,
  });
  const app = machine ?? createKvstore();
  const attesters = attestersOf(genesis.request.appState).map(({ publicKey }) => publicKey);
  const { fileSystem, replayBytes } = options;
  const chain = await openChain({
    folder: paths.dataFolder,
    app,
    sha256: crypto.sha256,
    genesis: genesis.request,
    ...(fileSystem === undefined ? {} : { fileSystem }),
    ...(replayBytes === undefined ? {} : { replayBytes }),
  });
  cleanup.push(() => chain.store.close());
  for (const tail of chain.store.tornTails) logger.warn(tail, "an unfinished append was cut off after a crash");
  for (const sentence of chain.restored.refused) logger.warn(sentence);
  if (chain.replayed > 0) logger.info({ blocks: chain.replayed }, "logged blocks were executed again");
  const breaks = savedBreaks(paths.dataFolder);
  if (breaks.length > 0) refuseUnread(config, paths);
  // Whoever followed up to a rotation to its own key makes the block that begins with it.
  const rotation = breaks.at(-1)?.crossed?.rotation;
  if (rotation !== undefined) chain.validators.expect(rotation);
  const shared = await openSharedKeyOf({ config, paths, chain, ownKey, sha256: crypto.sha256, logger }, cleanup);
  const { appState } = genesis.request;
  const forced = forcedInclusionOf(appState);
  const daStart = daStartOf(forced, BigInt(config.da_start_height));
  const rules = { forced, daStart, recovery: recoveryOf(appState), attesters };
  return { config, paths, genesis, crypto, app, machine, key: shared ?? ownKey, ownKey, shared, chain, ...rules, logger, metrics: createNodeMetrics(), fileSystem, nowMs: options.nowMs ?? Date.now };
}

/** What was read of DA before a stop says nothing of rotations that came since. */
function refuseUnread({ follow }: NodeConfig, { home }: HomePaths): void {
  if (follow !== "") return;
  throw nodeError("CONFIG", `the chain of ${home} stood still at a miss before, and its recovery keys may have named another sequencer since: start it with --standby and --da, so that it reads DA before it makes blocks`);
}

/** A key that was handed to a signer must not come back here by a new last-sign state. */
function refuseWithoutSigner({ follow, signer }: NodeConfig, { home, signStateFile, signerMarkerFile }: HomePaths): void {
  if (follow !== "" || signer !== "" || existsSync(signStateFile) || !existsSync(signerMarkerFile)) return;
  throw nodeError("CONFIG", `the key of ${home} was handed to a signer: start it with --standby --signer URL, or with --follow da`);
}
