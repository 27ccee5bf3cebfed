import type { Invoice, InvoiceLine } from "@openledger/buyer";

type Row = readonly [label: string, amount: string];

/** An invoice as a table of text; amounts stand under each other. */
export function renderInvoice(invoice: Invoice): string {
  const { session, model, host, buyer, state, denom, chainId } = invoice;
  const name = model.name === "" ? `offer ${invoice.offer}` : `${model.name} (model/${model.id}@${model.version})`;
  return [
    `Invoice of session ${session} on ${chainId}, ${state}`,
    `${name}, host ${host}, buyer ${buyer}`,
    "",
    table(`Amounts in ${denom}`, invoice.lines.map(lineRow), ["paid", invoice.paid.amount]),
    table("Of which", partRows(invoice), ["together", invoice.paid.amount]),
    table("Escrow", escrowRows(invoice), ["escrow", invoice.escrow]),
    table("Fees of transactions, which the chain took", feeRows(invoice)),
    ...costSentence(invoice),
  ].join("\n");
}

function lineRow({ what, settlement, receipts, state, amount }: InvoiceLine): Row {
  if (what === "opening fee") return ["opening fee", amount];
  const note = state === "paid" ? "" : `, ${state === "void" ? "void: back at the buyer" : "pending: not paid yet"}`;
  return [`settlement ${settlement}, ${receipts} ${receipts === 1 ? "answer" : "answers"}${note}`, amount];
}

function partRows({ paid }: Invoice): Row[] {
  const { data, protocol } = paid;
  return [
    ["data: authors of quoted words", data.owned],
    ["data: by the shares that the model fixed", data.priors],
    ["data: curators", data.curators],
    ["model", paid.model],
    ["host", paid.host],
    ["protocol: stakers", protocol.stakers],
    ["protocol: treasury", protocol.treasury],
    ["protocol: burned", protocol.burned],
    ...(paid.gasRefunded === "0" ? [] : [["fees of challengers", paid.gasRefunded] as const]),
    ["returned to the buyer: words of nobody", paid.returned],
  ];
}

function escrowRows({ lines, escrowBack, state }: Invoice): Row[] {
  const paid = lines.filter((line) => line.what === "settlement" && line.state === "paid");
  const sum = paid.reduce((units, { amount }) => units + BigInt(amount), 0n);
  return [
    ["paid for answers", sum.toString()],
    ["pending", escrowBack.pending],
    ["of void settlements, returned", escrowBack.voided],
    [state === "ended" ? "unused, returned" : "unused so far", escrowBack.unused],
  ];
}

function feeRows({ overhead, buyer }: Invoice): Row[] {
  if (overhead.length === 0) return [["none", "0"]];
  return overhead.map(({ what, payer, denom, amount }) => [`${what}, by ${payer === buyer ? "the buyer" : payer}`, `${amount} ${denom}`]);
}

function costSentence({ cost, denom }: Invoice): string[] {
  const fees = cost.fees.filter(({ amount }) => amount !== "0").map((fee) => `${fee.amount} ${fee.denom}`);
  const beside = fees.length === 0 ? "no fees" : `${fees.join(" and ")} of fees`;
  return [`The session has cost its buyer ${cost.net} ${denom}, and ${beside}.`, ""];
}

function table(title: string, rows: readonly Row[], sum?: Row): string {
  const all = sum === undefined ? rows : [...rows, sum];
  const [left, right] = [Math.max(...all.map(([label]) => label.length)), Math.max(...all.map(([, amount]) => amount.length))];
  const line = ([label, amount]: Row): string => `  ${label.padEnd(left)}  ${amount.padStart(right)}`;
  const rule = sum === undefined ? [] : [`  ${" ".repeat(left)}  ${"-".repeat(right)}`, line(sum)];
  return [title, ...rows.map(line), ...rule, ""].join("\n");
}
