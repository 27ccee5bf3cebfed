import type { InitHomeOptions } from "@openledger/node";
import type { DemoKeys, Role } from "../home/demo-keys.ts";

/** Chain, prices and terms of the demo network. Amounts are units: a millionth of OPEN or of a demo dollar. */
export const CHAIN_ID: string = "openledger-local-1";
export const BASE_DENOM: string = "uopen";
/** Demo dollars: a second genesis denom in which answers are paid. */
export const DOLLAR_DENOM: string = "udemo";

export const TERMS = {
  bondPerKib: 100n,
  curatorBps: 300,
  minPriorBps: 1_000,
  priorBps: 2_000,
  perCall: 20_000n,
  per1kInput: 2_000n,
  per1kOutput: 60_000n,
  openingFee: 5_000n,
  latencyClassMs: 10_000n,
  lateBps: 2_500,
  unsignedCalls: 4,
  hostBond: 50_000_000n,
  /** The most that the buyer spends, about 500 answers. */
  spendingCap: 20_000_000n,
  /** What an owner gets beside the bonds, for fees. */
  ownerFunds: 1_000_000n,
} as const;

/** Price of gas in the demo's own transactions. */
export const GAS_PRICE: { readonly denom: string; readonly amount: string } = { denom: BASE_DENOM, amount: "0.0025" };

interface Funds {
  readonly denom: string;
  readonly amount: bigint;
}

const HOST_FUNDS: readonly Funds[] = [
  { denom: DOLLAR_DENOM, amount: 100_000_000n },
  { denom: BASE_DENOM, amount: 100_000_000n },
];

/** Who buys holds no demo dollars at genesis: they come in through the gate. */
const GENESIS_FUNDS: Readonly<Record<Exclude<Role, "buyer">, readonly Funds[]>> = {
  faucet: [{ denom: BASE_DENOM, amount: 1_000_000_000_000n }],
  curator: [{ denom: BASE_DENOM, amount: 100_000_000n }],
  builder: [{ denom: BASE_DENOM, amount: 100_000_000n }],
  host: [
    { denom: DOLLAR_DENOM, amount: 1_000_000_000n },
    { denom: BASE_DENOM, amount: 100_000_000n },
  ],
  harbour: HOST_FUNDS,
  meadow: HOST_FUNDS,
  summit: HOST_FUNDS,
  guide: [{ denom: BASE_DENOM, amount: 100_000_000n }],
  // For the deposit behind a report.
  listener: [{ denom: BASE_DENOM, amount: 100_000_000n }],
};

/** What the issuer of demo dollars brings in for those who buy; the buyer holds no OPEN. */
export const DEPOSITS: readonly { readonly role: Role; readonly amount: bigint }[] = [
  { role: "buyer", amount: 100_000_000n },
  { role: "listener", amount: 10_000_000n },
];

/** Who owns what at the beginning. */
export function genesisAccounts({ roles }: DemoKeys): { address: string; coins: { denom: string; amount: bigint }[] }[] {
  return Object.entries(GENESIS_FUNDS).map(([role, coins]) => ({
    address: roles[role as Role].address,
    coins: [...coins],
  }));
}

/**
 * Genesis of the modules whose defaults are for a network that runs for days: here windows last seconds. Demo dollars have a gate,
 * through which the faucet brings them in; what genesis gives counts as internal.
 */
export function genesisAppState({ roles }: Pick<DemoKeys, "roles">): NonNullable<InitHomeOptions["appState"]> {
  const unit = (base: string, display: string, name: string, description: string) => ({
    description,
    denom_units: [
      { denom: base, exponent: 0, aliases: [] },
      { denom: display, exponent: 6, aliases: [] },
    ],
    ...{ base, display, name, symbol: display.toUpperCase() },
  });
  return {
    bank: {
      denom_metadata: [
        unit(DOLLAR_DENOM, "demo", "Demo dollar", "Worth nothing; stands for a stablecoin in the demo."),
        unit(BASE_DENOM, "open", "OPEN", "Base denom of this chain; worth nothing on a demo network."),
      ],
    },
    gate: { gates: [{ denom: DOLLAR_DENOM, issuer: roles.faucet.address, name: "demo dollars" }] },
    market: {
      params: {
        window_seconds: "3",
        window_blocks: "2",
        response_seconds: "5",
        response_blocks: "2",
        settle_period_seconds: "8",
        max_session_seconds: "2592000",
        listed_denoms: [DOLLAR_DENOM, BASE_DENOM],
      },
    },
  };
}
