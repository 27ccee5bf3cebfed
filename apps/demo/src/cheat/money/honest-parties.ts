import type { ChainHistory } from "../../steps/chain-history.ts";
import { HONEST, type Party } from "../network/parties.ts";
import type { Stage } from "../network/stage.ts";
import { addUnits, changeOf } from "./coins.ts";
import type { Wealth } from "./wealth.ts";

/** What happened to one honest party's money in one denom. Units. */
export interface HonestLine {
  readonly party: Party;
  readonly denom: string;
  /** Account, bonds, escrow and claimable rewards, after less before. */
  readonly change: bigint;
  /** Gas that it paid for. */
  readonly gas: bigint;
  /** Answers that it bought, by final settlements, less what was returned to it. */
  readonly answers: bigint;
  /** What it lost beside gas and answers; 0 is right, and less is what it earned. */
  readonly lost: bigint;
}

/** Compares what honest parties had and have with the fees that they agreed to. */
export function honestLines(
  stage: Stage,
  history: ChainHistory,
  gasBefore: ReadonlyMap<string, ReadonlyMap<string, bigint>>,
  before: Wealth,
  after: Wealth,
): HonestLine[] {
  return HONEST.flatMap((party) => {
    const { address } = stage.parties[party];
    const change = changeOf(before.get(party) ?? {}, after.get(party) ?? {});
    const gas: Record<string, bigint> = {};
    for (const [denom, units] of stage.fees.get(address) ?? []) addUnits(gas, denom, units);
    for (const [denom, units] of gasBefore.get(address) ?? []) addUnits(gas, denom, -units);
    const answers = boughtBy(stage, history, party);
    const denoms = new Set([...Object.keys(change), ...Object.keys(gas), ...Object.keys(answers)]);
    return [...denoms].map((denom) => {
      const line = { change: change[denom] ?? 0n, gas: gas[denom] ?? 0n, answers: answers[denom] ?? 0n };
      return { party, denom, ...line, lost: -(line.change + line.gas + line.answers) };
    });
  });
}

function boughtBy({ sessions }: Stage, { payouts }: ChainHistory, party: Party): Record<string, bigint> {
  const own = new Set(sessions.flatMap(({ id, buyer }) => (buyer === party ? [id.toString()] : [])));
  const bought: Record<string, bigint> = {};
  for (const { sessionId, role, denom, amount } of payouts) {
    if (own.has(sessionId) && role !== "buyer") addUnits(bought, denom, amount);
  }
  return bought;
}
