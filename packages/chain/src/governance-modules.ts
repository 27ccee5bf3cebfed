import type { MessageCodec } from "@openledger/messages";
import { PubKey as Ed25519PubKey } from "@openledger/messages/cosmos/crypto/ed25519";
import { LegacyAminoPubKey } from "@openledger/messages/cosmos/crypto/multisig";
import { PubKey as Secp256k1PubKey } from "@openledger/messages/cosmos/crypto/secp256k1";
import {
  createConsensusModule,
  createGovModule,
  createUpgradeModule,
  type DistributionKeeper,
  type FullBankKeeper,
  type FullStakingKeeper,
  type ModuleAccountSpec,
  type UpgradeHandler,
} from "@openledger/modules";
import type { Module, Router } from "@openledger/state-machine";

/** Where deposits wait. People may send to it, and proposals spend what lies there. */
export const GOVERNANCE_ACCOUNT: ModuleAccountSpec = { name: "gov", permissions: ["burner"] };

export interface GovernanceParts {
  readonly bank: FullBankKeeper;
  /** A bank that reserves nothing, for deposits to leave through. */
  readonly escrow: FullBankKeeper;
  readonly staking: FullStakingKeeper;
  readonly distribution: DistributionKeeper;
  readonly router: Router;
  /** All modules of the chain, once they are built. */
  readonly modules: () => readonly Module[];
  readonly upgrades: readonly UpgradeHandler[];
}

export interface Governance {
  /** Before every other module: stops before the block that other software has to make. */
  readonly upgrade: Module;
  readonly consensus: Module;
  /** Ends a block before staking does, so that staking follows what a proposal changed. */
  readonly gov: Module;
}

/** Versions of the state of the SDK's modules in 0.50, whose state ours have; all others are at 1. */
const SDK_VERSIONS: ReadonlyMap<string, bigint> = new Map([
  ["auth", 5n],
  ["authz", 2n],
  ["bank", 4n],
  ["distribution", 3n],
  ["feegrant", 2n],
  ["gov", 5n],
  ["mint", 2n],
  ["slashing", 4n],
  ["staking", 5n],
  ["upgrade", 2n],
]);

const keyTypes = [Ed25519PubKey, Secp256k1PubKey, LegacyAminoPubKey] as readonly unknown[] as readonly MessageCodec<object>[];

/** What stakers decide: proposals, upgrades, and what goes into a block. */
export function createGovernance({ bank, escrow, staking, distribution, router, modules, upgrades }: GovernanceParts): Governance {
  return {
    upgrade: createUpgradeModule({
      authorities: bank,
      handlers: upgrades,
      versions: () => new Map(modules().map(({ name }) => [name, SDK_VERSIONS.get(name) ?? 1n])),
    }),
    consensus: createConsensusModule(bank),
    gov: createGovModule({
      ...{ bank, escrow, staking, router },
      communityPool: distribution,
      types: () => [...modules().flatMap(({ messages, types = [] }) => [...messages.map(({ codec }) => codec), ...types]), ...keyTypes],
    }),
  };
}
