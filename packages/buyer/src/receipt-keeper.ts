import {
  createRpcLightProvider,
  createSettlementFinder,
  LightError,
  ProofError,
  ClientError,
  type ChainClient,
  type ReceiptFile,
  type SettlementFinder,
} from "@openledger/client";
import { createChainProver, type ChainProver } from "@openledger/client/offline";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, fromBase64, type Crypto } from "@openledger/primitives";
import type { Logger } from "@openledger/telemetry";
import type { ReceiptName, ReceiptShelf } from "./receipt-shelf.ts";

export interface ReceiptKeeperOptions {
  readonly client: ChainClient;
  readonly crypto: Crypto;
  readonly shelf: ReceiptShelf;
  readonly logger: Logger;
  /** Pause between two looks at receipts that are not yet settled for good, 5,000 ms by default. */
  readonly intervalMs?: number;
}

/** Adds to receipts what the chain says later: their settlement, and once that is final the proof of it. */
export interface ReceiptKeeper {
  /** The file as the chain allows by now, stored when it gained something. The chain's silence leaves it as it is. */
  bringUpToDate(file: ReceiptFile): Promise<ReceiptFile>;
  /** Stops looking; settles when nothing is under way. */
  close(): Promise<void>;
}

const NEWEST = 1_000;
const PER_ROUND = 20;

/**
 * Looks after the newest receipts of a shelf. A node keeps the states around a decision for its last blocks only, so the
 * proof is fetched when the settlement turns final, not when somebody asks.
 */
export function createReceiptKeeper(options: ReceiptKeeperOptions): ReceiptKeeper {
  const { client, crypto, shelf, logger, intervalMs = 5_000 } = options;
  const provider = createRpcLightProvider({ rpcUrl: client.rpcUrl, sha256: crypto.sha256 });
  const prover = createChainProver({ client, provider, crypto });
  /** Receipts that gain nothing any more. */
  const done = new Set<string>();
  let queue: ReceiptName[] = [];
  let round: Promise<void> = Promise.resolve();
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const bringUpToDate = async (file: ReceiptFile, finder: SettlementFinder): Promise<ReceiptFile> => {
    const { sessionId, index } = file.readable;
    const name = `${sessionId}-${index}`;
    if (done.has(name)) return file;
    const next = await asTheChainSays({ finder, prover, logger }, file).catch((error: unknown) => {
      logger.warn({ err: error }, "the chain could not be asked for a settlement");
      return file;
    });
    if (next.settlement?.state === "final") done.add(name);
    if (next !== file) await shelf.store(next);
    return next;
  };

  const lookAround = async (): Promise<void> => {
    if (queue.length === 0) queue = shelf.names(NEWEST).filter(({ sessionId, index }) => !done.has(`${sessionId}-${index}`));
    const finder = createSettlementFinder(client);
    for (const { sessionId, index } of queue.splice(0, PER_ROUND)) {
      if (isClosed) return;
      const file = shelf.load(sessionId, index);
      if (file !== undefined) await bringUpToDate(file, finder);
    }
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      round = lookAround()
        .catch((error: unknown) => logger.error({ err: error }, "receipts could not be looked after"))
        .then(() => {
          if (!isClosed) schedule();
        });
    }, intervalMs).unref();
  };
  schedule();
  return {
    bringUpToDate: (file) => bringUpToDate(file, createSettlementFinder(client)),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await round;
    },
  };
}

interface Sources {
  readonly finder: SettlementFinder;
  readonly prover: ChainProver;
  readonly logger: Logger;
}

async function asTheChainSays(sources: Sources, file: ReceiptFile): Promise<ReceiptFile> {
  const { finder } = sources;
  const { settlement, readable } = file;
  if (settlement?.state === "final") return file.chainProof === undefined ? withProof(sources, file) : file;
  // One read instead of a search, as long as nothing has been decided.
  if (settlement?.state === "pending" && (await finder.isPending(settlement.id))) return file;
  const found = await finder.find(BigInt(readable.sessionId), BigInt(readable.index));
  if (found === undefined || (found.id === settlement?.id && found.state === settlement.state)) return file;
  const settled = { ...file, settlement: found };
  return found.state === "final" ? withProof(sources, settled) : settled;
}

/** The file as it is when the node no longer has the states that the proof needs. */
async function withProof({ prover, logger }: Sources, file: ReceiptFile): Promise<ReceiptFile> {
  const { receipt } = ReceiptOpening.fromBytes(fromBase64(file.opening));
  const settled = {
    receipt: assertDefined(receipt, "a receipt on the shelf has its receipt"),
    settlement: assertDefined(file.settlement ?? undefined, "a settled receipt names its settlement"),
    facts: file.facts,
  };
  try {
    return { ...file, chainProof: await prover.prove(settled) };
  } catch (error) {
    if (!UNPROVABLE.some((kind) => error instanceof kind) || isSilence(error)) throw error;
    const { sessionId, index } = file.readable;
    logger.warn({ err: error, session: sessionId, index }, "the node gives no proof of a settlement; the receipt stays without one");
    return file;
  }
}

const SILENCES: readonly string[] = ["unreachable", "no-response", "header-late", "height-too-high"];

/** Asking again later may help. */
function isSilence(error: unknown): boolean {
  return error instanceof Error && "code" in error && SILENCES.includes(String(error.code));
}

const UNPROVABLE = [ProofError, LightError, ClientError] as const;
