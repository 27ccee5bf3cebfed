import type { AppStorage } from "@openledger/abci";
import { createRankedSet } from "@openledger/comet";
import { OperationalError } from "@openledger/ports";
import { height, type Crypto } from "@openledger/primitives";
import type { ChainView, RpcBackend } from "@openledger/rpc";
import type { StateMachine } from "@openledger/state-machine";
import type { NodeConfig } from "../config.ts";
import type { GenesisFile } from "../genesis-file.ts";
import { SOFTWARE_VERSION } from "../software-version.ts";

export interface AbciBackendOptions {
  readonly config: NodeConfig;
  readonly crypto: Crypto;
  readonly genesis: GenesisFile;
  readonly machine: StateMachine;
  readonly storage: AppStorage;
  /** Of blocks and transactions, which are with CometBFT. */
  readonly view: ChainView;
}

const NOTHING = new Uint8Array(0);

/** What the REST server needs of a node whose blocks, transactions and keys are with CometBFT. */
export function createAbciBackend({ config, crypto, genesis, machine, storage, view }: AbciBackendOptions): RpcBackend {
  return {
    crypto,
    genesis: genesis.request,
    genesisDocument: genesis.document,
    elsewhere: view,
    moniker: config.moniker,
    softwareVersion: SOFTWARE_VERSION,
    // CometBFT gives the genesis with its first call.
    get accounts() {
      return machine.info().height > 0n ? machine.chain() : undefined;
    },
    minimumGasPrices: config.minimum_gas_prices,
    validator: { address: NOTHING, publicKey: NOTHING },
    chain: {
      firstHeight: height(0n),
      get lastHeight() {
        return storage.lastHeight;
      },
      block: () => undefined,
      heightOf: () => undefined,
      results: () => undefined,
      validatorsAt: () => createRankedSet(crypto.sha256, genesis.request.validators),
      blocksWithAttribute: () => [],
      txs: { count: 0, byHash: () => undefined, between: () => [], withAttribute: () => [] },
    },
    mempool: {
      count: 0,
      bytes: 0,
      admit: () => Promise.reject(new OperationalError("MEMPOOL_ELSEWHERE", "transactions go to CometBFT's RPC", { retryable: false })),
      list: () => [],
    },
    app: machine,
    onBlock: () => () => undefined,
  };
}
