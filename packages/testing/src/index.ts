export { cpuSecondsOf } from "./bench/process-cpu.ts";
export { signRandomTxs, type RandomSender, type RandomTxsOptions } from "./bench/sign-random-txs.ts";
export { signSends } from "./bench/sign-sends.ts";
export { replayOnNewChain } from "./chain/replay.ts";
export {
  createSimulatedChain,
  executeBlock,
  type GenesisCoins,
  type SimulatedChain,
  type SimulatedChainOptions,
  type SimulatedConsensus,
} from "./chain/simulated-chain.ts";
export { AbciClientError, connectAbci, type AbciClient, type AbciKind } from "./comet-driver/abci-client.ts";
export { connectComet, type CometConnections } from "./comet-driver/comet-connections.ts";
export {
  createCometEngine,
  engineGenesis,
  type CometEngine,
  type CrashPoint,
  type EngineGenesis,
} from "./comet-driver/comet-engine.ts";
export { isLegalOrder, type OrderedCall } from "./comet-driver/grammar.ts";
export {
  addFlips,
  flipEveryBit,
  flipRandomBits,
  NO_FLIPS,
  type FlipTally,
} from "./flips/flip-bits.ts";
export { kindOpening, RE_EXECUTABLE_KINDS, type ReExecutableKind } from "./flips/kind-openings.ts";
export { playGames, type GameResult, type GamesOptions, type GamesReport } from "./games/play-games.ts";
export { otherWork } from "./chain/other-work.ts";
export { compareClaims, type ClaimComparison, type ClaimDifference } from "./scanner/compare-claims.ts";
export { randomAnswer, type RandomAnswer } from "./scanner/random-answer.ts";
export { createAccounts, signHash, signTx, toAny, type SimulatedAccount, type TxTerms } from "./simulation/accounts.ts";
export { createRandom, type Random } from "./simulation/random.ts";
export { simulateStaking, type StakingRun, type StakingRunOptions } from "./staking/simulate-staking.ts";
export { simulate, type SimulationOptions, type SimulationResult } from "./simulation/simulate.ts";
