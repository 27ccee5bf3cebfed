import type { PgTable } from "drizzle-orm/pg-core";
import type { BlockRows } from "../project/block-rows.ts";
import { incidents } from "../schema/accountability.ts";
import { receiptOwners, receipts, sessionLeaves, spans } from "../schema/attribution.ts";
import { blocks, deadLetters, events, messages, txs } from "../schema/chain.ts";
import { contributionMarks, contributions, datanets, datanetVersions, disputes, erasures, feedbacks, reviews } from "../schema/datanet.ts";
import { proposalDeposits, votes } from "../schema/governance.ts";
import { gateMovements } from "../schema/gate.ts";
import {
  correctedOwners,
  counterexamples,
  demands,
  offers,
  sessions,
  settlementCorrections,
  settlementOwners,
  settlements,
  settlementSplits,
  settlementVoids,
} from "../schema/market.ts";
import { ancestors, manifestEntries, models, modelVersions, royalties } from "../schema/model.ts";
import { paramsChanges } from "../schema/params.ts";
import { payouts, rewardClaims } from "../schema/rewards.ts";
import { missedBlocks, signingInfos, slashes } from "../schema/stake.ts";
import type { WriteTx } from "./database.ts";
import { writeRows } from "./write-rows.ts";

/** The step that writes what the rows of a block, or of several blocks, add to one table; undefined when that is nothing. */
type AppendRows = (tx: WriteTx, rows: BlockRows) => (() => Promise<void>) | undefined;

/** Every table of which a block adds rows that no earlier block knows. A new kind of row is one line here. */
const appendTables: readonly AppendRows[] = [
  append(blocks, (rows) => rows.blocks),
  append(txs, (rows) => rows.txs),
  append(messages, (rows) => rows.messages),
  append(events, (rows) => rows.events),
  append(deadLetters, (rows) => rows.deadLetters),
  append(datanets, (rows) => rows.datanets),
  append(datanetVersions, (rows) => rows.datanetVersions),
  append(contributions, (rows) => rows.contributions),
  append(reviews, (rows) => rows.reviews),
  append(contributionMarks, (rows) => rows.contributionMarks),
  append(erasures, (rows) => rows.erasures),
  append(incidents, (rows) => rows.incidents),
  append(disputes, (rows) => rows.disputes),
  append(feedbacks, (rows) => rows.feedbacks),
  append(models, (rows) => rows.models),
  append(modelVersions, (rows) => rows.modelVersions),
  append(manifestEntries, (rows) => rows.manifestEntries),
  append(royalties, (rows) => rows.royalties),
  append(ancestors, (rows) => rows.ancestors),
  append(offers, (rows) => rows.offers),
  append(sessions, (rows) => rows.sessions),
  append(settlements, (rows) => rows.settlements),
  append(settlementOwners, (rows) => rows.settlementOwners),
  append(settlementSplits, (rows) => rows.settlementSplits),
  append(settlementCorrections, (rows) => rows.settlementCorrections),
  append(correctedOwners, (rows) => rows.correctedOwners),
  append(settlementVoids, (rows) => rows.settlementVoids),
  append(demands, (rows) => rows.demands),
  append(counterexamples, (rows) => rows.counterexamples),
  append(sessionLeaves, (rows) => rows.sessionLeaves),
  append(receipts, (rows) => rows.receipts),
  append(receiptOwners, (rows) => rows.receiptOwners),
  append(spans, (rows) => rows.spans),
  append(payouts, (rows) => rows.payouts),
  append(rewardClaims, (rows) => rows.rewardClaims),
  append(gateMovements, (rows) => rows.gateMovements),
  append(signingInfos, (rows) => rows.signingInfos),
  append(paramsChanges, (rows) => rows.paramsChanges),
  append(missedBlocks, (rows) => rows.missedBlocks),
  append(slashes, (rows) => rows.slashes),
  append(proposalDeposits, (rows) => rows.proposalDeposits),
  append(votes, (rows) => rows.votes),
];

/** Steps that write every new row of a block, or of several blocks, one for each table that gets some. A duplicate throws. */
export function appendsOf(tx: WriteTx, rows: BlockRows): readonly (() => Promise<void>)[] {
  return appendTables.map((append) => append(tx, rows)).filter((step) => step !== undefined);
}

function append<Table extends PgTable>(table: Table, pick: (rows: BlockRows) => readonly Table["$inferInsert"][]): AppendRows {
  return (tx, rows) => {
    const added = pick(rows);
    return added.length === 0 ? undefined : () => writeRows(tx, table, added);
  };
}
