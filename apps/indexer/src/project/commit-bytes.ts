import type { CommitSlot } from "../source/committed-block.ts";

const FLAGS = { ABSENT: 1, COMMIT: 2, NIL: 3 } as const;
const ADDRESS_BYTES = 20;
const SIGNED_BYTES = 1 + ADDRESS_BYTES + 8;
/** Stands for a time that 64 bits of nanoseconds don't hold, which is any before 1677-09-21 or after 2262-04-11. */
const NO_TIME = -(2n ** 63n);

/**
 * The slots of a commit as one value, which costs a block one column and no row: for each slot CometBFT's flag, and unless
 * that is 1 for absent, 20 bytes of address and the time as a big-endian signed 64-bit number of Unix nanoseconds. Each
 * validator chooses the time of its vote between the years 1 and 9999; one beyond that number is kept as none.
 */
export function commitToBytes(slots: readonly CommitSlot[]): Uint8Array {
  const bytes = Buffer.alloc(slots.reduce((sum, { flag }) => sum + (flag === "ABSENT" ? 1 : SIGNED_BYTES), 0));
  let at = 0;
  for (const slot of slots) {
    at = bytes.writeUInt8(FLAGS[slot.flag], at);
    if (slot.flag === "ABSENT") continue;
    bytes.set(slot.address, at);
    at = bytes.writeBigInt64BE(slot.timeNs !== null && BigInt.asIntN(64, slot.timeNs) === slot.timeNs ? slot.timeNs : NO_TIME, at + ADDRESS_BYTES);
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The slots that {@link commitToBytes} wrote. Throws a RangeError for bytes that it did not write. */
export function commitFromBytes(value: Uint8Array): readonly CommitSlot[] {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const slots: CommitSlot[] = [];
  let at = 0;
  while (at < bytes.length) {
    const flag = bytes.readUInt8(at);
    at += 1;
    if (flag === FLAGS.ABSENT) {
      slots.push({ flag: "ABSENT" });
      continue;
    }
    const timeNs = bytes.readBigInt64BE(at + ADDRESS_BYTES);
    const address = Uint8Array.from(bytes.subarray(at, at + ADDRESS_BYTES));
    slots.push({ flag: flag === FLAGS.COMMIT ? "COMMIT" : "NIL", address, timeNs: timeNs === NO_TIME ? null : timeNs });
    at += ADDRESS_BYTES + 8;
  }
  return slots;
}
