import type { DaSlice, Namespaces } from "@openledger/derivation";
import type { Da, DaBlob } from "@openledger/ports";
import { unixNanos } from "@openledger/primitives";

/** What is at a DA height, with the names of the blobs of headers. */
export interface ReadSlice extends DaSlice {
  readonly headerBlobs: readonly DaBlob[];
  /** What anyone posted for the sequencer; empty unless it was asked for. */
  readonly forced: readonly DaBlob[];
}

/** DA heights `from` to `head` in order, the next one fetched while one is worked on. Rejects as {@link Da}. */
export async function* readSlices(da: Da, namespaces: Namespaces, from: bigint, head: bigint, withForced = false): AsyncGenerator<ReadSlice> {
  const fetchSlice = async (daHeight: bigint): Promise<ReadSlice> => {
    const [data, headers, forced] = await Promise.all([
      da.list(daHeight, namespaces.data),
      da.list(daHeight, namespaces.headers),
      withForced ? da.list(daHeight, namespaces.forced) : [],
    ]);
    const bytesOf = (blobs: readonly DaBlob[]): readonly Uint8Array[] => blobs.map((blob) => blob.data);
    // Only headers are measured by the clock of DA.
    const daTime = headers.length === 0 ? unixNanos(0n) : await da.timeAt(daHeight);
    return { daHeight, daTime, data: bytesOf(data), headers: bytesOf(headers), headerBlobs: headers, forced };
  };
  let coming = from <= head ? fetchSlice(from) : undefined;
  for (let at = from; coming !== undefined; at++) {
    const slice = await coming;
    coming = at < head ? fetchSlice(at + 1n) : undefined;
    // Whoever stops early leaves this one unread.
    coming?.catch(() => undefined);
    yield slice;
  }
}
