import { createChain, defaultGenesis, parseGenesis, type DefaultGenesisOptions } from "@openledger/chain";
import type { DeepPartial, MethodDefinition } from "@openledger/messages";
import { height, unixNanos, type Crypto, type Height, type UnixNanos } from "@openledger/primitives";
import type { ExecutedBlock, FinalizeBlockRequest, InitChainRequest, Json, StateMachine } from "@openledger/state-machine";

const SECOND = 1_000_000_000n;
const GENESIS_TIME = 1_790_000_000n * SECOND;

/** Coins of an account at genesis. */
export interface GenesisCoins {
  readonly address: string;
  readonly coins: readonly { readonly denom: string; readonly amount: bigint }[];
}

/** A chain in memory, driven block by block; keeps every block so that another one can replay them. */
export interface SimulatedChain {
  readonly chainId: string;
  readonly genesis: InitChainRequest;
  /** The genesis as JSON text, for other processes. */
  readonly genesisText: string;
  readonly machine: StateMachine;
  readonly height: Height;
  /** Time of the last block. */
  readonly time: UnixNanos;
  readonly blocks: readonly ExecutedBlock[];
  query<Request extends object, Response extends object>(
    method: MethodDefinition<Request, Response>,
    request: DeepPartial<Request>,
  ): Response;
  /** Executes and commits a block `seconds` after the last one. Without `consensus` nobody proposes or votes. */
  runBlock(txs: readonly Uint8Array[], seconds?: bigint, consensus?: SimulatedConsensus): ExecutedBlock;
}

/** What consensus tells the App with a block. */
export type SimulatedConsensus = Pick<FinalizeBlockRequest, "proposer" | "votes" | "misbehavior">;

export interface SimulatedChainOptions {
  readonly crypto: Crypto;
  readonly accounts: readonly GenesisCoins[];
  readonly appState?: { readonly [module: string]: Json };
  /** None by default. */
  readonly validators?: NonNullable<DefaultGenesisOptions["validators"]>;
  readonly chainId?: string;
}

export function createSimulatedChain(options: SimulatedChainOptions): SimulatedChain {
  const { crypto, accounts, appState = {}, validators = [], chainId = "openledger-simulation-1" } = options;
  const document = defaultGenesis({ genesisTime: unixNanos(GENESIS_TIME), chainId, accounts: [...accounts], validators, appState });
  const genesisText = JSON.stringify(document);
  const genesis = parseGenesis(JSON.parse(genesisText));
  const machine = createChain({ crypto, retainVersions: 4 });
  machine.initChain(genesis);
  const blocks: ExecutedBlock[] = [];
  let time = unixNanos(GENESIS_TIME);
  return {
    chainId,
    genesis,
    genesisText,
    machine,
    blocks,
    get height() {
      return machine.info().height;
    },
    get time() {
      return time;
    },
    query(method, request) {
      const data = method.request.toBytes(method.request.create(request));
      const answer = machine.query({ path: method.path, data, height: 0n, prove: false });
      if (answer.code !== 0) throw new Error(`${method.path}: ${answer.log}`);
      return method.response.decode(answer.value);
    },
    runBlock(txs, seconds = 1n, consensus = { proposer: new Uint8Array(20) }) {
      time = unixNanos(time + seconds * SECOND);
      const executed = executeBlock(machine, { height: height(machine.info().height + 1n), time, hash: new Uint8Array(32), txs, ...consensus });
      machine.commit(executed);
      blocks.push(executed);
      return executed;
    },
  };
}

/** Runs a block's steps to the end. */
export function executeBlock(machine: StateMachine, request: FinalizeBlockRequest): ExecutedBlock {
  const steps = machine.executeBlock(request);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
