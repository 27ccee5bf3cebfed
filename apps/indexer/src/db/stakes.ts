import { inArray } from "drizzle-orm";
import type { BlockRows } from "../project/block-rows.ts";
import type { ProposalState } from "../project/governance.ts";
import type { ValidatorState } from "../project/stake.ts";
import { fatal } from "../errors.ts";
import { proposals } from "../schema/governance.ts";
import {
  commissionChanges,
  delegationChanges,
  delegations,
  redelegationChanges,
  redelegations,
  unbondingChanges,
  unbondings,
  validatorChanges,
  validators,
} from "../schema/stake.ts";
import type { WriteTx } from "./database.ts";
import { upsertRows } from "./upsert-rows.ts";
import { writeRows } from "./write-rows.ts";

type Validator = typeof validators.$inferInsert;
type Proposal = typeof proposals.$inferInsert;

/** Writes what stakes and proposals became, block by block, and what they are after the last of them. */
export async function writeStakes(tx: WriteTx, rows: BlockRows): Promise<void> {
  await writeValidators(tx, rows.validatorStates);
  const { delegationStates, unbondingStates, redelegationStates } = rows;
  await writeRows(tx, delegationChanges, delegationStates);
  await upsertRows(tx, delegations, [delegations.delegator, delegations.validator], lastOf(delegationStates, ({ delegator, validator }) => `${delegator}/${validator}`));
  await writeRows(tx, unbondingChanges, unbondingStates);
  await upsertRows(tx, unbondings, [unbondings.delegator, unbondings.validator], lastOf(unbondingStates, ({ delegator, validator }) => `${delegator}/${validator}`));
  const { delegator, sourceValidator, destinationValidator } = redelegations;
  await writeRows(tx, redelegationChanges, redelegationStates);
  const routes = lastOf(redelegationStates, (row) => `${row.delegator}/${row.sourceValidator}/${row.destinationValidator}`);
  await upsertRows(tx, redelegations, [delegator, sourceValidator, destinationValidator], routes);
  await writeProposals(tx, rows.proposalStates);
}

function lastOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

async function writeValidators(tx: WriteTx, states: readonly ValidatorState[]): Promise<void> {
  if (states.length === 0) return;
  const operators = [...new Set(states.map(({ operator }) => operator))];
  const known = await tx.db.select().from(validators).where(inArray(validators.operator, operators));
  const now = new Map<string, Validator>(known.map((row) => [row.operator, row]));
  const commissions: (typeof commissionChanges.$inferInsert)[] = [];
  const changes = states.map((state) => {
    const before = now.get(state.operator);
    const validator = "status" in state ? state : withoutStake(before, state);
    if (before?.commissionRate !== validator.commissionRate) commissions.push({ operator: validator.operator, height: validator.height, rate: validator.commissionRate });
    now.set(validator.operator, validator);
    const { operator, height, status, jailed, tokens, shares, commissionRate, removed } = validator;
    return { operator, height, status, jailed, tokens, shares, commissionRate, removed };
  });
  await writeRows(tx, validatorChanges, changes);
  await writeRows(tx, commissionChanges, commissions);
  await upsertRows(tx, validators, [validators.operator], [...now.values()]);
}

/** The chain forgets a validator that nobody stakes with; the index keeps who it was. */
function withoutStake(before: Validator | undefined, { operator, height }: ValidatorState): Validator {
  if (before === undefined) throw fatal("INCONSISTENT", `block ${height} removes validator ${operator}, which no block has shown; index the chain again into an empty database`);
  return { ...before, status: "UNBONDED", tokens: 0n, shares: 0n, removed: true, height };
}

async function writeProposals(tx: WriteTx, states: readonly ProposalState[]): Promise<void> {
  if (states.length === 0) return;
  const ids = [...new Set(states.map(({ id }) => id))];
  const known = await tx.db.select().from(proposals).where(inArray(proposals.id, ids));
  const now = new Map<bigint, Proposal>(known.map((row) => [row.id, row]));
  for (const { id, height, set } of states) now.set(id, { ...(now.get(id) ?? unknownProposal(id, height)), ...set, height });
  await upsertRows(tx, proposals, [proposals.id], [...now.values()]);
}

/** A proposal of which only the submission is known, until the end of its block. */
function unknownProposal(id: bigint, submitHeight: bigint): Proposal {
  const counts = { yes: 0n, abstain: 0n, no: 0n, noWithVeto: 0n };
  const texts = { proposer: "", title: "", summary: "", metadata: "", totalDeposit: "", failedReason: "" };
  const times = { votesAfterHeight: 0n, submitTimeNs: 0n, depositEndTimeNs: 0n };
  return { id, status: "DEPOSIT_PERIOD", messageTypes: [], expedited: false, submitHeight, height: submitHeight, ...counts, ...texts, ...times };
}
