export type {
  AbciEvent,
  App,
  CheckTxResponse,
  ConsensusParams,
  ExecTxResult,
  ExecutedBlock,
  FinalizeBlockRequest,
  FinalizeBlockResponse,
  InitChainRequest,
  InitChainResponse,
  QueryRequest,
  QueryResponse,
  ValidatorUpdate,
} from "./app.ts";
export type { BlockInfo, ChainConfig, Context, GasMeter, QueryContext } from "./context.ts";
export { event, type Event, type EventAttribute } from "./event.ts";
export {
  messageHandler,
  queryHandler,
  type AnyMessageHandler,
  type AnyQueryHandler,
  type Json,
  type MessageHandler,
  type Module,
  type ModuleAddress,
  type QueryHandler,
} from "./module.ts";
export { defineError, TxError, type ErrorDefinition } from "./tx-error.ts";
