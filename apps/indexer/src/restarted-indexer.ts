import { OperationalError } from "@openledger/ports";
import type { RunningIndexer } from "./compose.ts";
import { pause } from "./pause.ts";

const RESTART_MS = 250;

/**
 * An indexer that is started again when it could not ask at its start whether the node's chain goes on from the live one,
 * and meets another chain when the node answers; `again` takes the URL of the one before. One that could ask stays as it is.
 */
export async function restartedOnWrongChain(
  start: () => Promise<{ readonly indexer: RunningIndexer; readonly isUndecided: boolean }>,
  again: (url: string) => Promise<RunningIndexer>,
): Promise<RunningIndexer> {
  const { indexer, isUndecided } = await start();
  if (!isUndecided) return indexer;
  const stop = new AbortController();
  let current = indexer;
  const done = indexer.done.catch(async (error: unknown) => {
    if (!(error instanceof OperationalError) || error.code !== "WRONG_CHAIN" || stop.signal.aborted) throw error;
    const { url } = indexer;
    await indexer.close();
    await pause(RESTART_MS, stop.signal);
    if (stop.signal.aborted) return;
    current = await again(url);
    if (stop.signal.aborted) await current.close();
    await current.done;
  });
  // Whoever waits for it hears of it; until then it is no unhandled rejection.
  done.catch(() => undefined);
  const close = async (): Promise<void> => {
    stop.abort();
    await current.close();
    await done.catch(() => undefined);
  };
  return {
    url: indexer.url,
    get schema() {
      return current.schema;
    },
    get height() {
      return current.height;
    },
    done,
    close,
    [Symbol.asyncDispose]: close,
  };
}
