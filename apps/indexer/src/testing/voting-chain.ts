import { createNodeCrypto } from "@openledger/crypto";
import type { DeepPartial, MessageCodec } from "@openledger/messages";
import { MsgDeposit, MsgSubmitProposal } from "@openledger/messages/cosmos/gov/v1";
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import { MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Any } from "@openledger/messages/google/protobuf";
import { addressFromBytes, addressToBytes, assertDefined, type Crypto } from "@openledger/primitives";
import type { Json } from "@openledger/state-machine";
import { createAccounts, createRandom, createSimulatedChain, signTx, toAny, type SimulatedAccount, type SimulatedChain } from "@openledger/testing";

export const crypto: Crypto = createNodeCrypto();
export const DENOM = "uopen";
export const PEOPLE = 12;
export const VALIDATORS = 3;

export const people: readonly SimulatedAccount[] = createAccounts(crypto, PEOPLE);
const keyOf = (n: number): Uint8Array => crypto.sha256(Uint8Array.of(n));
const consensusAddress = (n: number): Uint8Array => crypto.sha256(keyOf(n)).slice(0, 20);
export const operatorOf = ({ address }: SimulatedAccount): string => addressFromBytes("openvaloper", addressToBytes("open", address));
export const coin = (amount: number): { readonly denom: string; readonly amount: string } => ({ denom: DENOM, amount: String(amount) });

type Stored = { readonly [key: string]: Json };

/** A chain whose people sign one transaction after the other. */
export interface Voting {
  readonly chain: SimulatedChain;
  /** Runs a block of messages by person; every one must succeed unless `mayFail`. */
  run(messages: readonly (readonly [person: number, message: Any])[], options?: { readonly seconds?: bigint; readonly absent?: number; readonly mayFail?: boolean }): void;
}

export function beginVoting(): Voting {
  const accounts = people.map(({ address }) => ({ address, coins: [{ denom: DENOM, amount: 10_000_000_000n }] }));
  const validators = people.slice(0, VALIDATORS).map((person, n) => ({ publicKey: keyOf(n), power: BigInt(20 + n), name: `validator ${n}`, operator: person.address }));
  const appState = {
    slashing: { params: { signed_blocks_window: "3", downtime_jail_duration: "1s", slash_fraction_downtime: "0.013" } },
    gov: { params: { min_deposit: [coin(1_000)], expedited_min_deposit: [coin(2_000)], voting_period: "600s", expedited_voting_period: "300s" } },
  };
  const chainId = "openledger-votes-1";
  const { app_state: state } = JSON.parse(createSimulatedChain({ crypto, accounts, validators, chainId }).genesisText) as { readonly app_state: { readonly staking: Stored; readonly bank: Stored } };
  const staking = { ...state.staking, valset_source: "staking" };
  const chain = createSimulatedChain({ crypto, accounts, validators, chainId, appState: { ...appState, staking, bank: { balances: state.bank["balances"] ?? [] } } });
  const sequences = people.map(() => 0n);
  return {
    chain,
    run(messages, { seconds = 5n, absent = -1, mayFail = false } = {}) {
      const txs = messages.map(([n, message]) => {
        const sequence = sequences[n] ?? 0n;
        sequences[n] = sequence + 1n;
        return signTx(crypto, assertDefined(people[n], "there are people"), [message], { chainId, sequence, gasLimit: 5_000_000n, fee: undefined });
      });
      const votes = validators.map((_, n) => ({ address: consensusAddress(n), power: 20n, signed: n !== absent }));
      const { response } = chain.runBlock(txs, seconds, { proposer: consensusAddress(0), votes: chain.height === 0n ? [] : votes });
      for (const { log } of response.txResults) if (log !== "" && !mayFail) throw new Error(`block ${chain.height}: ${log}`);
    },
  };
}

/** A message that a person signs. */
export function by<Message extends object>(person: number, codec: MessageCodec<Message>, message: DeepPartial<Message>): readonly [number, Any] {
  return [person, toAny(codec, message)];
}

/** Of a person, by number. */
export const address = (n: number): string => people[n]?.address ?? "";

export function propose(person: number, expedited: boolean): readonly [number, Any] {
  const texts = { metadata: "nothing to run", title: "Say so", summary: "Nothing happens" };
  return by(person, MsgSubmitProposal, { messages: [], proposer: address(person), expedited, initialDeposit: [coin(900)], ...texts });
}

/** Stakes of odd sizes, a validator that was slashed and came back, and proposals with open votes. */
export function prepareVoting(voting: Voting): void {
  const random = createRandom(crypto.sha256, "stakes to vote with");
  voting.run([]);
  for (let block = 0; block < 4; block++) {
    const stakers = people.slice(VALIDATORS).map((person, at) => by(at + VALIDATORS, MsgDelegate, {
      delegatorAddress: person.address, validatorAddress: operatorOf(people[random.below(VALIDATORS)] ?? person), amount: coin(1 + random.below(9_999_999)),
    }));
    voting.run(stakers, { absent: 1 });
  }
  voting.run([], { absent: 1 });
  voting.run([by(1, MsgUnjail, { validatorAddr: operatorOf(people[1] ?? assertDefined(people[0], "there are people")) })], { seconds: 60n });
  voting.run([propose(4, false), propose(5, true), by(0, MsgDelegate, { delegatorAddress: address(0), validatorAddress: operatorOf(assertDefined(people[1], "a validator")), amount: coin(777_777) })]);
  voting.run([1n, 2n].map((proposalId) => by(6, MsgDeposit, { proposalId, depositor: address(6), amount: [coin(2_000)] })));
}
