export { parseMinGasPrices, type MinGasPrice } from "./ante/min-gas-price.ts";
export { makesSnapshots } from "./app.ts";
export type {
  AbciEvent,
  App,
  AppInfo,
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
  SnapshotApp,
  StepSignal,
  ValidatorUpdate,
} from "./app.ts";
export { ChainHalt } from "./chain-halt.ts";
export { areValidCoins, coinsText, compareDenoms, isDenom, parseAmount } from "./coins.ts";
export type { BlockInfo, ChainConfig, Context, GasMeter, MessageFee, Misbehavior, QueryContext, VoteInfo } from "./context.ts";
export { event, type Event, type EventAttribute } from "./event.ts";
export type { Account, AccountKeeper, AuthLimits, FeeGrantKeeper, FeeKeeper } from "./expected-keepers.ts";
export { createGasMeter, createUnlimitedGasMeter, storeGas } from "./gas.ts";
export { genesisError, jsonArray, jsonBoolean, jsonObject, jsonString, jsonUint } from "./json.ts";
export { logText } from "./log-text.ts";
export {
  auditModules,
  messageHandler,
  queryHandler,
  type AnyMessageHandler,
  type AnyQueryHandler,
  type Json,
  type MessageHandler,
  type Module,
  type ModuleAddress,
  type QueryHandler,
  type AuditedIdentity,
  type Handover,
  type Identity,
} from "./module.ts";
export { QueryError, queryInvalid, queryNotFound, type QueryStatus } from "./query-error.ts";
export { createLazyRouter, type Router } from "./router.ts";
export { areResultsOfState } from "./results-of-state.ts";
export { isOutOfGas, sdkErrors, unregisteredError } from "./sdk-errors.ts";
export { isTaken } from "./results.ts";
export { createStateMachine, type StateMachine, type StateMachineOptions } from "./state-machine.ts";
export { defaultSystemParams, setBlockLimits } from "./system-module.ts";
export { defineError, TxError, type ErrorDefinition } from "./tx-error.ts";
