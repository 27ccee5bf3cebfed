export { attestersOf, type Attester } from "./attesters.ts";
export { createChain, type ChainOptions } from "./create-chain.ts";
export { defaultGenesis, type DefaultGenesisOptions, type GenesisAccount } from "./default-genesis.ts";
export { forcedInclusionOf, type ForcedInclusion } from "./forced-inclusion.ts";
export { genesisTxFromJson, genesisTxToJson } from "./genesis-txs.ts";
export { parseGenesis } from "./genesis.ts";
export { createOpenledgerModules } from "./openledger-modules.ts";
export { recoveryOf, type Recovery } from "./recovery.ts";
export { timeFromRfc3339, timeToRfc3339 } from "./rfc3339.ts";
