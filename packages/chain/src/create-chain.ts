import {
  createAuthKeeper,
  createAuthModule,
  createAuthzModule,
  createBankKeeper,
  createBankModule,
  createDepositReserve,
  createFeegrantKeeper,
  createFeegrantModule,
  createGateKeeper,
  createRollupModule,
  createVestingMessages,
  FEE_COLLECTOR,
  sendAuthorization,
  type ModuleAccountSpec,
  type UpgradeHandler,
} from "@openledger/modules";
import type { Crypto } from "@openledger/primitives";
import { createLazyRouter, createStateMachine, type Json, type MinGasPrice, type Module, type StateMachine } from "@openledger/state-machine";
import { attestersOf } from "./attesters.ts";
import { forcedInclusionOf } from "./forced-inclusion.ts";
import { genesisTxs } from "./genesis-txs.ts";
import { createGovernance, GOVERNANCE_ACCOUNT } from "./governance-modules.ts";
import { requireKnownModules } from "./known-genesis.ts";
import { createOpenledgerModules } from "./openledger-modules.ts";
import { createStaking, stakingAccounts } from "./staking-modules.ts";

export interface ChainOptions {
  readonly crypto: Crypto;
  /** Floor of this node in CheckTx, any one denom suffices; none by default. See parseMinGasPrices. */
  readonly minGasPrices?: readonly MinGasPrice[];
  /** How many versions queries can go back; 100 by default. */
  readonly retainVersions?: number;
  /** Upgrades that this software makes when governance's plan is due; none by default. */
  readonly upgrades?: readonly UpgradeHandler[];
}

/** Accounts of modules in the order in which genesis numbers them. People cannot send to them, but for gov's. */
const moduleAccounts: readonly ModuleAccountSpec[] = [
  { name: FEE_COLLECTOR, permissions: [] },
  { name: "treasury", permissions: [] },
  { name: "datanet", permissions: ["burner"] },
  { name: "market", permissions: ["burner"] },
  { name: "rewards", permissions: ["burner"] },
  ...stakingAccounts,
  GOVERNANCE_ACCOUNT,
  { name: "gate", permissions: ["minter", "burner"] },
  { name: "accountability", permissions: ["burner"] },
];

/**
 * Our chain: every module, in the order in which genesis, begin and end run.
 *
 * @example
 * const chain = createChain({ crypto: createNodeCrypto() });
 * chain.initChain(parseGenesis(JSON.parse(text)));
 */
export function createChain(options: ChainOptions): StateMachine {
  const accounts = createAuthKeeper();
  const gates = createGateKeeper(accounts, moduleAccounts.map(({ name }) => name));
  const blocked = moduleAccounts.filter((account) => account !== GOVERNANCE_ACCOUNT).map(({ name }) => name);
  const bank = createBankKeeper(accounts, blocked, { externals: gates, reserved: createDepositReserve(accounts) });
  const { modules: stakingModules, staking, distribution } = createStaking(bank);
  const feeGrants = createFeegrantKeeper(accounts, bank);
  const router = createLazyRouter(() => modules);
  const { upgrades = [] } = options;
  const escrow = createBankKeeper(accounts, blocked, { externals: gates });
  const governance = createGovernance({ bank, escrow, staking, distribution, router, modules: () => modules, upgrades });
  const modules: readonly Module[] = [
    governance.upgrade,
    createAuthModule(accounts, moduleAccounts, createVestingMessages({ accounts, bank })),
    createBankModule(bank),
    governance.consensus,
    createAuthzModule({ accounts, bank, router, authorizations: [sendAuthorization] }),
    createFeegrantModule(feeGrants),
    governance.gov,
    ...stakingModules,
    ...createOpenledgerModules({ bank, gates }),
    createRollupModule({ authorities: bank, staking }),
  ];
  const checkedTxs = (appState: { readonly [module: string]: Json }): readonly Uint8Array[] => {
    requireKnownModules(modules, appState);
    forcedInclusionOf(appState);
    attestersOf(appState);
    return genesisTxs(appState);
  };
  return createStateMachine({ ...options, genesisTxs: checkedTxs, accounts, fees: bank, feeGrants, modules });
}
