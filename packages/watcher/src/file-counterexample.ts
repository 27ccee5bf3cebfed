import { ClientError, orNotFound, outgoing, type ChainClient, type TxSender } from "@openledger/client";
import { MsgCounterexample, QueryService as MarketQuery, type Settlement } from "@openledger/messages/openledger/market/v1";
import type { Revocations } from "@openledger/served-model";
import type { Logger } from "@openledger/telemetry";
import { showsErased } from "./erased-rows.ts";
import type { Journal } from "./journal.ts";
import { settleAccounts } from "./settle-accounts.ts";

interface FilingOptions {
  readonly client: ChainClient;
  readonly sender: TxSender;
  readonly logger: Logger;
  readonly journal: Journal;
  readonly revocations: Pick<Revocations, "isErased" | "refresh">;
}

/** Errors of a transaction that is in no block, or that did nothing in its block. */
const REFUSALS: ReadonlySet<string> = new Set(["tx-refused", "tx-failed"]);

/**
 * Files a counter-example for a bond, once: the journal holds it before it is sent. Somebody else may have been faster, and
 * rows may have been erased since they were compared: neither costs anything. Throws ClientError.
 */
export async function fileCounterexample(
  options: FilingOptions,
  settlement: Settlement,
  message: MsgCounterexample,
  bond: bigint,
): Promise<void> {
  const { client, sender, logger, journal, revocations } = options;
  const index = message.disputed?.receipt?.index ?? 0n;
  const fields = { settlement: String(settlement.id), receipt: String(index) };
  if (await isSettledByOthers(client, settlement, index)) {
    logger.info(fields, "somebody else has challenged it before");
    return;
  }
  await revocations.refresh();
  if (showsErased(message, (ref) => revocations.isErased(ref))) {
    journal.note({ type: "counter-ended", settlement: fields.settlement, outcome: "erased", cost: "0" });
    logger.info(fields, "it lies, and the rows that show it were erased: it cannot be challenged any more");
    return;
  }
  journal.note({ type: "counter", ...fields, bond: bond.toString() });
  try {
    const sent = await sender.send([outgoing(MsgCounterexample, message)]);
    logger.info({ ...fields, tx: sent.hash }, "challenged a settlement");
  } catch (error) {
    // A transaction that the chain refused moved no bond: mostly somebody else was faster by a block.
    if (!(error instanceof ClientError) || !REFUSALS.has(error.code)) throw error;
    journal.note({ type: "counter-ended", settlement: fields.settlement, outcome: "refused", cost: "0" });
    logger.info(fields, `the chain refused the counter-example: ${error.message}`);
  }
  await settleAccounts(client, journal, sender.address);
}

/** True when the settlement is decided already, or the receipt was corrected since it was read. */
async function isSettledByOthers(client: ChainClient, { id, corrections }: Settlement, receipt: bigint): Promise<boolean> {
  const { settlement } = (await orNotFound(client.query(MarketQuery.Settlement, { settlementId: id }))) ?? {};
  const of = (list: Settlement["corrections"]): number =>
    (list.find((one) => one.receipt === receipt)?.tokens ?? []).reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  return settlement === undefined || of(settlement.corrections) > of(corrections);
}
