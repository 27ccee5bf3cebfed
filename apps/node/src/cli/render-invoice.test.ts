import type { Invoice } from "@openledger/buyer";
import { expect, test } from "vitest";
import { renderInvoice } from "./render-invoice.ts";

const parts = {
  data: { owned: "300", priors: "60", curators: "9" },
  ...{ model: "200", host: "253", returned: "31", gasRefunded: "0" },
  protocol: { stakers: "100", treasury: "30", burned: "17" },
};

const invoice: Invoice = {
  ...{ chainId: "c-1", session: "7", state: "ended", offer: "3", buyer: "open1b", host: "open1h", denom: "udemo", escrow: "5000" },
  model: { id: "1", version: "2", name: "tea-library" },
  lines: [
    { what: "settlement", settlement: "1", receipts: 1, state: "paid", amount: "1000", parts },
    { what: "settlement", settlement: "2", receipts: 2, state: "pending", amount: "40" },
  ],
  paid: { amount: "1000", ...parts },
  escrowBack: { pending: "40", voided: "0", unused: "3960" },
  overhead: [{ tx: "AA", what: "open", payer: "open1b", denom: "udemo", amount: "12" }],
  cost: { net: "969", fees: [{ denom: "udemo", amount: "12" }] },
};

test("an invoice is a table whose amounts stand under each other", () => {
  expect(renderInvoice(invoice)).toMatchInlineSnapshot(`
    "Invoice of session 7 on c-1, ended
    tea-library (model/1@2), host open1h, buyer open1b

    Amounts in udemo
      settlement 1, 1 answer                          1000
      settlement 2, 2 answers, pending: not paid yet    40
                                                      ----
      paid                                            1000

    Of which
      data: authors of quoted words              300
      data: by the shares that the model fixed    60
      data: curators                               9
      model                                      200
      host                                       253
      protocol: stakers                          100
      protocol: treasury                          30
      protocol: burned                            17
      returned to the buyer: words of nobody      31
                                                ----
      together                                  1000

    Escrow
      paid for answers               1000
      pending                          40
      of void settlements, returned     0
      unused, returned               3960
                                     ----
      escrow                         5000

    Fees of transactions, which the chain took
      open, by the buyer  12 udemo

    The session has cost its buyer 969 udemo, and 12 udemo of fees.
    "
  `);
});
