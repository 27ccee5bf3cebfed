export { replayOnNewChain } from "./chain/replay.ts";
export {
  createSimulatedChain,
  executeBlock,
  type GenesisCoins,
  type SimulatedChain,
  type SimulatedChainOptions,
} from "./chain/simulated-chain.ts";
export { createAccounts, signHash, signTx, toAny, type SimulatedAccount, type TxTerms } from "./simulation/accounts.ts";
export { createRandom, type Random } from "./simulation/random.ts";
export { simulate, type SimulationOptions, type SimulationResult } from "./simulation/simulate.ts";
