import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ClientError, isNotFound, type ChainClient } from "@openledger/client";
import { QueryService as MarketQuery, SessionState, type Session } from "@openledger/messages/openledger/market/v1";
import { QueryService as ModelQuery } from "@openledger/messages/openledger/model/v1";
import type { Crypto } from "@openledger/primitives";
import { GatewayError } from "../gateway-error.ts";
import { openSessionLog, type SessionLog } from "./session-log.ts";

const FRESH_MS = 2_000;
/** Sessions that were used so lately are looked up again before a call has to wait for it ... */
const IN_USE_MS = 30_000;
const REFRESH_MS = 1_000;
/** ... as many as do not burden the node. */
const REFRESHED_MAX = 100;

/** A session as the chain knew it a moment ago, and what this host keeps of it. */
export interface HostedSession {
  readonly chain: Session;
  readonly log: SessionLog;
  /** Incident for which governance has frozen the model version; absent while it takes calls. */
  readonly frozenBy?: bigint;
}

/** The sessions of one offer. */
export interface SessionBook {
  /** A session of this offer, whatever its state. Throws {@link GatewayError} `session_*` or `upstream`. */
  find(sessionId: bigint): Promise<HostedSession>;
  /** Logs of all sessions on disk. */
  logs(): readonly SessionLog[];
  /** The session in state now, undefined when it has ended. Throws ClientError. */
  onChain(sessionId: bigint): Promise<Session | undefined>;
  close(): void;
}

export function openSessionBook(options: {
  readonly folder: string;
  readonly client: ChainClient;
  readonly crypto: Crypto;
  readonly offerId: bigint;
}): SessionBook {
  const { folder, client, crypto, offerId } = options;
  const logs = new Map<bigint, SessionLog>();
  const known = new Map<bigint, { readonly session: Session; readonly atMs: number }>();
  const usedAtMs = new Map<bigint, number>();
  const logOf = (sessionId: bigint): SessionLog => {
    const open = logs.get(sessionId);
    if (open !== undefined) return open;
    const log = openSessionLog(join(folder, `${sessionId}.log`), { crypto, chainId: client.chainId, sessionId });
    logs.set(sessionId, log);
    return log;
  };
  for (const sessionId of storedSessions(folder)) logOf(sessionId);

  /** All sessions of an offer have one model version. */
  let frozen: { readonly modelId: bigint; readonly version: bigint; readonly incidentId: bigint | undefined; readonly atMs: number } | undefined;
  const lookUpFreeze = async (modelId: bigint, version: bigint): Promise<bigint | undefined> => {
    const { freeze } = await client.query(ModelQuery.ModelVersion, { modelId, version });
    frozen = { modelId, version, incidentId: freeze?.incidentId, atMs: performance.now() };
    return frozen.incidentId;
  };
  const frozenBy = async ({ modelId, modelVersion }: Session): Promise<bigint | undefined> => {
    const isFresh = frozen !== undefined && performance.now() - frozen.atMs < FRESH_MS;
    return isFresh ? frozen?.incidentId : lookUpFreeze(modelId, modelVersion);
  };

  const onChain = async (sessionId: bigint): Promise<Session | undefined> => {
    try {
      const { session } = await client.query(MarketQuery.Session, { sessionId });
      if (session === undefined || session.state === SessionState.SESSION_STATE_ENDED) return undefined;
      known.set(sessionId, { session, atMs: performance.now() });
      return session;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };

  const timer = setInterval(() => {
    const now = performance.now();
    for (const [sessionId, atMs] of usedAtMs) if (now - atMs > IN_USE_MS) usedAtMs.delete(sessionId);
    // What the node does not answer now is asked again by the next call.
    for (const sessionId of [...usedAtMs.keys()].slice(0, REFRESHED_MAX)) onChain(sessionId).catch(() => undefined);
    if (usedAtMs.size > 0 && frozen !== undefined) lookUpFreeze(frozen.modelId, frozen.version).catch(() => undefined);
  }, REFRESH_MS).unref();

  return {
    onChain,
    logs: () => [...logs.values()],
    async find(sessionId) {
      const seen = known.get(sessionId);
      const isFresh = seen !== undefined && performance.now() - seen.atMs < FRESH_MS;
      const session = isFresh ? seen.session : await onChain(sessionId).catch(asUpstream);
      if (session === undefined || session.offerId !== offerId) {
        throw new GatewayError(404, "session_unknown", `session ${sessionId} of offer ${offerId} is not open; open one first`);
      }
      usedAtMs.set(sessionId, performance.now());
      const log = logOf(sessionId);
      if (BigInt(log.receipts.length) < session.logSize) {
        const counts = `${log.receipts.length} of ${session.logSize} settled receipts`;
        throw new GatewayError(409, "session_lost", `this gateway keeps ${counts}; open a new session`);
      }
      const incidentId = await frozenBy(session).catch(asUpstream);
      return { chain: session, log, ...(incidentId === undefined ? {} : { frozenBy: incidentId }) };
    },
    close: () => {
      clearInterval(timer);
      for (const log of logs.values()) log.close();
    },
  };
}

/** Throws `session_closed` for a session that takes no more calls. */
export function requireOpen(session: Session, nowMs: number): void {
  const isOpen = session.state === SessionState.SESSION_STATE_OPEN && BigInt(nowMs) * 1_000_000n < session.expiresTime;
  if (!isOpen) throw new GatewayError(403, "session_closed", `session ${session.id} is closed or has expired; open a new one`);
}

/** Throws `upstream` for what the chain's node does not answer. */
export function asUpstream(error: unknown): never {
  if (error instanceof ClientError) throw new GatewayError(502, "upstream", `the chain cannot be asked: ${error.message}`);
  throw error;
}

function storedSessions(folder: string): bigint[] {
  try {
    return readdirSync(folder).flatMap((name) => (/^\d{1,20}\.log$/.test(name) ? [BigInt(name.slice(0, -4))] : []));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
