import { previousChains } from "../schema/chain.ts";
import { proposalDeposits, votes } from "../schema/governance.ts";
import { signingInfos } from "../schema/stake.ts";
import type { CarriedState } from "../source/committed-block.ts";
import type { WriteTx } from "./database.ts";
import { writeDemandFlows } from "./demand-minutes.ts";
import { writeRows } from "./write-rows.ts";

/** Before any block: the minute of what entered, left and was spent on the chains before. */
const MINUTE_BEFORE_ALL = 0n;

/** Writes what genesis carries over from an earlier chain, at the height below the first block. */
export async function writeCarriedState(tx: WriteTx, height: bigint, carried: CarriedState): Promise<void> {
  const place = (eventIndex: number) => ({ height, eventIndex, txIndex: null });
  await writeRows(tx, previousChains, carried.previousChains.map((chain, position) => ({ position, ...chain })));
  await writeRows(tx, votes, carried.votes.map((vote, at) => ({ ...place(at), ...vote })));
  await writeRows(tx, proposalDeposits, carried.deposits.map((deposit, at) => ({ ...place(at), ...deposit })));
  await writeRows(tx, signingInfos, carried.signingInfos.map((info) => ({ ...info, height })));
  await writeDemandFlows(tx.db, carried.demand.map((flows) => ({ ...flows, minute: MINUTE_BEFORE_ALL })));
}
