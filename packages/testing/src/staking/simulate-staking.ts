/** Random stakers on the whole chain, whose every invariant is asked for after every block. */
import { defaultGenesis } from "@openledger/chain";
import { BaseAccount, QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import { assertDefined, unixNanos, type Crypto } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";
import { createSimulatedChain, type SimulatedChain } from "../chain/simulated-chain.ts";
import { createAccounts, signTx, type SimulatedAccount } from "../simulation/accounts.ts";
import { createRandom, type Random } from "../simulation/random.ts";
import { BOND_DENOM, consensusKeyOf, someGranter, STAKE_ACTIONS, type Stakers } from "./stake-actions.ts";
import { createVoters } from "./voters.ts";

export interface StakingRunOptions {
  readonly crypto: Crypto;
  readonly seed: string;
  readonly blocks: number;
}

export interface StakingRun {
  readonly chain: SimulatedChain;
  /** Sentences about what did not hold, with the height; the run ends at the first block with any. */
  readonly broken: readonly string[];
  /** Of each action, and of fees paid by grants: how many transactions succeeded and how many were refused. */
  readonly tally: Readonly<Record<string, { readonly taken: number; readonly refused: number }>>;
  /** Events of blocks by type, `slash` among them. */
  readonly blockEvents: Readonly<Record<string, number>>;
  /** The most validators that voted on a block. */
  readonly mostVoters: number;
}

const PEOPLE = 12;
const GENESIS_VALIDATORS = 3;
const CHAIN_ID = "openledger-stakers-1";

/** Short periods, so that everything comes to its end within a few hundred blocks. */
const STAKING_PARAMS = { bond_denom: BOND_DENOM, unbonding_time: "300s", max_validators: 4, historical_entries: 3, max_entries: 4 };
const SLASHING_PARAMS = { signed_blocks_window: "20", downtime_jail_duration: "60s" };
const MINT_PARAMS = { mint_denom: BOND_DENOM, inflation_max: "0.2", inflation_min: "0.2", blocks_per_year: "1000000" };

function createStakersChain(crypto: Crypto, people: readonly SimulatedAccount[]): SimulatedChain {
  const accounts = people.map(({ address }) => ({ address, coins: [{ denom: BOND_DENOM, amount: 1_000_000_000n }] }));
  const validators = people.slice(0, GENESIS_VALIDATORS).map((person, i) => {
    return { publicKey: consensusKeyOf(crypto, person), power: BigInt(20 - 5 * i), name: `validator ${i}`, operator: person.address };
  });
  const genesis = defaultGenesis({ genesisTime: unixNanos(1n), chainId: CHAIN_ID, accounts, validators });
  const state = genesis["app_state"] as { readonly [module: string]: { readonly [key: string]: Json } };
  const appState = {
    staking: { ...state["staking"], params: STAKING_PARAMS, valset_source: "staking" },
    bank: { balances: state["bank"]?.["balances"] ?? [] },
    slashing: { params: SLASHING_PARAMS },
    mint: { params: MINT_PARAMS },
  };
  return createSimulatedChain({ crypto, accounts, validators, appState, chainId: CHAIN_ID });
}

/** Mostly a few seconds; now and then a day, in which everything matures and commissions may change again. */
function secondsToNext(random: Random): bigint {
  return BigInt(random.chance(2) ? 90_000 : 1 + random.below(20));
}

interface RandomTx {
  readonly names: readonly string[];
  readonly bytes: Uint8Array;
}

function randomTx(stakers: Stakers, sender: SimulatedAccount): RandomTx | undefined {
  const { chain, crypto, random } = stakers;
  const [name, , action] = pickWeighted(random);
  const messages = action(stakers, sender);
  if (messages === undefined) return undefined;
  const granter = someGranter(stakers, sender);
  const fee = { denom: BOND_DENOM, amount: String(random.below(3_000)) };
  const { account } = chain.query(AuthQuery.Account, { address: sender.address });
  const { sequence } = BaseAccount.fromBytes(assertDefined(account, "a sender has an account").value);
  const bytes = signTx(crypto, sender, messages, { chainId: CHAIN_ID, sequence, gasLimit: 2_000_000n, fee, granter });
  return { names: granter === undefined ? [name] : [name, "feeGranted"], bytes };
}

function pickWeighted(random: Random): (typeof STAKE_ACTIONS)[number] {
  let at = random.below(STAKE_ACTIONS.reduce((sum, [, weight]) => sum + weight, 0));
  const found = STAKE_ACTIONS.find(([, weight]) => (at -= weight) < 0);
  return assertDefined(found, "a number below the sum of all weights belongs to one of them");
}

/** Up to four transactions of different people. */
function randomTxs(stakers: Stakers): readonly RandomTx[] {
  const { random, accounts } = stakers;
  const senders = new Set(Array.from({ length: random.below(5) }, () => assertDefined(random.pick(accounts), "there are people")));
  return [...senders].map((sender) => randomTx(stakers, sender)).filter((tx) => tx !== undefined);
}

/**
 * Runs random blocks with signed transactions, votes, silence and double signs on the whole App under
 * `valset_source: staking`. The run follows from the seed alone.
 */
export function simulateStaking({ crypto, seed, blocks }: StakingRunOptions): StakingRun {
  const accounts = createAccounts(crypto, PEOPLE);
  const chain = createStakersChain(crypto, accounts);
  const random = createRandom(crypto.sha256, `staking ${seed}`);
  const stakers: Stakers = { crypto, chain, random, accounts };
  const first = assertDefined(accounts[0], "there are people");
  const faithful = crypto.sha256(consensusKeyOf(crypto, first)).slice(0, 20);
  const voters = createVoters(crypto.sha256, chain.genesis.validators, faithful, random);
  const tally: Record<string, { taken: number; refused: number }> = {};
  const blockEvents: Record<string, number> = {};
  let mostVoters = 0;
  const result = (broken: readonly string[]): StakingRun => ({ chain, broken, tally, blockEvents, mostVoters });
  while (chain.blocks.length < blocks) {
    // Nothing can be asked before the first block.
    const txs = chain.height === 0n ? [] : randomTxs(stakers);
    const executed = chain.runBlock(txs.map(({ bytes }) => bytes), secondsToNext(random), voters.next(chain));
    voters.after(executed.response);
    mostVoters = Math.max(mostVoters, voters.size);
    for (const { type } of executed.response.events) blockEvents[type] = (blockEvents[type] ?? 0) + 1;
    for (const [i, { names }] of txs.entries()) {
      const outcome = executed.response.txResults[i]?.code === 0 ? "taken" : "refused";
      for (const name of names) (tally[name] ??= { taken: 0, refused: 0 })[outcome] += 1;
    }
    const broken = [...chain.machine.invariants(), ...executed.quarantined.map(({ reason }) => `quarantined: ${reason}`)];
    if (broken.length > 0) return result(broken.map((sentence) => `block ${chain.height}: ${sentence}`));
  }
  return result([]);
}
