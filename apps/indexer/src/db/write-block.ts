import { toHex } from "@openledger/primitives";
import { fatal } from "../errors.ts";
import type { BlockRows } from "../project/block-rows.ts";
import { projectBlock } from "../project/project-block.ts";
import { incidents } from "../schema/accountability.ts";
import { receiptOwners, receipts, sessionLeaves, spans } from "../schema/attribution.ts";
import { balanceChanges, blocks, deadLetters, events, indexerState, messages, txs } from "../schema/chain.ts";
import { contributionMarks, contributions, datanets, datanetVersions, disputes, erasures, feedbacks, reviews } from "../schema/datanet.ts";
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
import { gateMovements } from "../schema/gate.ts";
import { ancestors, manifestEntries, models, modelVersions, royalties } from "../schema/model.ts";
import { payouts, rewardClaims } from "../schema/rewards.ts";
import type { CommittedBlock, SourceGenesis } from "../source/committed-block.ts";
import { writeAccounts } from "./accounts.ts";
import { writeBalances } from "./balances.ts";
import { advanceCheckpoint, CODE_VERSION, type Checkpoint } from "./checkpoint.ts";
import { writeDemandFlows } from "./demand-minutes.ts";
import { guarded } from "./database-error.ts";
import type { Database, Db } from "./database.ts";
import { insertRows } from "./insert-rows.ts";
import { applyChanges } from "./state-changes.ts";
import { writeAnswers } from "./answers.ts";
import { writeStatementLines } from "./statement-lines.ts";

/** Begins an index: genesis balances and the first checkpoint, in one transaction. */
export async function writeGenesis(database: Database, genesis: SourceGenesis): Promise<Checkpoint> {
  const height = genesis.initialHeight - 1n;
  const checkpoint: Checkpoint = {
    chainId: genesis.chainId,
    genesisHash: genesis.hash,
    bech32Prefix: genesis.bech32Prefix,
    height,
    blockHash: new Uint8Array(),
    appHash: new Uint8Array(),
    codeVersion: CODE_VERSION,
  };
  const changes = genesis.balances.map(({ address, denom, amount }, index) => ({ height, index, address, denom, change: amount }));
  await guarded(() =>
    database.writer.transaction(async (tx) => {
      await tx.insert(indexerState).values(checkpoint);
      await insertRows(tx, balanceChanges, changes);
      await writeBalances(tx, changes);
      await writeAccounts(tx, height, genesis.balances.map(({ address }) => ({ address, txIndex: null })));
    }),
  );
  return checkpoint;
}

/** Writes one block and the checkpoint that says so in one transaction, and returns the new checkpoint. */
export async function writeBlock(database: Database, from: Checkpoint, block: CommittedBlock): Promise<Checkpoint> {
  checkFollows(from, block);
  const rows = projectBlock(block, from.bech32Prefix);
  const to = { height: block.height, blockHash: block.hash, appHash: block.resultAppHash };
  await guarded(() =>
    database.writer.transaction(async (tx) => {
      await advanceCheckpoint(tx, from, to);
      await writeRows(tx, rows);
      await writeAnswers(tx, rows.answers);
      await writeBalances(tx, rows.balanceChanges);
      await writeDemandFlows(tx, rows.demandFlows);
      await writeAccounts(tx, block.height, rows.mentions);
      await applyChanges(tx, rows.changes);
      await writeStatementLines(tx, rows);
    }),
  );
  return { ...from, ...to };
}

/** A block that does not continue the index is a fork or another chain: both stop the indexer. */
function checkFollows(from: Checkpoint, block: CommittedBlock): void {
  if (block.chainId !== from.chainId) {
    throw fatal("WRONG_CHAIN", `block ${block.height} is of chain ${block.chainId} and the index of ${from.chainId}`);
  }
  if (block.height !== from.height + 1n) {
    throw fatal("INCONSISTENT", `block ${block.height} does not follow height ${from.height}`);
  }
  if (toHex(block.parentHash) !== toHex(from.blockHash)) {
    throw fatal("BROKEN_PARENT", `block ${block.height} names parent ${toHex(block.parentHash)} and block ${from.height} is ${toHex(from.blockHash)}: the chain has another history than the index`);
  }
}

async function writeRows(tx: Db, rows: BlockRows): Promise<void> {
  await insertRows(tx, blocks, rows.blocks);
  await insertRows(tx, txs, rows.txs);
  await insertRows(tx, messages, rows.messages);
  await insertRows(tx, events, rows.events);
  await insertRows(tx, deadLetters, rows.deadLetters);
  await insertRows(tx, balanceChanges, rows.balanceChanges);
  await insertRows(tx, datanets, rows.datanets);
  await insertRows(tx, datanetVersions, rows.datanetVersions);
  await insertRows(tx, contributions, rows.contributions);
  await insertRows(tx, reviews, rows.reviews);
  await insertRows(tx, contributionMarks, rows.contributionMarks);
  await insertRows(tx, erasures, rows.erasures);
  await insertRows(tx, incidents, rows.incidents);
  await insertRows(tx, disputes, rows.disputes);
  await insertRows(tx, feedbacks, rows.feedbacks);
  await insertRows(tx, models, rows.models);
  await insertRows(tx, modelVersions, rows.modelVersions);
  await insertRows(tx, manifestEntries, rows.manifestEntries);
  await insertRows(tx, royalties, rows.royalties);
  await insertRows(tx, ancestors, rows.ancestors);
  await insertRows(tx, offers, rows.offers);
  await insertRows(tx, sessions, rows.sessions);
  await insertRows(tx, settlements, rows.settlements);
  await insertRows(tx, settlementOwners, rows.settlementOwners);
  await insertRows(tx, settlementSplits, rows.settlementSplits);
  await insertRows(tx, settlementCorrections, rows.settlementCorrections);
  await insertRows(tx, correctedOwners, rows.correctedOwners);
  await insertRows(tx, settlementVoids, rows.settlementVoids);
  await insertRows(tx, demands, rows.demands);
  await insertRows(tx, counterexamples, rows.counterexamples);
  await insertRows(tx, sessionLeaves, rows.sessionLeaves);
  await insertRows(tx, receipts, rows.receipts);
  await insertRows(tx, receiptOwners, rows.receiptOwners);
  await insertRows(tx, spans, rows.spans);
  await insertRows(tx, payouts, rows.payouts);
  await insertRows(tx, rewardClaims, rows.rewardClaims);
  await insertRows(tx, gateMovements, rows.gateMovements);
}
