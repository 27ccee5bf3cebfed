/** A party that buys from itself: its own host, model, data and curator, and any share of the stake. */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { DeepPartial, MessageCodec } from "@openledger/messages";
import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgWithdrawDelegatorReward } from "@openledger/messages/cosmos/distribution/v1beta1";
import { MsgContribute, MsgCreateDatanet, MsgFreezeVersion, MsgReview, PrivateSessions, QuotePolicy, Use, Verdict } from "@openledger/messages/openledger/datanet/v1";
import { MsgGateDeposit, MsgGateWithdraw, QueryService as GateQuery, type Demand } from "@openledger/messages/openledger/gate/v1";
import { MsgCloseSession, MsgCreateOffer, MsgOpenSession, MsgSettle, Visibility } from "@openledger/messages/openledger/market/v1";
import { ModelKind, MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { MsgClaimRewards } from "@openledger/messages/openledger/rewards/v1";
import { encodeRecipe, recipeHash, smoothedRecipe } from "@openledger/ngram";
import { addressFromBytes, addressToBytes, assert, assertDefined, toUtf8, type Crypto } from "@openledger/primitives";
import { createSimulatedChain, type SimulatedChain } from "../chain/simulated-chain.ts";
import { createAccounts, signTx, toAny, type SimulatedAccount } from "../simulation/accounts.ts";
import { answerCall, receiptKeyOf, sessionKeyOf, settleMessage } from "../simulation/answering.ts";
import { createRandom } from "../simulation/random.ts";
import { prepareText, readState, sequenceOf, type SimWorld } from "../simulation/sim-world.ts";
import { inventText } from "../simulation/texts.ts";

export const WASH_DENOM = "udollar";
const GAS_DENOM = "uopen";
const FEE = 25n;
export const PRICE_PER_CALL = 100_000n;
const STAKE_POWER = 100n;
const GAS_FUNDS = 1_000_000_000n;

export interface WashOptions {
  readonly crypto: Crypto;
  /** Whole percents of all stake that the party has bonded; the rest is somebody else's. */
  readonly stakePercent: number;
  /** Units that the party brings in through the gate before it begins. */
  readonly deposit: bigint;
}

/** What one round of the party's loop did. */
export interface WashRound {
  /** Units of the payment denom that the party has in all, claims and stake rewards taken: before and after. */
  readonly before: bigint;
  readonly after: bigint;
  /** What treasury, community pool and stakers of others have more. */
  readonly toOthers: bigint;
  /** What the treasury alone has more. */
  readonly toTreasury: bigint;
  readonly demand: Demand;
}

export interface WashWorld {
  readonly chain: SimulatedChain;
  readonly demand: () => Demand;
  /** One session of the party with itself: `calls` answers bought, settled, paid and claimed. */
  round(calls: number): WashRound;
  /** The party takes all of its units out through the gate, and the issuer brings as many back in. */
  throughGate(): void;
  readonly wealth: () => bigint;
}

/** Sets the party's network up: a validator or two, a gate, one datanet, one model, one offer. */
export function openWashWorld({ crypto, stakePercent, deposit }: WashOptions): WashWorld {
  const accounts = createAccounts(crypto, 3);
  const [party, issuer, other] = accounts as [SimulatedAccount, SimulatedAccount, SimulatedAccount];
  const mine = (STAKE_POWER * BigInt(stakePercent)) / 100n;
  const stakes = [
    { account: party, power: mine },
    { account: other, power: STAKE_POWER - mine },
  ].filter(({ power }) => power > 0n);
  const chain = createSimulatedChain({
    crypto,
    accounts: accounts.map(({ address }) => ({ address, coins: [{ denom: GAS_DENOM, amount: GAS_FUNDS }] })),
    validators: stakes.map(({ account, power }) => ({ publicKey: crypto.sha256(account.publicKey), power, operator: account.address })),
    appState: {
      gate: { gates: [{ denom: WASH_DENOM, issuer: issuer.address, name: "dollars" }] },
      market: {
        params: {
          ...{ window_seconds: "6", window_blocks: "2", response_seconds: "3", response_blocks: "2", settle_period_seconds: "10" },
          listed_denoms: [GAS_DENOM, WASH_DENOM],
        },
      },
    },
  });
  chain.runBlock([]);
  const world: Founded = { crypto, chain, accounts, party, issuer, isStaker: mine > 0n, random: createRandom(crypto.sha256, "wash"), contents: new Map(), receipts: new Map() };
  let deposits = 0n;
  const bringIn = (units: bigint): void => {
    deposits += 1n;
    send(world, issuer, MsgGateDeposit, { issuer: issuer.address, recipient: party.address, amount: { denom: WASH_DENOM, amount: String(units) }, number: deposits, reference: `wire ${deposits}` });
  };
  bringIn(deposit);
  found(world);
  return {
    chain,
    demand: () => demandOf(chain),
    wealth: () => balance(chain, party.address),
    round: (calls) => playRound(world, calls),
    throughGate() {
      const units = balance(chain, party.address);
      send(world, party, MsgGateWithdraw, { holder: party.address, amount: { denom: WASH_DENOM, amount: String(units) }, reference: "" });
      bringIn(units);
    },
  };
}

interface Founded extends Omit<SimWorld, "state"> {
  readonly party: SimulatedAccount;
  readonly issuer: SimulatedAccount;
  readonly isStaker: boolean;
}

/** One block with one transaction, which must be taken. */
function send<T extends object>({ crypto, chain }: Founded, account: SimulatedAccount, codec: MessageCodec<T>, value: DeepPartial<T>): void {
  const fee = { denom: GAS_DENOM, amount: String(FEE) };
  const terms = { chainId: chain.chainId, sequence: sequenceOf(chain, account.address), gasLimit: 20_000_000n, fee };
  const { response, quarantined } = chain.runBlock([signTx(crypto, account, [toAny(codec, value)], terms)]);
  const result = response.txResults[0];
  assert(result?.code === 0, `${codec.typeUrl}: ${result?.log ?? quarantined.map(({ reason }) => reason).join()}`);
}

function balance({ query }: SimulatedChain, address: string): bigint {
  return BigInt(query(BankQuery.Balance, { address, denom: WASH_DENOM }).balance?.amount ?? "0");
}

function demandOf({ query }: SimulatedChain): Demand {
  return assertDefined(query(GateQuery.Demand, { denom: WASH_DENOM }).demand, "every denom has an answer");
}

/** All roles are one account. */
function found(world: Founded): void {
  const { crypto, party, random } = world;
  const own = party.address;
  const act = <T extends object>(codec: MessageCodec<T>, value: DeepPartial<T>): void => send(world, party, codec, value);
  act(MsgCreateDatanet, {
    ...{ creator: own, name: "own", purpose: "washing", curators: [own], threshold: 1, curatorBps: 500 },
    licence: { spdx: "MIT", uses: [Use.USE_TRAIN], quote: QuotePolicy.QUOTE_POLICY_PUBLIC, privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER },
    bondPerKib: { denom: GAS_DENOM, amount: "10" },
  });
  const rows = prepareText(world, inventText(random, 120));
  act(MsgContribute, { contributor: own, datanetId: 1n, title: "own", rows: rows.commitment, documentCount: 1, licence: "MIT", blob: crypto.sha256(rows.root) });
  act(MsgReview, { curator: own, datanetId: 1n, seq: 1n, verdict: Verdict.VERDICT_ACCEPT, grade: 100, rowsRoot: rows.root });
  act(MsgFreezeVersion, { signer: own, datanetId: 1n });
  const recipe = smoothedRecipe(3, 1_000);
  act(MsgPublishModel, {
    ...{ publisher: own, name: "own", kind: ModelKind.MODEL_KIND_NGRAM, ruleVersion: 1, artifactRoot: crypto.sha256(toUtf8("artifact")) },
    ...{ recipe: encodeRecipe(recipe), recipeHash: recipeHash(recipe, crypto.sha256) },
    manifest: [{ datanetId: 1n, version: 1n, priorBps: 10_000 }],
  });
  act(MsgCreateOffer, {
    ...{ host: own, modelId: 1n, modelVersion: 1n, endpoint: "http://127.0.0.1:8080", latencyClassMs: 10_000n, unsignedCalls: 4, openingFee: "1000", region: "own" },
    price: { denom: WASH_DENOM, perCall: String(PRICE_PER_CALL), per1kInput: "0", per1kOutput: "0" },
    // Bonds are in the payment's denom: what goes there is retired, so the party puts up no more than it needs.
    bond: { denom: WASH_DENOM, amount: String(PRICE_PER_CALL * 20n) },
    receiptKey: secp256k1.getPublicKey(receiptKeyOf(crypto, own), true),
  });
}

function playRound(world: Founded, calls: number): WashRound {
  const { crypto, chain, party } = world;
  const own = party.address;
  const before = balance(chain, own);
  const others = outside(chain, party.address);
  const treasury = moduleBalance(world, "treasury");
  send(world, party, MsgOpenSession, {
    ...{ buyer: own, offerId: 1n, escrow: { denom: WASH_DENOM, amount: String(PRICE_PER_CALL * BigInt(calls)) }, durationSeconds: 1_000n },
    sessionKey: secp256k1.getPublicKey(sessionKeyOf(crypto, own), true),
    visibility: Visibility.VISIBILITY_PUBLIC,
  });
  const asked: SimWorld = { ...world, state: readState(chain) };
  const session = assertDefined(asked.state.sessions.at(-1), "a session is open");
  for (let i = 0; i < calls; i++) answerCall(asked, session);
  send(world, party, MsgSettle, settleMessage(asked, session, 0, calls));
  send(world, party, MsgCloseSession, { buyer: own, sessionId: session.id });
  for (let i = 0; i < 6; i++) chain.runBlock([], 5n);
  collect(world);
  const [after, toOthers] = [balance(chain, own), outside(chain, party.address) - others];
  return { before, after, toOthers, toTreasury: moduleBalance(world, "treasury") - treasury, demand: demandOf(chain) };
}

/** Everything that is due to the party reaches its account. */
function collect(world: Founded): void {
  const { party } = world;
  send(world, party, MsgClaimRewards, { claimant: party.address });
  if (!world.isStaker) return;
  const validatorAddress = addressFromBytes("openvaloper", addressToBytes("open", party.address));
  send(world, party, MsgWithdrawDelegatorReward, { delegatorAddress: party.address, validatorAddress });
}

/** Units that somebody else has. */
function outside({ query }: SimulatedChain, address: string): bigint {
  const supply = BigInt(query(BankQuery.SupplyOf, { denom: WASH_DENOM }).amount?.amount ?? "0");
  return supply - BigInt(query(BankQuery.Balance, { address, denom: WASH_DENOM }).balance?.amount ?? "0");
}

function moduleBalance({ crypto, chain }: Founded, name: string): bigint {
  return balance(chain, addressFromBytes("open", crypto.sha256(toUtf8(name)).slice(0, 20)));
}
