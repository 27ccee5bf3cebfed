import { Proposal, ProposalStatus } from "@openledger/messages/cosmos/gov/v1";
import { toUtf8 } from "@openledger/primitives";
import { u64Value, type Change } from "@openledger/store";
import { expect, test } from "vitest";
import { timeText } from "../support/expiry.ts";
import { govReport } from "./report.ts";
import { activeQueue, inactiveQueue, proposals } from "./state.ts";

const KILOBYTES = "s".repeat(10_000);
const end = { seconds: 1_790_000_000n, nanos: 0 };

const stored = (id: bigint, status: ProposalStatus, units: string): Change => {
  const totalDeposit = [{ denom: "ustake", amount: units }];
  return { key: proposals.keyBytes(id), value: Proposal.toBytes(Proposal.create({ id, status, title: "Title", summary: KILOBYTES, submitTime: end, depositEndTime: end, totalDeposit })) };
};
const queued = (queue: typeof activeQueue, id: bigint, isThere: boolean): Change => ({ key: queue.keyBytes([timeText(end), id]), value: isThere ? u64Value.encode(id) : undefined });

const told = (...changes: readonly Change[]) =>
  govReport(changes).map(({ attributes }) => ({
    ...Object.fromEntries(attributes.map(({ key, value }) => [key, value])),
    bytes: attributes.reduce((sum, { key, value }) => sum + toUtf8(key).length + toUtf8(value).length, 0),
  }));

test("a deposit that opens no vote tells the new total in less than 100 bytes, whatever the proposal's texts", () => {
  for (const status of [ProposalStatus.PROPOSAL_STATUS_DEPOSIT_PERIOD, ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD]) {
    expect(told(stored(7n, status, "5"))).toEqual([{ proposal_id: "7", removed: "false", total_deposit: "5ustake", bytes: expect.any(Number) as number }]);
    expect(told(stored(7n, status, "5"))[0]?.bytes).toBeLessThan(100);
  }
});

test("a proposal is told whole when it is new, when its vote opens or goes on, and when it is decided", () => {
  const { PROPOSAL_STATUS_DEPOSIT_PERIOD: waiting, PROPOSAL_STATUS_VOTING_PERIOD: voting, PROPOSAL_STATUS_PASSED: passed } = ProposalStatus;
  const all = [
    told(stored(7n, waiting, "5"), queued(inactiveQueue, 7n, true)),
    told(stored(7n, voting, "9"), queued(activeQueue, 7n, true), queued(inactiveQueue, 7n, false)),
    told(stored(7n, passed, "9"), queued(activeQueue, 7n, false)),
    // Genesis brings decided ones, which are in no queue.
    told(stored(7n, passed, "9")),
  ];
  expect(all.map(([one]) => one)).toMatchObject([{ status: "DEPOSIT_PERIOD" }, { status: "VOTING_PERIOD" }, { status: "PASSED" }, { status: "PASSED", summary: KILOBYTES }]);
});

test("of two proposals only the one that turns is told whole", () => {
  const changes = told(stored(7n, ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD, "5"), stored(8n, ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD, "5"), queued(activeQueue, 8n, true));
  expect(changes.map((change) => "summary" in change)).toEqual([false, true]);
});
