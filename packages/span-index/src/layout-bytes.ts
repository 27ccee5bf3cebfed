import type { SegmentContribution, SegmentLayout } from "@openledger/attribution";

/** Layout of a segment with what tells whether a contribution is still the one that was indexed. */
export type StoredLayout = SegmentLayout & {
  /** Content of each contribution, 32 bytes: equal content, equal id. */
  readonly contentIds: readonly Uint8Array[];
};

const ID_BYTES = 32;
/** datanetId, seq, sequence: u64; contribution start, first document: u32; content id. */
const CONTRIBUTION_BYTES = 24 + 8 + ID_BYTES;

/** u32 contributions ‖ u32 documents ‖ u32 end ‖ contributions ‖ u32 document starts; little-endian. */
export function encodeLayout(layout: StoredLayout): Uint8Array {
  const { contributions, contentIds, contributionStarts, firstDocuments, documentStarts } = layout;
  const bytes = new Uint8Array(12 + contributions.length * CONTRIBUTION_BYTES + documentStarts.length * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, contributions.length, true);
  view.setUint32(4, documentStarts.length, true);
  view.setUint32(8, contributionStarts[contributions.length] as number, true);
  contributions.forEach(({ ref, sequence }, i) => {
    const at = 12 + i * CONTRIBUTION_BYTES;
    view.setBigUint64(at, ref.datanetId, true);
    view.setBigUint64(at + 8, ref.seq, true);
    view.setBigUint64(at + 16, sequence, true);
    view.setUint32(at + 24, contributionStarts[i] as number, true);
    view.setUint32(at + 28, firstDocuments[i] as number, true);
    bytes.set(contentIds[i] as Uint8Array, at + 32);
  });
  const documents = 12 + contributions.length * CONTRIBUTION_BYTES;
  documentStarts.forEach((start, i) => view.setUint32(documents + i * 4, start, true));
  return bytes;
}

/** The layout in bytes whose checksum was found right. */
export function decodeLayout(bytes: Uint8Array): StoredLayout {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint32(0, true);
  const contributions: SegmentContribution[] = [];
  const contentIds: Uint8Array[] = [];
  const contributionStarts = new Int32Array(count + 1);
  const firstDocuments = new Int32Array(count + 1);
  const documentStarts = new Int32Array(view.getUint32(4, true));
  for (let i = 0; i < count; i++) {
    const at = 12 + i * CONTRIBUTION_BYTES;
    const ref = { datanetId: view.getBigUint64(at, true), seq: view.getBigUint64(at + 8, true) };
    contributions.push({ ref, sequence: view.getBigUint64(at + 16, true) });
    contributionStarts[i] = view.getUint32(at + 24, true);
    firstDocuments[i] = view.getUint32(at + 28, true);
    contentIds.push(bytes.slice(at + 32, at + 32 + ID_BYTES));
  }
  contributionStarts[count] = view.getUint32(8, true);
  firstDocuments[count] = documentStarts.length;
  const documents = 12 + count * CONTRIBUTION_BYTES;
  for (let i = 0; i < documentStarts.length; i++) documentStarts[i] = view.getUint32(documents + i * 4, true);
  return { contributions, contentIds, contributionStarts, firstDocuments, documentStarts };
}
