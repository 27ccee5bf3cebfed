import { expect, test } from "vitest";
import type { SourceEvent } from "../source/committed-block.ts";
import { chainOf, people } from "../testing/sample-chain.ts";
import { event, PREFIX } from "../testing/sample-parts.ts";
import { projectBlock } from "./project-block.ts";

function changed(status: string, messages: string): SourceEvent {
  const times = { submit_time: 1n, deposit_end_time: 2n, voting_start_time: "", voting_end_time: "" };
  const texts = { proposer: people.alice, title: "t", summary: "s", metadata: "", total_deposit: "5uopen", failed_reason: "" };
  return event("proposal_changed", { proposal_id: 7n, removed: "false", status, messages, expedited: "false", ...times, ...texts, yes: 3n, abstain: 0n, no: 1n, no_with_veto: 0n });
}

function rowsOf(events: readonly SourceEvent[]) {
  const [block] = chainOf([{ events }]);
  if (block === undefined) throw new Error("a chain of one block has one");
  return projectBlock(block, PREFIX);
}

test("deposits and votes are rows, and the event that only says that voting began is none", () => {
  const rows = rowsOf([
    event("proposal_deposit", { depositor: people.bob, amount: "5uopen", proposal_id: 7n }),
    event("proposal_deposit", { voting_period_start: 7n }),
    event("proposal_vote", { voter: people.bob, option: '[{"option":1,"weight":"0.600000000000000000"},{"option":4,"weight":"0.400000000000000000"}]', proposal_id: 7n }),
  ]);
  expect(rows.proposalDeposits).toMatchObject([{ proposalId: 7n, depositor: people.bob, amount: "5uopen" }]);
  expect(rows.votes).toMatchObject([
    { proposalId: 7n, voter: people.bob, options: [{ option: "YES", weight: "0.600000000000000000" }, { option: "NO_WITH_VETO", weight: "0.400000000000000000" }] },
  ]);
});

test("a proposal shows its tally, and one that the chain forgets stays as dropped or canceled", () => {
  const rows = rowsOf([changed("REJECTED", "/cosmos.bank.v1beta1.MsgSend"), event("inactive_proposal", { proposal_id: 8n }), event("cancel_proposal", { proposal_id: 9n })]);
  expect(rows.proposalStates).toMatchObject([
    { id: 7n, set: { status: "REJECTED", yes: 3n, no: 1n, messageTypes: ["/cosmos.bank.v1beta1.MsgSend"], votingStartTimeNs: null } },
    { id: 8n, set: { status: "DROPPED" } },
    { id: 9n, set: { status: "CANCELED" } },
  ]);
});

test("a deposit that turns nothing changes the total alone", () => {
  const rows = rowsOf([event("proposal_changed", { proposal_id: 7n, removed: "false", total_deposit: "6uopen" })]);
  expect(rows.proposalStates).toEqual([{ id: 7n, height: 1n, set: { totalDeposit: "6uopen" } }]);
});

test("what governance made itself is said to be missing, and what it only set is not", () => {
  const rows = rowsOf([changed("PASSED", "/openledger.gate.v1.MsgSetGate,/openledger.market.v1.MsgCreateOffer")]);
  expect(rows.deadLetters).toMatchObject([{ txIndex: -1, reason: "proposal 7 executed /openledger.market.v1.MsgCreateOffer, whose response no block shows" }]);
});

test("a vote of another shape stops the indexer", () => {
  expect(() => rowsOf([event("proposal_vote", { voter: people.bob, option: "yes", proposal_id: 7n })])).toThrow("attribute option is not a list");
});
