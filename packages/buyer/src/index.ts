export { openSessionKeys, type SessionKeys } from "./session-keys.ts";
export type { Buyer } from "./buyer.ts";
export { BuyerError, type BuyerErrorCode } from "./errors.ts";
export { startBuyer, type RunningBuyer, type StartBuyerOptions } from "./start-buyer.ts";
export { fetchInvoice } from "./invoice/fetch-invoice.ts";
export type { Invoice, InvoiceLine, InvoiceParts, OverheadLine } from "./invoice/invoice.ts";
