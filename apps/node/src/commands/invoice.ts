import { fetchInvoice, type Invoice } from "@openledger/buyer";
import { connect } from "@openledger/client";
import type { Command } from "commander";
import { withNodeFlags, type NodeFlags } from "../cli/chain-flags.ts";
import { parseId } from "../cli/parse-arguments.ts";
import { renderInvoice } from "../cli/render-invoice.ts";

interface InvoiceFlags extends NodeFlags {
  readonly json: boolean;
}

/** `openledgerd invoice`: where the money of a session went, to the unit. */
export function registerInvoice(program: Command): void {
  const command = program
    .command("invoice <session>")
    .description("where the money of a session went, to the unit: data, model, host, protocol, returned, and the chain's fees")
    .option("--json", "print the invoice as JSON", false);
  withNodeFlags(command).action(async (session: string, flags: InvoiceFlags) => {
    const invoice = await invoiceOf(flags.node, parseId(session, "the session"));
    process.stdout.write(flags.json ? `${JSON.stringify(invoice)}\n` : renderInvoice(invoice));
  });
}

async function invoiceOf(nodeUrl: string, sessionId: bigint): Promise<Invoice> {
  const client = await connect(nodeUrl);
  try {
    return await fetchInvoice(client, sessionId);
  } finally {
    client.disconnect();
  }
}
