import { assertDefined, type Crypto } from "@openledger/primitives";
import { createSimulatedChain, type SimulatedChain } from "../chain/simulated-chain.ts";
import { createAccounts, signTx } from "./accounts.ts";
import { auditBlock, findDifferences, type AuditBooks } from "./audit-block.ts";
import { gateDifferences, noteDeposits, noteWithdrawals } from "./audit-gates.ts";
import { lineageDifferences, notePedigrees, type Pedigree } from "./audit-lineage.ts";
import { createAuditor, eventsOf } from "./auditor.ts";
import * as data from "./data-actions.ts";
import * as gate from "./gate-actions.ts";
import * as disputes from "./dispute-actions.ts";
import * as feedback from "./feedback-actions.ts";
import * as incident from "./incident-actions.ts";
import * as gov from "./gov-actions.ts";
import * as market from "./market-actions.ts";
import * as model from "./model-actions.ts";
import { createRandom } from "./random.ts";
import * as staking from "./staking-actions.ts";
import { readState, sequenceOf, type Attempt, type SimState, type SimWorld } from "./sim-world.ts";

const ACCOUNTS = 8;
const FUNDS = 2_000_000_000n;
const FEE = { denom: "uopen", amount: "25" } as const;
const GAS_LIMIT = 50_000_000n;
const REJECTION_FEE = 700n;
const AUDIT_EVERY = 10;
const POWER = 100n;
const STAKED_POOL = "bonded_tokens_pool";

/** Short windows, so that settlements, expiries and lapses happen within a few dozen blocks. */
const APP_STATE = {
  market: {
    params: {
      window_seconds: "6",
      window_blocks: "2",
      settle_period_seconds: "15",
      max_session_seconds: "1000",
      max_decisions_per_block: "3",
      listed_denoms: data.DENOMS,
    },
  },
  datanet: {
    params: {
      ...{ review_period_seconds: "60", rejection_fee: String(REJECTION_FEE), dispute_bond: "900001" },
      ...{ dispute_owner_seconds: "12", dispute_escalation_seconds: "12", dispute_decision_seconds: "60", dispute_turn_blocks: "1" },
    },
  },
  accountability: {
    params: {
      ...{ deposit: "700003", response_seconds: "12", response_blocks: "2", escalation_seconds: "12", escalation_blocks: "2" },
      ...{ decision_seconds: "200", record_seconds: "20", max_turns_per_block: "3" },
    },
  },
  gov: {
    params: {
      min_deposit: [{ denom: "uopen", amount: "1000000" }],
      expedited_min_deposit: [{ denom: "uopen", amount: "1500000" }],
      max_deposit_period: "20s",
      voting_period: "60s",
      expedited_voting_period: "20s",
      // Deposits always come back, so that the auditor need not count votes.
      burn_vote_veto: false,
    },
  },
} as const;

/** Who does what, and how often: relative weights. */
const ACTIONS: readonly (readonly [weight: number, action: data.Action])[] = [
  [8, data.send],
  [2, data.sendTooMuch],
  [1, data.sendOfAnother],
  [2, data.createDatanet],
  [8, data.contribute],
  [10, data.review],
  [2, data.reviewOtherRows],
  [4, data.freeze],
  [3, disputes.dispute],
  [1, disputes.disputeOwn],
  [4, disputes.answerDispute],
  [1, disputes.answerForOwner],
  [4, disputes.escalateDispute],
  [3, disputes.proposeDecision],
  [5, feedback.giveFeedback],
  [1, feedback.feedbackWithoutPurchase],
  [3, model.publish],
  [2, model.derive],
  [1, model.deriveInCircle],
  [1, model.publishUnfrozen],
  [4, market.createOffer],
  [6, market.openSession],
  [10, market.settle],
  [6, market.settleWrongly],
  [1, market.closeSession],
  [1, market.closeOffer],
  [5, market.claim],
  [2, staking.delegate],
  [2, staking.withdrawRewards],
  [1, staking.withdrawCommission],
  [6, gate.gateDeposit],
  [1, gate.gateDepositWrongly],
  [5, gate.gateWithdraw],
  [3, incident.reportIncident],
  [3, incident.reportReceipt],
  [1, incident.reportOthersReceipt],
  [5, incident.respondIncident],
  [1, incident.respondForHolder],
  [4, incident.escalateIncident],
  [3, incident.proposeIncident],
  [1, gov.propose],
  [2, gov.deposit],
  [5, gov.vote],
];
const WEIGHTS = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);

export interface SimulationOptions {
  readonly crypto: Crypto;
  readonly seed: string;
  readonly blocks: number;
}

