import type { ReceiptFile } from "@openledger/client/receipt";

/** Saves the receipt file that is shown and checked. */
export function downloadReceipt(file: ReceiptFile, name: string): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(file, undefined, 2)}\n`], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
