import { QueryService as BankQuery } from "@openledger/messages/cosmos/bank/v1beta1";
import { BaseAccount, ModuleAccount, QueryService as AuthQuery } from "@openledger/messages/cosmos/auth/v1beta1";
import { MsgSend } from "@openledger/messages/cosmos/bank/v1beta1";
import { MsgDelegate } from "@openledger/messages/cosmos/staking/v1beta1";
import type { Span } from "@openledger/messages/openledger/attribution/v1";
import { MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import { MsgFeedback, type Correction } from "@openledger/messages/openledger/feedback/v1";
import { MsgCreateOffer, MsgOpenSession, MsgSettle } from "@openledger/messages/openledger/market/v1";
import { assertDefined } from "@openledger/primitives";
import type { AbciEvent, ExecutedBlock } from "@openledger/state-machine";
import type { SimulatedChain } from "../chain/simulated-chain.ts";
import { auditDisputes } from "./audit-disputes.ts";
import { auditIncidents } from "./audit-incidents.ts";
import { auditChallenges } from "./audit-challenges.ts";
import { eventsOf, passedAnte, type Auditor, type FeeTerms, type OwnedUnits } from "./auditor.ts";
import type { Attempt, SimState } from "./sim-world.ts";

type Attributes = Readonly<Record<string, string>>;

/** What the auditor must remember of messages until the chain decides on them. */
export interface AuditBooks {
  readonly auditor: Auditor;
  /** Bond of each contribution, by `datanet/seq`. */
  readonly bonds: Map<string, { readonly contributor: string; readonly units: bigint; readonly denom: string }>;
  readonly offers: Map<string, { readonly host: string; readonly denom: string; bond: bigint; readonly openingFee: bigint }>;
  readonly sessions: Map<string, { readonly buyer: string; readonly offerId: string; readonly denom: string; escrow: bigint; settled: bigint }>;
  /** Message of each pending settlement, and what its receipts sum to. */
  readonly settlements: Map<string, MsgSettle & { readonly units: bigint }>;
  /** Bond of each open dispute, and who may get it. */
  readonly disputes: Map<string, { readonly challenger: string; readonly owner: string; readonly units: bigint; readonly denom: string }>;
  /** What people put behind each proposal that is not decided. */
  readonly deposits: Map<string, { readonly depositor: string; readonly event: Attributes }[]>;
}

export interface AuditTerms {
  readonly fee: { readonly denom: string; readonly amount: string };
  readonly rejectionFee: bigint;
}

/** Writes down what a block's begin, its transactions and its end must have moved. `state` is the one before or after the block. */
export function auditBlock(
  books: AuditBooks,
  attempts: readonly Attempt[],
  block: ExecutedBlock,
  state: SimState,
  terms: AuditTerms,
): void {
  const { auditor } = books;
  auditor.distribute();
  attempts.forEach((attempt, i) => {
    const result = assertDefined(block.response.txResults[i], "one result for each transaction");
    if (!passedAnte(result)) return;
    auditor.payFee(attempt.account.address, terms.fee.denom, BigInt(terms.fee.amount));
    if (result.code === 0) auditMessage(books, attempt, result.events, state, terms);
  });
  auditChallenges(books, block.response.events, terms.fee.denom);
  auditEnd(books, block.response.events, state);
}

/** The receipts of a batch sum to what the buyer's head adds. */
function noteSettlement({ settlements, sessions }: AuditBooks, id: string, message: MsgSettle): void {
  const session = assertDefined(sessions.get(message.sessionId.toString()), "a known session");
  const cumulative = BigInt(message.head?.head?.cumulativeAmount ?? "0");
  settlements.set(id, { ...message, units: cumulative - session.settled });
  session.settled = cumulative;
}

function auditMessage(books: AuditBooks, { message, account }: Attempt, events: readonly AbciEvent[], state: SimState, terms: AuditTerms): void {
  const { auditor } = books;
  const one = (type: string): Attributes => assertDefined(eventsOf(events, type)[0], `an event ${type}`);
  switch (message.typeUrl) {
    case MsgSend.typeUrl: {
      const { toAddress, amount } = MsgSend.decode(message.value);
      for (const coin of amount) auditor.send(account.address, toAddress, coin.denom, BigInt(coin.amount));
      return;
    }
    case MsgContribute.typeUrl: {
      lockBond(books, MsgContribute.decode(message.value), account.address, one("contribution_registered"), state);
      return;
    }
    case MsgFeedback.typeUrl: {
      const { correction } = MsgFeedback.decode(message.value);
      if (correction !== undefined) lockBond(books, correction, account.address, one("contribution_registered"), state);
      return;
    }
    case MsgCreateOffer.typeUrl: {
      const { bond, openingFee } = MsgCreateOffer.decode(message.value);
      const { denom, amount } = assertDefined(bond, "a bond");
      const id = one("offer_created")["offer_id"] ?? "";
      books.offers.set(id, { host: account.address, denom, bond: BigInt(amount), openingFee: BigInt(openingFee) });
      auditor.send(account.address, "market", denom, BigInt(amount));
      return;
    }
    case MsgOpenSession.typeUrl: {
      const { escrow, offerId } = MsgOpenSession.decode(message.value);
      const { denom, amount } = assertDefined(escrow, "an escrow");
      const { openingFee } = assertDefined(books.offers.get(offerId.toString()), "a known offer");
      const id = one("session_opened")["session_id"] ?? "";
      books.sessions.set(id, { buyer: account.address, offerId: offerId.toString(), denom, escrow: BigInt(amount), settled: 0n });
      auditor.send(account.address, "market", denom, BigInt(amount) + openingFee);
      if (openingFee > 0n) auditor.divide(denom, openingFee, [], feeTermsOf(books, id, state));
      return;
    }
    case MsgSettle.typeUrl:
      noteSettlement(books, one("settlement_submitted")["settlement_id"] ?? "", MsgSettle.decode(message.value));
      return;
    case MsgDelegate.typeUrl: {
      const { amount } = MsgDelegate.decode(message.value);
      const { denom, amount: units } = assertDefined(amount, "an amount");
      auditor.send(account.address, "bonded_tokens_pool", denom, BigInt(units));
      auditOutcomes(books, events, account.address, terms);
      return;
    }
    default:
      auditOutcomes(books, events, account.address, terms);
  }
}

function lockBond({ auditor, bonds }: AuditBooks, { datanetId, rows }: Correction, contributor: string, registered: Attributes, state: SimState): void {
  const perKib = assertDefined(state.datanets.find(({ id }) => id === datanetId)?.bondPerKib, "the datanet was there");
  const units = ((assertDefined(rows, "rows").byteCount + 1023n) / 1024n) * BigInt(perKib.amount);
  bonds.set(`${datanetId}/${registered["seq"]}`, { contributor, units, denom: perKib.denom });
  auditor.send(contributor, "datanet", perKib.denom, units);
}

/** Rejections, closed offers without sessions, and claims and withdrawals, whose amount the chain must say. */
function auditOutcomes(books: AuditBooks, events: readonly AbciEvent[], claimant: string, terms: AuditTerms): void {
  auditChallenges(books, events, terms.fee.denom);
  auditIncidents(books, events);
  auditDisputes(books, events);
  for (const rejected of eventsOf(events, "contribution_rejected")) releaseBond(books, rejected, terms.rejectionFee);
  for (const ended of eventsOf(events, "offer_ended")) endOffer(books, ended);
  for (const claimed of eventsOf(events, "rewards_claimed")) pay(books, "rewards", claimant, claimed);
  for (const event of eventsOf(events, "proposal_deposit")) noteDeposit(books, event);
  for (const type of ["withdraw_rewards", "withdraw_commission"]) {
    for (const withdrawn of eventsOf(events, type)) pay(books, "distribution", claimant, withdrawn);
  }
}

/** A deposit waits with gov; the event without a depositor only says that the vote is open. */
function noteDeposit(books: AuditBooks, event: Attributes): void {
  const { depositor, proposal_id: id = "" } = event;
  if (depositor === undefined) return;
  pay(books, depositor, "gov", event);
  books.deposits.set(id, [...(books.deposits.get(id) ?? []), { depositor, event }]);
}

/** Deposits go back when a proposal is dropped or decided; an expedited one that fails keeps them for a second vote. */
function endProposal(books: AuditBooks, { proposal_id: id = "", proposal_result: result }: Attributes): void {
  if (result === "expedited_proposal_rejected") return;
  for (const { depositor, event } of books.deposits.get(id) ?? []) pay(books, "gov", depositor, event);
  books.deposits.delete(id);
}

function pay({ auditor }: AuditBooks, from: string, to: string, event: Attributes): void {
  for (const coin of (event["amount"] ?? "").split(",")) {
    const [, units = "0", denom = ""] = /^(\d+)(.+)$/.exec(coin) ?? [];
    if (denom !== "") auditor.send(from, to, denom, BigInt(units));
  }
}

function releaseBond({ auditor, bonds }: AuditBooks, event: Attributes, fee: bigint): void {
  const key = `${event["datanet_id"]}/${event["seq"]}`;
  const { contributor, units, denom } = assertDefined(bonds.get(key), `the bond of ${key}`);
  const burned = fee < units ? fee : units;
  auditor.burn("datanet", denom, burned);
  auditor.send("datanet", contributor, denom, units - burned);
}

function endOffer({ auditor, offers }: AuditBooks, event: Attributes): void {
  const { host, denom, bond } = assertDefined(offers.get(event["offer_id"] ?? ""), "a known offer");
  auditor.send("market", host, denom, bond);
}

function auditEnd(books: AuditBooks, events: readonly AbciEvent[], state: SimState): void {
  auditIncidents(books, events);
  auditDisputes(books, events);
  for (const lapsed of eventsOf(events, "contribution_lapsed")) releaseBond(books, lapsed, 0n);
  for (const final of eventsOf(events, "settlement_finalized")) finalizeSettlement(books, final, state);
  for (const ended of eventsOf(events, "session_ended")) {
    const session = assertDefined(books.sessions.get(ended["session_id"] ?? ""), "a known session");
    books.auditor.send("market", session.buyer, session.denom, session.escrow);
  }
  for (const ended of eventsOf(events, "offer_ended")) endOffer(books, ended);
  for (const type of ["inactive_proposal", "active_proposal"]) {
    for (const ended of eventsOf(events, type)) endProposal(books, ended);
  }
  for (const spent of eventsOf(events, "treasury_spent")) pay(books, "treasury", spent["recipient"] ?? "", spent);
}

function finalizeSettlement(books: AuditBooks, event: Attributes, state: SimState): void {
  const message = assertDefined(books.settlements.get(event["settlement_id"] ?? ""), "a known settlement");
  const id = message.sessionId.toString();
  const session = assertDefined(books.sessions.get(id), "a known session");
  session.escrow -= message.units;
  books.auditor.divide(session.denom, message.units, ownedOf(message, state), feeTermsOf(books, id, state));
}

/** What each owner earns out of each datanet: floor(amount x dataBps x W / (10,000 x all weight)) per contribution, or as stated without openings. */
function ownedOf({ openings, owned }: MsgSettle, { datanets }: SimState): OwnedUnits[] {
  const sums = new Map<string, { datanetId: bigint; amount: bigint }>();
  for (const { owner, datanetId, amount } of owned) sums.set(`${owner} ${datanetId}`, { datanetId, amount: BigInt(amount) });
  for (const { claim, receipt } of openings) {
    const spans = claim?.spans ?? [];
    const total = spans.reduce((sum, { weight }) => sum + weight, 0n);
    for (const { owner, datanetId, weight } of weighContributions(spans)) {
      const amount = (BigInt(receipt?.amount ?? "0") * 4_000n * weight) / (10_000n * total);
      const key = `${owner} ${datanetId}`;
      sums.set(key, { datanetId, amount: (sums.get(key)?.amount ?? 0n) + amount });
    }
  }
  return [...sums.values()].map(({ datanetId, amount }) => {
    const { curatorBps, curators } = assertDefined(datanets.find(({ id }) => id === datanetId), "the datanet exists");
    return { amount, curatorBps, curators: curators.length };
  });
}

function weighContributions(spans: readonly Span[]): { owner: string; datanetId: bigint; weight: bigint }[] {
  const weighed = new Map<string, { owner: string; datanetId: bigint; weight: bigint }>();
  for (const { owner, weight, match } of spans) {
    if (owner === "" || match?.contribution === undefined) continue;
    const { datanetId, seq } = match.contribution;
    const before = weighed.get(`${datanetId}/${seq}`)?.weight ?? 0n;
    weighed.set(`${datanetId}/${seq}`, { owner, datanetId, weight: before + weight });
  }
  return [...weighed.values()];
}

function feeTermsOf(books: AuditBooks, sessionId: string, state: SimState): FeeTerms {
  const { buyer, offerId } = assertDefined(books.sessions.get(sessionId), "a known session");
  const offer = state.offers.find(({ id }) => id.toString() === offerId);
  const model = state.models.find(({ modelId, version }) => modelId === offer?.modelId && version === offer.modelVersion);
  const manifest = assertDefined(model, `the model of offer ${offerId}`).manifest;
  const priors = manifest.map(({ datanetId, priorBps }) => {
    const { curatorBps, curators } = assertDefined(state.datanets.find(({ id }) => id === datanetId), "the datanet exists");
    return { bps: priorBps, curatorBps, curators: curators.length };
  });
  return { buyer, priors };
}

/** Accounts whose balance on the chain is not what the auditor wrote down, and broken invariants. */
export function findDifferences(chain: SimulatedChain, auditor: Auditor): string[] {
  return [...chain.machine.invariants(), ...findOtherBalances(chain, auditor)];
}

/** Accounts and supplies that are not what the auditor wrote down. */
export function findOtherBalances({ query }: SimulatedChain, auditor: Auditor): string[] {
  const differences: string[] = [];
  const { accounts } = query(AuthQuery.Accounts, { pagination: { limit: 10_000n } });
  for (const account of accounts) {
    const module = account.typeUrl === ModuleAccount.typeUrl ? ModuleAccount.decode(account.value) : undefined;
    const address = module?.baseAccount?.address ?? BaseAccount.decode(account.value).address;
    const holder = module?.name ?? address;
    const { balances } = query(BankQuery.AllBalances, { address, pagination: { limit: 100n } });
    for (const denom of auditor.denoms) {
      const onChain = BigInt(balances.find((coin) => coin.denom === denom)?.amount ?? "0");
      const expected = auditor.balanceOf(holder, denom);
      if (onChain !== expected) differences.push(`${holder} has ${onChain} ${denom}, the auditor says ${expected}`);
    }
  }
  for (const denom of auditor.denoms) {
    const { amount } = query(BankQuery.SupplyOf, { denom });
    if (BigInt(amount?.amount ?? "0") !== auditor.total(denom)) differences.push(`supply of ${denom} is ${amount?.amount}, not ${auditor.total(denom)}`);
  }
  return differences;
}
