import type { ReceiptFile } from "@openledger/client";
import type { ServiceKey } from "@openledger/keyring";
import { SignedTreeHead } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, toBase64, toHex } from "@openledger/primitives";
import type { CallLog } from "./call-log.ts";
import { BuyerError } from "./errors.ts";
import type { HostClient } from "./host-client.ts";
import type { ReceiptShelf } from "./receipt-shelf.ts";

/** What follows a verified receipt while the next call may already be under way: signing, filing, posting. */
export interface ReceiptFinisher {
  /** Takes the file of a receipt that the log holds. */
  take(file: ReceiptFile): void;
  /** Resolves when no more than `unposted` receipts wait for a head at the host, or the host did not take the last one. */
  room(unposted: number): Promise<void>;
  /** Resolves when all files taken so far are on the shelf. Throws what the disk says. */
  filed(): Promise<void>;
  /** Resolves when all is done, whether or not the host took the last head. Throws what the disk says. */
  finished(): Promise<void>;
  /** Gives up on what the host has not taken. */
  stop(): void;
}

const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 60_000;
/** A host that is back within half an hour gets its head without another call. */
const TRIES_MAX = 36;

export interface FinisherParts {
  readonly log: CallLog;
  readonly key: ServiceKey;
  readonly host: HostClient;
  readonly shelf: ReceiptShelf;
}

/** Receipts that come while the disk or the host is busy share the next head. */
export function createReceiptFinisher(parts: FinisherParts): ReceiptFinisher {
  const { log, shelf } = parts;
  const drafts: ReceiptFile[] = [];
  let posted = log.count;
  let filing: Promise<void> | undefined;
  let posting: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let tries = 0;
  let failure: { readonly error: unknown } | undefined;

  /** Whoever cannot keep receipts buys nothing any more. */
  const requireWhole = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  const watched = (work: Promise<void>, end: () => void): Promise<void> =>
    work.catch((error: unknown) => void (failure = { error })).finally(end);

  const postHeads = async (): Promise<void> => {
    for (let size = log.count; posted < size; size = log.count) {
      if (!(await postHead(parts))) return postLater();
      tries = 0;
      posted = Math.max(posted, size);
    }
  };
  const postLater = (): void => {
    if (tries >= TRIES_MAX) return;
    retry = setTimeout(startPosting, Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** tries)).unref();
    tries++;
  };
  const startPosting = (): void => {
    clearTimeout(retry);
    posting ??= watched(postHeads(), () => (posting = undefined));
  };
  const fileAll = async (): Promise<void> => {
    while (drafts.length > 0) {
      const taken = drafts.splice(0);
      const head = assertDefined(log.signHead(parts.key), "a session with a receipt has a head");
      await log.durable();
      startPosting();
      for (const file of taken) await shelf.store({ ...file, head: headOf(log, head, Number(file.readable.index)) });
    }
  };
  const whileBusy = async (isBusy: () => boolean): Promise<void> => {
    for (let work = filing ?? posting; work !== undefined && isBusy(); work = filing ?? posting) await work;
    requireWhole();
  };
  return {
    take(file) {
      drafts.push(file);
      filing ??= watched(fileAll(), () => (filing = undefined));
    },
    room: (unposted) => whileBusy(() => log.count - posted > unposted),
    filed: () => whileBusy(() => filing !== undefined),
    finished: () => whileBusy(() => true),
    stop() {
      tries = TRIES_MAX;
      clearTimeout(retry);
    },
  };
}

/** The signed head over receipt `index`, with the path to it, as receipt files hold it. */
export function headOf(log: CallLog, head: SignedTreeHead, index: number): ReceiptFile["head"] {
  const path = log.inclusionPath(index, Number(head.head?.size ?? 0n));
  return { signed: toBase64(SignedTreeHead.toBytes(head)), inclusionPath: path.map(toHex) };
}

/** Signs and posts the head over all receipts, once it is durable. False for one that the host did not take. */
export async function postHead({ log, host, key }: Pick<FinisherParts, "log" | "host" | "key">): Promise<boolean> {
  const head = log.signHead(key);
  if (head === undefined) return true;
  await log.durable();
  try {
    await host.postHead(log.sessionId, head);
    return true;
  } catch (error) {
    if (!(error instanceof BuyerError)) throw error;
    return false;
  }
}
