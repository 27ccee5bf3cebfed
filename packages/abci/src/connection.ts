/** One connection: requests in order, answers in the same order, written when the client flushes. */
import { once } from "node:events";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { DecodeError, decodeOwn } from "@openledger/messages";
import { Request, Response } from "@openledger/messages/tendermint/abci";
import { OperationalError } from "@openledger/ports";
import { uvarint } from "@openledger/primitives";
import { abciError } from "./errors.ts";
import { createFrameReader } from "./frames.ts";
import type { AbciHandler } from "./server.ts";

export interface ConnectionOptions {
  readonly handler: AbciHandler;
  readonly frameBytes: number;
  readonly onProblem: (error: unknown, isFatal: boolean) => void;
  /** No request is begun after it. */
  readonly stopped: AbortSignal;
}

/** Answers that wait for a flush take no more than this. */
const CORKED_BYTES = 64 * 1024;
/** After this long the other connections have their turn. */
const SLICE_MS = 5;
const EXCEPTION_MASK = "unexpected failure; the log of openledgerd says more";

/** Serves a connection until either side ends it. Never rejects: what goes wrong is reported, and the client is told. */
export async function serveConnection(socket: Socket, options: ConnectionOptions): Promise<void> {
  const { handler, onProblem, stopped } = options;
  const stop = (): void => socket.destroySoon();
  let isBusy = false;
  const stopWhenIdle = (): void => void (isBusy || stop());
  stopped.addEventListener("abort", stopWhenIdle);
  // Reading reports errors too; those of a write that nobody waits for must not end the process.
  socket.on("error", () => undefined);
  const answers = createAnswers(socket);
  const reader = createFrameReader(options.frameBytes);
  try {
    // Kept open when the loop ends early, because the reason is still to be written.
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      isBusy = true;
      await answerAll(reader.push(chunk as Uint8Array), socket, answers, options);
      isBusy = false;
      if (stopped.aborted) break;
    }
    if (reader.isInside && !stopped.aborted) onProblem(abciError("FRAME_MALFORMED", "a connection ended in the middle of a frame"), false);
  } catch (error) {
    if (isBusy) await refuse(error, answers, onProblem);
    // The client went away, which only it can explain; or we did.
    else if (!stopped.aborted) onProblem(error, false);
  } finally {
    stopped.removeEventListener("abort", stopWhenIdle);
    stop();
    handler.onClosed?.(socket);
  }
}

async function answerAll(frames: Iterable<Uint8Array>, socket: Socket, answers: Answers, { handler, stopped }: ConnectionOptions): Promise<void> {
  let sliceEnd = performance.now() + SLICE_MS;
  const { requests, failure } = readAll(frames);
  handler.foresee?.(requests);
  for (const request of requests) {
    if (stopped.aborted) break;
    const answered = handler.handle(request, socket);
    const response = answered instanceof Promise ? await answered : answered;
    await answers.add("encoded" in response ? response.encoded : [Response.toBytes(response)], request.flush !== undefined);
    if (performance.now() < sliceEnd) continue;
    await setImmediate();
    sliceEnd = performance.now() + SLICE_MS;
  }
  // A client that never flushes gets its answers once it waits for them.
  await answers.flush();
  if (failure !== undefined && !stopped.aborted) throw failure.error;
}

/** The requests in a chunk up to the first that cannot be read, and why it cannot. */
function readAll(frames: Iterable<Uint8Array>): { readonly requests: readonly Request[]; readonly failure: { readonly error: unknown } | undefined } {
  const requests: Request[] = [];
  try {
    for (const frame of frames) requests.push(decodeOwn(Request, frame));
    return { requests, failure: undefined };
  } catch (error) {
    return { requests, failure: { error } };
  }
}

interface Answers {
  add(message: readonly Uint8Array[], isFlush: boolean): Promise<void>;
  flush(): Promise<void>;
}

function createAnswers(socket: Socket): Answers {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  async function flush(): Promise<void> {
    if (waiting.length === 0) return;
    const all = Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
    if (socket.destroyed || socket.write(all)) return;
    // A client that does not read gets nothing more to wait for.
    const gone = new AbortController();
    await Promise.race([once(socket, "drain", { signal: gone.signal }), once(socket, "close", { signal: gone.signal })]).finally(() => gone.abort());
  }
  return {
    async add(message, isFlush) {
      const length = message.reduce((sum, piece) => sum + piece.length, 0);
      waiting.push(uvarint(length));
      for (const piece of message) waiting.push(piece);
      bytes += length;
      if (isFlush || bytes >= CORKED_BYTES) await flush();
    },
    flush,
  };
}

/** Tells the client why it ends, which it takes as fatal; what is no sentence for it stays in our log. */
async function refuse(error: unknown, answers: Answers, onProblem: ConnectionOptions["onProblem"]): Promise<void> {
  onProblem(error, true);
  const isForClient = error instanceof OperationalError || error instanceof DecodeError || (error instanceof Error && error.name === "ChainHalt");
  const text = isForClient ? (error as Error).message : EXCEPTION_MASK;
  await answers.add([Response.toBytes({ exception: { error: text } })], true).catch(() => undefined);
}
