import { createHash } from "node:crypto";
import type { StoredContribution } from "@openledger/span-index";
import { createPicker, textInTheMannerOf } from "./attribution-texts.ts";

const OUTPUT_BYTES = 2_000;

/** A text cut at spaces into so many contributions of one document. */
export function storedContributions(bytes: Uint8Array, count: number): StoredContribution[] {
  const list: StoredContribution[] = [];
  for (let i = 0, start = 0; i < count; i++) {
    let end = Math.floor((bytes.length * (i + 1)) / count);
    while (end < bytes.length && bytes[end] !== 0x20) end++;
    const document = bytes.subarray(start, end);
    const contentId = new Uint8Array(createHash("sha256").update(document).digest());
    list.push({ ref: { datanetId: 1n, seq: BigInt(i + 1) }, sequence: BigInt(i + 1), contentId, documents: () => [document] });
    start = end;
  }
  return list;
}

/** Outputs of 2,000 bytes: every second one stands in the text as it is, the others only piece by piece. */
export function traceOutputs(text: Uint8Array, source: Uint8Array, count: number): Uint8Array[] {
  const pick = createPicker(7);
  return Array.from({ length: count }, (_, i) => {
    const start = pick(text.length - OUTPUT_BYTES);
    return i % 2 === 0 ? text.slice(start, start + OUTPUT_BYTES) : textInTheMannerOf(source.slice(0, 200_000), OUTPUT_BYTES, i + 2);
  });
}
