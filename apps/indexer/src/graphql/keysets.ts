import * as accountability from "../schema/accountability.ts";
import * as attribution from "../schema/attribution.ts";
import * as chain from "../schema/chain.ts";
import * as datanet from "../schema/datanet.ts";
import * as gate from "../schema/gate.ts";
import * as governance from "../schema/governance.ts";
import { ledger } from "../schema/ledger.ts";
import * as market from "../schema/market.ts";
import * as model from "../schema/model.ts";
import * as rewards from "../schema/rewards.ts";
import * as stake from "../schema/stake.ts";
import type { Keyset } from "./connection.ts";
import { blockColumns, receiptColumns, txColumns, type BlockRow, type ReceiptRow, type TxRow } from "./rows.ts";

/** Every list of the API with its full unique key. */
export const keysets = {
  blocks: keyset<BlockRow>({ name: "blocks", table: chain.blocks, key: ["height"], columns: blockColumns }),
  txs: keyset<TxRow>({ name: "txs", table: chain.txs, key: ["height", "index"], columns: txColumns }),
  messages: keyset<typeof chain.messages.$inferSelect>({ name: "messages", table: chain.messages, key: ["height", "txIndex", "index"] }),
  events: keyset<typeof chain.events.$inferSelect>({ name: "events", table: chain.events, key: ["height", "index"] }),
  accounts: keyset<typeof chain.accounts.$inferSelect>({ name: "accounts", table: chain.accounts, key: ["firstHeight", "address"] }),
  datanets: keyset<typeof datanet.datanets.$inferSelect>({ name: "datanets", table: datanet.datanets, key: ["id"] }),
  contributions: keyset<typeof datanet.contributions.$inferSelect>({ name: "contributions", table: datanet.contributions, key: ["sequence"] }),
  models: keyset<typeof model.models.$inferSelect>({ name: "models", table: model.models, key: ["id"] }),
  modelVersions: keyset<typeof model.modelVersions.$inferSelect>({ name: "modelVersions", table: model.modelVersions, key: ["height", "modelId", "version"] }),
  offers: keyset<typeof market.offers.$inferSelect>({ name: "offers", table: market.offers, key: ["id"] }),
  sessions: keyset<typeof market.sessions.$inferSelect>({ name: "sessions", table: market.sessions, key: ["id"] }),
  settlements: keyset<typeof market.settlements.$inferSelect>({ name: "settlements", table: market.settlements, key: ["id"] }),
  receipts: keyset<ReceiptRow>({ name: "receipts", table: attribution.receipts, key: ["height", "txIndex", "sessionId", "index"], columns: receiptColumns }),
  spans: keyset<typeof attribution.spans.$inferSelect>({ name: "spans", table: attribution.spans, key: ["sessionId", "receiptIndex", "index"] }),
  payouts: keyset<typeof rewards.payouts.$inferSelect>({ name: "payouts", table: rewards.payouts, key: ["height", "eventIndex"] }),
  ledger: keyset<typeof ledger.$inferSelect>({ name: "ledger", table: ledger, key: ["height", "index"] }),
  validators: keyset<typeof stake.validators.$inferSelect>({ name: "validators", table: stake.validators, key: ["tokens", "operator"] }),
  validatorChanges: keyset<typeof stake.validatorChanges.$inferSelect>({ name: "validatorChanges", table: stake.validatorChanges, key: ["operator", "height"] }),
  delegations: keyset<typeof stake.delegations.$inferSelect>({ name: "delegations", table: stake.delegations, key: ["validator", "delegator"] }),
  proposals: keyset<typeof governance.proposals.$inferSelect>({ name: "proposals", table: governance.proposals, key: ["id"] }),
  votes: keyset<typeof governance.votes.$inferSelect>({ name: "votes", table: governance.votes, key: ["height", "eventIndex"] }),
  deposits: keyset<typeof governance.proposalDeposits.$inferSelect>({ name: "deposits", table: governance.proposalDeposits, key: ["height", "eventIndex"] }),
  incidents: keyset<typeof accountability.incidents.$inferSelect>({ name: "incidents", table: accountability.incidents, key: ["id"] }),
  gateMovements: keyset<typeof gate.gateMovements.$inferSelect>({ name: "gateMovements", table: gate.gateMovements, key: ["height", "eventIndex"] }),
  statementLines: keyset<typeof rewards.statementLines.$inferSelect>({ name: "statementLines", table: rewards.statementLines, key: ["height", "eventIndex", "part"] }),
};

function keyset<Row extends object>(list: Keyset<Row>): Keyset<Row> {
  return list;
}
