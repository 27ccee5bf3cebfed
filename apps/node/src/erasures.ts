import type { BlobStore } from "@openledger/kv";
import { QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { fromHex, toHex } from "@openledger/primitives";
import type { ErasedBlob } from "@openledger/rpc";
import type { App, FinalizeBlockResponse } from "@openledger/state-machine";
import type { Logger } from "@openledger/telemetry";

/** Keeps the blob store free of what contributors had erased on chain. */
export interface Eraser {
  /** What the last committed state says of a blob. */
  erasureOf(hash: string): ErasedBlob | undefined;
  /** Deletes every erased blob that is still here, as after a crash between a block and its deletions. */
  sweep(): Promise<void>;
  /** Deletes what a block erased. */
  onBlock(response: FinalizeBlockResponse): void;
  /** Waits for deletions under way. */
  settled(): Promise<void>;
}

export function createEraser(app: Pick<App, "query">, blobs: BlobStore, logger: Logger): Eraser {
  let last: Promise<void> = Promise.resolve();
  const erase = async (hash: string): Promise<void> => {
    if (await blobs.delete(hash)) logger.info({ blob: hash }, "a blob was deleted, since its contributor had it erased");
  };
  return {
    erasureOf(hash) {
      const { path, request, response } = DatanetQuery.Erasure;
      const data = request.toBytes(request.create({ blob: fromHex(hash) }));
      const answer = app.query({ path, data, height: 0n, prove: false });
      // Before the first block there is no state, and nothing is erased.
      return answer.code === 0 ? response.decode(answer.value).erasure : undefined;
    },
    async sweep() {
      const { path, request, response } = DatanetQuery.Erasures;
      let key: Uint8Array = new Uint8Array(0);
      do {
        const data = request.toBytes(request.create({ pagination: { key, limit: 1_000n } }));
        const answer = app.query({ path, data, height: 0n, prove: false });
        if (answer.code !== 0) return;
        const page = response.decode(answer.value);
        for (const { blob } of page.erasures) await erase(toHex(blob));
        key = page.pagination?.nextKey ?? new Uint8Array(0);
      } while (key.length > 0);
    },
    onBlock({ txResults }) {
      const done = txResults.filter(({ code }) => code === 0);
      const events = done.flatMap((result) => result.events).filter(({ type }) => type === "content_erased");
      for (const { attributes } of events) {
        const hash = attributes.find((attribute) => attribute.key === "blob")?.value;
        if (hash === undefined) continue;
        last = last.then(() => erase(hash)).catch((error: unknown) => {
          logger.error({ err: error, blob: hash }, "an erased blob could not be deleted; the next start tries again");
        });
      }
    },
    settled: () => last,
  };
}
