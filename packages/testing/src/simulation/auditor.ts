import type { AbciEvent, ExecTxResult } from "@openledger/state-machine";

/** One movement that the auditor expects; `from` undefined never happens, `to` undefined burns. */
interface Movement {
  readonly from: string;
  readonly to: string | undefined;
  readonly denom: string;
  readonly units: bigint;
}

/** Terms that a fee is divided by, as the messages that set them said. */
export interface FeeTerms {
  readonly buyer: string;
  readonly priors: readonly { readonly bps: number; readonly curatorBps: number; readonly curators: number }[];
}

/** What is owed to one owner out of one datanet in one settlement. */
export interface OwnedUnits {
  readonly amount: bigint;
  readonly curatorBps: number;
  readonly curators: number;
}

/**
 * Balances as plain objects, moved by the words of the protocol and never by the chain's own code or bank events: what
 * a bookkeeper with paper would write down. Module accounts go by their names.
 */
export interface Auditor {
  /** Units by holder and denom. */
  balanceOf(holder: string, denom: string): bigint;
  readonly holders: readonly string[];
  readonly denoms: readonly string[];
  send(from: string, to: string, denom: string, units: bigint): void;
  burn(from: string, denom: string, units: bigint): void;
  /** Coins that an issuer brings in. */
  mint(to: string, denom: string, units: bigint): void;
  /** What the blocks before collected goes to those who stake. */
  distribute(): void;
  /** The fee of a transaction that passed the ante chain. */
  payFee(payer: string, denom: string, units: bigint): void;
  /** Divides a fee that the market holds, by section 6 of the protocol. */
  divide(denom: string, fee: bigint, owned: readonly OwnedUnits[], terms: FeeTerms): void;
  /** Units of a denom over all holders. */
  total(denom: string): bigint;
}

const BPS = 10_000n;
const SPLIT = { data: 4_000n, host: 2_500n, model: 2_000n, stakers: 1_000n, burn: 200n } as const;

export function createAuditor(baseDenom: string, genesis: readonly { readonly address: string; readonly coins: readonly { readonly denom: string; readonly amount: bigint }[] }[]): Auditor {
  const books: Record<string, Record<string, bigint>> = {};
  const denoms = new Set<string>();
  const add = (holder: string, denom: string, units: bigint): void => {
    const book = (books[holder] ??= {});
    const balance = (book[denom] ?? 0n) + units;
    if (balance < 0n) throw new Error(`the auditor finds ${holder} at ${balance} ${denom}`);
    book[denom] = balance;
    denoms.add(denom);
  };
  const move = ({ from, to, denom, units }: Movement): void => {
    add(from, denom, -units);
    if (to !== undefined) add(to, denom, units);
  };
  for (const { address, coins } of genesis) for (const { denom, amount } of coins) add(address, denom, amount);
  return {
    balanceOf: (holder, denom) => books[holder]?.[denom] ?? 0n,
    get holders() {
      return Object.keys(books);
    },
    get denoms() {
      return [...denoms];
    },
    send: (from, to, denom, units) => move({ from, to, denom, units }),
    mint: add,
    burn: (from, denom, units) => move({ from, to: undefined, denom, units }),
    distribute() {
      for (const [denom, units] of Object.entries(books["fee_collector"] ?? {})) {
        move({ from: "fee_collector", to: "distribution", denom, units });
      }
    },
    payFee: (payer, denom, units) => move({ from: payer, to: "fee_collector", denom, units }),
    divide(denom, fee, owned, { buyer, priors }) {
      const part = (bps: bigint): bigint => (fee * bps) / BPS;
      const data = part(SPLIT.data);
      const ownedSum = owned.reduce((sum, { amount }) => sum + amount, 0n);
      const unowned = data - ownedSum;
      const incomes = [
        ...owned,
        ...priors.map(({ bps, curatorBps, curators }) => ({ amount: (unowned * BigInt(bps)) / BPS, curatorBps, curators })),
      ];
      const priorSum = incomes.slice(owned.length).reduce((sum, { amount }) => sum + amount, 0n);
      const dust = incomes.reduce((sum, one) => sum + curatorDust(one), 0n);
      const burned = denom === baseDenom ? part(SPLIT.burn) : 0n;
      const rewards = ownedSum + priorSum - dust + part(SPLIT.host) + part(SPLIT.model);
      const returned = unowned - priorSum;
      const stakers = part(SPLIT.stakers);
      move({ from: "market", to: "rewards", denom, units: rewards });
      move({ from: "market", to: buyer, denom, units: returned });
      move({ from: "market", to: "fee_collector", denom, units: stakers });
      move({ from: "market", to: undefined, denom, units: burned });
      move({ from: "market", to: "treasury", denom, units: fee - rewards - returned - stakers - burned });
    },
    total: (denom) => Object.values(books).reduce((sum, book) => sum + (book[denom] ?? 0n), 0n),
  };
}

/** Of the curators' share, what does not divide among them. */
function curatorDust({ amount, curatorBps, curators }: OwnedUnits): bigint {
  return ((amount * BigInt(curatorBps)) / BPS) % BigInt(curators);
}

/** Events of one type, as records. */
export function eventsOf(events: readonly AbciEvent[], type: string): Readonly<Record<string, string>>[] {
  return events
    .filter((event) => event.type === type)
    .map(({ attributes }) => Object.fromEntries(attributes.map(({ key, value }) => [key, value])));
}

/** True when the ante chain took the transaction's fee, whatever became of its messages. */
export function passedAnte(result: ExecTxResult): boolean {
  return result.code === 0 || eventsOf(result.events, "coin_spent").length > 0;
}
