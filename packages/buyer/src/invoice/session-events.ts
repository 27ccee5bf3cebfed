import { ClientError, type ChainClient } from "@openledger/client";
import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { toHex } from "@openledger/primitives";

type Found = Awaited<ReturnType<ChainClient["comet"]["txSearchAll"]>>["txs"];
type RawEvents = Found[number]["result"]["events"];

/** One event with its attributes by name. */
export interface NamedEvent {
  readonly type: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A transaction about a session. */
export interface SessionTx {
  /** Upper-case hex. */
  readonly hash: string;
  readonly height: number;
  readonly events: readonly NamedEvent[];
  /** Messages in it, all sessions together. */
  readonly messages: number;
}

/** All that the chain has announced of one session. */
export interface SessionEvents {
  readonly txs: readonly SessionTx[];
  /** Announced at ends of blocks, ascending by height. */
  readonly ofBlocks: readonly NamedEvent[];
}

/** Announced by transactions; the last two also at the end of a block. */
const IN_TXS = ["session_opened", "settlement_submitted", "session_closing", "settlement_voided"];
const IN_BLOCKS = ["settlement_finalized", "settlement_voided", "session_closing", "session_ended"];

/** Finds a session's transactions and block events. Throws ClientError `unreachable`. */
export async function findSessionEvents(client: ChainClient, sessionId: bigint): Promise<SessionEvents> {
  const id = sessionId.toString();
  try {
    const byHash = new Map<string, SessionTx>();
    for (const type of IN_TXS) {
      const { txs } = await client.comet.txSearchAll({ query: `${type}.session_id='${id}'` });
      for (const tx of txs) byHash.set(toHex(tx.hash), sessionTx(tx));
    }
    const heights = new Set<number>();
    for (const type of IN_BLOCKS) {
      const { blocks } = await client.comet.blockSearchAll({ query: `${type}.session_id='${id}'` });
      for (const { block } of blocks) heights.add(block.header.height);
    }
    const ofBlocks: NamedEvent[] = [];
    for (const height of [...heights].sort((a, b) => a - b)) {
      const { finalizeBlockEvents } = await client.comet.blockResults(height);
      ofBlocks.push(...named(finalizeBlockEvents).filter(({ fields }) => fields["session_id"] === id));
    }
    const txs = [...byHash.values()].sort((a, b) => a.height - b.height);
    return { txs, ofBlocks };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ClientError("unreachable", `${client.rpcUrl} cannot search what was announced of session ${id}: ${why}`, { cause: error });
  }
}

function sessionTx({ hash, height, tx, result }: Found[number]): SessionTx {
  const { messages } = TxBody.decode(TxRaw.decode(tx).bodyBytes);
  return { hash: toHex(hash).toUpperCase(), height, events: named(result.events), messages: messages.length };
}

function named(events: RawEvents): NamedEvent[] {
  return events.map(({ type, attributes }) => ({
    type,
    fields: Object.fromEntries(attributes.map(({ key, value }) => [key, value])),
  }));
}