export interface SimulationResult {
  readonly chain: SimulatedChain;
  /** How often each action was taken and refused. */
  readonly tally: Readonly<Record<string, { taken: number; refused: number }>>;
  /** Settlements paid out and sessions ended. */
  readonly finals: number;
  readonly ended: number;
  /** What became of proposals, as events call it, and how often. */
  readonly proposals: Readonly<Record<string, number>>;
  /** What the auditor or an invariant objects to; empty when all is well. */
  readonly differences: readonly string[];
}

/** Lets simulated people use a whole chain for some blocks while an auditor keeps the books by hand. */
export function simulate({ crypto, seed, blocks }: SimulationOptions): SimulationResult {
  const random = createRandom(crypto.sha256, seed);
  const accounts = createAccounts(crypto, ACCOUNTS);
  const genesis = accounts.map(({ address }) => ({
    address,
    coins: [
      { denom: "udemo", amount: FUNDS },
      { denom: "uopen", amount: FUNDS },
    ],
  }));
  const validators = [{ publicKey: crypto.sha256(new Uint8Array(1)), power: POWER, operator: accounts[0]?.address }];
  const chain = createSimulatedChain({ crypto, accounts: genesis, validators, appState: { ...APP_STATE, gate: gate.gateGenesis(accounts) } });
  chain.runBlock([]);
  const books: AuditBooks = {
    auditor: createAuditor("uopen", [...genesis, { address: STAKED_POOL, coins: [{ denom: "uopen", amount: POWER * 1_000_000n }] }]),
    ...{ bonds: new Map(), offers: new Map(), sessions: new Map(), settlements: new Map(), deposits: new Map(), disputes: new Map() },
  };
  const gates = { entered: 0n, left: 0n };
  const pedigrees = new Map<string, Pedigree>();
  const tally: Record<string, { taken: number; refused: number }> = {};
  const differences: string[] = [];
  const shared = { crypto, random, chain, accounts, contents: new Map(), receipts: new Map() };
  let state: SimState = readState(chain);
  const proposals: Record<string, number> = {};
  let finals = 0;
  let ended = 0;
  for (let block = 0; block < blocks && differences.length === 0; block++) {
    const world: SimWorld = { ...shared, state };
    market.answerSome(world);
    const attempts = attemptsOfBlock(world);
    const executed = chain.runBlock(attempts.map((attempt) => signed(world, attempt)), BigInt(1 + random.below(3)));
    const after = readState(chain);
    noteDeposits(gates, books.auditor, attempts, executed);
    auditBlock(books, attempts, executed, joined(state, after), { fee: FEE, rejectionFee: REJECTION_FEE });
    noteWithdrawals(gates, books.auditor, attempts, executed);
    notePedigrees(pedigrees, attempts, executed);
    differences.push(...lineageDifferences(pedigrees, executed));
    attempts.forEach(({ action }, i) => {
      const counts = (tally[action] ??= { taken: 0, refused: 0 });
      if (executed.response.txResults[i]?.code === 0) counts.taken += 1;
      else counts.refused += 1;
    });
    const types = executed.response.events.map(({ type }) => type);
    finals += types.filter((type) => type === "settlement_finalized").length;
    ended += types.filter((type) => type === "session_ended").length;
    for (const { proposal_result: result = "" } of [...eventsOf(executed.response.events, "active_proposal"), ...eventsOf(executed.response.events, "inactive_proposal")]) {
      proposals[result] = (proposals[result] ?? 0) + 1;
    }
    state = after;
    if (block % AUDIT_EVERY === AUDIT_EVERY - 1 || block === blocks - 1) differences.push(...findDifferences(chain, books.auditor), ...gateDifferences(chain, gates));
  }
  return { chain, tally, finals, ended, proposals, differences };
}

/** At most one transaction of an account per block, since each names the sequence that the chain states. */
function attemptsOfBlock(world: SimWorld): Attempt[] {
  const busy = new Set<string>();
  const attempts: Attempt[] = [];
  for (let i = 0; i < world.accounts.length; i++) {
    const attempt = pickAction(world)(world);
    if (attempt === undefined || busy.has(attempt.account.address)) continue;
    busy.add(attempt.account.address);
    attempts.push(attempt);
  }
  return attempts;
}

function pickAction({ random }: SimWorld): data.Action {
  let at = random.below(WEIGHTS);
  for (const [weight, action] of ACTIONS) {
    if (at < weight) return action;
    at -= weight;
  }
  return assertDefined(ACTIONS[0], "there are actions")[1];
}

function signed({ crypto, chain }: SimWorld, { account, message }: Attempt): Uint8Array {
  const sequence = sequenceOf(chain, account.address);
  return signTx(crypto, account, [message], { chainId: chain.chainId, sequence, gasLimit: GAS_LIMIT, fee: FEE });
}

/** What was there before the block or is there after it: an offer may end in the block that pays its last settlement. */
function joined(before: SimState, after: SimState): SimState {
  const offers = new Map([...before.offers, ...after.offers].map((offer) => [offer.id, offer]));
  return { ...after, offers: [...offers.values()] };
}
