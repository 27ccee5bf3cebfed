import type { AppStorage } from "@openledger/abci";
import type { Crypto } from "@openledger/primitives";
import { answerQuery, ChainUnreachable, isOfNode, type ChainView, type QueryBackend } from "@openledger/rpc";
import { sdkErrors, type QueryRequest, type QueryResponse, type StateMachine } from "@openledger/state-machine";
import type { NodeConfig } from "../../config.ts";
import { SOFTWARE_VERSION } from "../../software-version.ts";

export interface CometQueriesOptions {
  readonly config: NodeConfig;
  readonly crypto: Crypto;
  readonly machine: StateMachine;
  readonly storage: Pick<AppStorage, "lastHeight">;
  readonly view: ChainView;
}

const NOTHING = new Uint8Array(0);

/**
 * Answers `abci_query` as a node that makes its own blocks does: the App what is about its state, CometBFT what the
 * SDK's services say of blocks and transactions. It is on another connection than blocks, so waiting for it delays none.
 */
export function createCometQueries({ config, crypto, machine, storage, view }: CometQueriesOptions): (request: QueryRequest) => QueryResponse | Promise<QueryResponse> {
  const backend: QueryBackend = {
    get accounts() {
      return machine.info().height > 0n ? machine.chain() : undefined;
    },
    app: machine,
    crypto,
    chain: storage,
    elsewhere: view,
    minimumGasPrices: config.minimum_gas_prices,
    softwareVersion: SOFTWARE_VERSION,
  };
  return (request) => (isOfNode(request.path) ? answerQuery(backend, request).catch((error: unknown) => unavailable(error, storage)) : machine.query(request));
}

function unavailable(error: unknown, { lastHeight }: Pick<AppStorage, "lastHeight">): QueryResponse {
  if (!(error instanceof ChainUnreachable)) throw error;
  const { code, codespace, message: log } = sdkErrors.unknownRequest(`rpc error: code = Unavailable desc = ${error.message}`);
  return { code, codespace, log, key: NOTHING, value: NOTHING, proofOps: [], height: lastHeight };
}
