/** An App behind a socket on a temporary folder, which tests stop and start like a process. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAbciApplication, openAppStorage, openRequestLog, startAbciServer, type AbciApplicationOptions, type AbciServer, type AppStorage } from "@openledger/abci";
import { createChain, defaultGenesis, parseGenesis, timeToRfc3339 } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { toUtf8, unixNanos, type Crypto } from "@openledger/primitives";
import { createSnapshotRestorer, createStateSyncWriter, openSnapshotShelf, type StateSyncWriter } from "@openledger/sequencer";
import type { Json, StateMachine } from "@openledger/state-machine";
import { createAccounts, signTx, toAny, type SimulatedAccount } from "../simulation/accounts.ts";
import { connectComet, type CometConnections } from "./comet-connections.ts";
import { createCometEngine, engineGenesis, type CometEngine } from "./comet-engine.ts";

export const crypto: Crypto = createNodeCrypto();
const { sha256 } = crypto;
const CHAIN_ID = "abci-test-1";
const GENESIS_SECONDS = 1_790_000_000n;

/** What runs at the moment. */
export interface AppProcess {
  readonly machine: StateMachine;
  readonly storage: AppStorage;
  readonly server: AbciServer;
  readonly comet: CometConnections;
  readonly stateSync: StateSyncWriter;
  /** Sentences for the operator. */
  readonly reports: string[];
  /** Ends without finishing anything: what is not on disk is gone, as after SIGKILL. */
  kill(): Promise<void>;
}

export interface StartOptions {
  readonly folder?: string;
  readonly wrap?: (machine: StateMachine) => StateMachine;
  readonly frameBytes?: number;
  readonly requestLog?: string;
  /** Of the caller, who ends its threads. */
  readonly verifier?: AbciApplicationOptions["verifier"];
}

export interface Bench extends Disposable {
  readonly folder: string;
  readonly accounts: readonly SimulatedAccount[];
  readonly document: unknown;
  readonly engine: CometEngine;
  /** Opens the folder as a restart does, and dials it. `wrap` may make the App fail. */
  start(options?: StartOptions): Promise<AppProcess>;
  /** Any messages with a fee of 100. */
  sign(from: number, sequence: bigint, messages: readonly Any[]): Uint8Array;
  /** A transfer of 1 unit to the next account. */
  send(from: number, sequence: bigint): Uint8Array;
}

/** Accounts beyond the first `operators` have no validator. Without operators a key from nowhere makes blocks alone. */
export function createBench(accountCount = 4, operators = 0): Bench {
  const folder = mkdtempSync(join(tmpdir(), "openledger-abci-"));
  const accounts = createAccounts(crypto, accountCount);
  const document = JSON.parse(JSON.stringify(operators === 0 ? loneGenesis(accounts) : stakedGenesis(accounts, operators))) as unknown;
  const engine = createCometEngine(engineGenesis(document, GENESIS_SECONDS), sha256);
  let starts = 0;
  const sign: Bench["sign"] = (from, sequence, messages) =>
    signTx(crypto, accounts[from] as SimulatedAccount, messages, { chainId: CHAIN_ID, sequence, gasLimit: 300_000n, fee: { denom: "uopen", amount: "100" } });
  return {
    folder,
    accounts,
    document,
    engine,
    start: async (options = {}) => startProcess(options.folder ?? folder, join(folder, `${++starts}.sock`), options),
    sign,
    send(from, sequence) {
      const account = accounts[from] as SimulatedAccount;
      const to = accounts[(from + 1) % accounts.length] as SimulatedAccount;
      const message = toAny(MsgSend, { fromAddress: account.address, toAddress: to.address, amount: [{ denom: "uopen", amount: "1" }] });
      return sign(from, sequence, [message]);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Genesis = ReturnType<typeof defaultGenesis>;

function loneGenesis(accounts: readonly SimulatedAccount[], validators: Parameters<typeof defaultGenesis>[0]["validators"] = [{ publicKey: validatorKey(0), power: 10n }]): Genesis {
  return defaultGenesis({
    genesisTime: unixNanos(GENESIS_SECONDS * 1_000_000_000n),
    chainId: CHAIN_ID,
    accounts: accounts.map(({ address }) => ({ address, coins: [{ denom: "uopen", amount: 1_000_000_000n }] })),
    validators,
  });
}

/** The validator set follows stakes; a validator that misses half of ten blocks is jailed. */
function stakedGenesis(accounts: readonly SimulatedAccount[], operators: number): Genesis {
  const validators = accounts.slice(0, operators).map(({ address }, i) => ({ publicKey: validatorKey(i), power: 10n, name: `v${i}`, operator: address }));
  const genesis = loneGenesis(accounts, validators);
  const state = genesis["app_state"] as { readonly [module: string]: { readonly [key: string]: Json } };
  const slashing = { params: { signed_blocks_window: "10", downtime_jail_duration: "60s" } };
  return { ...genesis, app_state: { ...state, staking: { ...state["staking"], valset_source: "staking" }, slashing } };
}

/** 32 bytes. Only CometBFT signs, so nobody needs the private key. */
export function validatorKey(index: number): Uint8Array {
  return sha256(toUtf8(`validator ${index}`));
}

async function startProcess(folder: string, socket: string, options: StartOptions = {}): Promise<AppProcess> {
  mkdirSync(folder, { recursive: true });
  const plain = createChain({ crypto });
  const machine = options.wrap?.(plain) ?? plain;
  const storage = openAppStorage({ folder, app: machine });
  const shelf = openSnapshotShelf(folder, sha256);
  const reports: string[] = [];
  const stateSync = createStateSyncWriter({ app: machine, dataFolder: folder, sha256, intervalBlocks: 4 });
  const handler = createAbciApplication({
    app: machine,
    storage,
    sha256,
    verifier: options.verifier,
    name: "test",
    softwareVersion: "1",
    parseGenesis,
    timeText: timeToRfc3339,
    retainFrom: () => 0n,
    snapshots: {
      shelf,
      restorer: createSnapshotRestorer({ app: machine, dataFolder: folder, snapshots: storage.snapshots, sha256 }),
      onProblem: (sentence) => reports.push(sentence),
    },
    onCommitted: ({ request }) => stateSync.onCommitted(request.height),
    onRefused: (sentence) => reports.push(sentence),
    onQuarantined: (_tx, reason) => reports.push(reason),
    onDefect: (error) => reports.push(String(error)),
  });
  const { frameBytes, requestLog } = options;
  const requests = requestLog === undefined ? undefined : openRequestLog(requestLog);
  const onProblem = (error: unknown): void => void reports.push(String(error));
  const server = await startAbciServer({ address: `unix://${socket}`, handler: requests?.wrap(handler) ?? handler, onProblem, ...(frameBytes === undefined ? {} : { frameBytes }) });
  const comet = await connectComet(server.address);
  return {
    machine,
    storage,
    server,
    comet,
    stateSync,
    reports,
    async kill() {
      comet.close();
      await server.close();
      await stateSync.close();
      storage.close();
      requests?.close();
    },
  };
}
