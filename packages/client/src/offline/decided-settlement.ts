/** Finds a settlement that has left state in the log of decided ones, while the node still keeps the states around it. */
import { settlementLeafHash, type Frontier } from "@openledger/attribution";
import { QueryService as MarketQuery, SettlementLeaf, SettlementOutcome, type Settlement } from "@openledger/messages/openledger/market/v1";
import type { Sha256 } from "@openledger/primitives";
import type { ChainClient } from "../chain/chain-client.ts";
import { ClientError, isNotFound } from "../errors.ts";
import { fetchStoreProof, ProofError, type StoreProof } from "../proof/prove-query.ts";
import { SETTLEMENT_LOG_KEY } from "../proof/store-keys.ts";
import { appendedPath } from "./appended-path.ts";
import { readFrontier } from "./read-chain-proof.ts";

export interface DecidedSettlement {
  readonly leaf: SettlementLeaf;
  readonly logIndex: number;
  readonly logPath: readonly Uint8Array[];
  /** The log after the block that decided it. */
  readonly state: StoreProof;
}

/** Throws ProofError `refused` when the node no longer keeps the states, `invalid` when what it says does not fit. */
export async function decidedSettlement(client: ChainClient, sha256: Sha256, id: bigint, submittedHeight: bigint): Promise<DecidedSettlement> {
  const decidedHeight = await heightOfDecision(client, id, submittedHeight);
  const before = decidedHeight - 1n;
  const decided = await decidedAt(client, decidedHeight);
  const leaves = await Promise.all(
    decided.map(async ({ settlementId, outcome }) => {
      const settlement = await pendingAt(client, settlementId, before);
      if (settlement === "decided" || settlement === "forgotten") throw tooLate(client, settlementId);
      return { chainId: client.chainId, settlement, outcome, decidedHeight };
    }),
  );
  const at = decided.findIndex(({ settlementId }) => settlementId === id);
  const leaf = leaves[at];
  const [older, state] = await Promise.all([
    fetchStoreProof(client, SETTLEMENT_LOG_KEY, before),
    fetchStoreProof(client, SETTLEMENT_LOG_KEY, decidedHeight),
  ]);
  const log: Frontier | undefined = readFrontier(older.value ?? new Uint8Array(0));
  const hashes = leaves.map((one) => settlementLeafHash(sha256, one));
  const logIndex = (log?.size ?? 0) + at;
  const logPath = log && appendedPath(sha256, log, hashes, logIndex);
  if (leaf === undefined || logPath === undefined) {
    throw new ProofError("invalid", `${client.rpcUrl} does not say where settlement ${id} stands in the log`);
  }
  return { leaf, logIndex, logPath, state };
}

interface Decision {
  readonly settlementId: bigint;
  readonly outcome: SettlementOutcome;
}

const OUTCOMES: Readonly<Record<string, SettlementOutcome>> = {
  settlement_finalized: SettlementOutcome.SETTLEMENT_OUTCOME_FINAL,
  settlement_voided: SettlementOutcome.SETTLEMENT_OUTCOME_VOID,
};

/** What a block decided, in the order of the log. */
async function decidedAt(client: ChainClient, height: bigint): Promise<readonly Decision[]> {
  const { results, finalizeBlockEvents } = await client.comet.blockResults(Number(height));
  const events = [...results.flatMap((result) => result.events), ...finalizeBlockEvents];
  const found = events.flatMap(({ type, attributes }) => {
    const outcome = OUTCOMES[type];
    const fields = Object.fromEntries(attributes.map(({ key, value }) => [key, value]));
    const [id, logIndex] = [fields["settlement_id"], fields["log_index"]];
    if (outcome === undefined || id === undefined || logIndex === undefined) return [];
    return [{ settlementId: BigInt(id), outcome, logIndex: Number(logIndex) }];
  });
  return found.sort((a, b) => a.logIndex - b.logIndex);
}

/** The first height at which the settlement is no longer pending. */
async function heightOfDecision(client: ChainClient, id: bigint, submittedHeight: bigint): Promise<bigint> {
  let gone = await client.height();
  let pending = submittedHeight;
  // The decision is most often recent, and old states are forgotten: look back in growing steps first.
  for (let step = 1n; gone - step > pending; step *= 2n) {
    if ((await pendingAt(client, id, gone - step)) === "decided") gone -= step;
    else pending = gone - step;
  }
  while (gone - pending > 1n) {
    const middle = (gone + pending) / 2n;
    if ((await pendingAt(client, id, middle)) === "decided") gone = middle;
    else pending = middle;
  }
  return gone;
}

/** The settlement while it is pending; a height that the node has forgotten lies before the decision if any does. */
async function pendingAt(client: ChainClient, settlementId: bigint, height: bigint): Promise<Settlement | "decided" | "forgotten"> {
  try {
    return (await client.query(MarketQuery.Settlement, { settlementId }, height)).settlement ?? "decided";
  } catch (error) {
    if (isNotFound(error)) return "decided";
    if (error instanceof ClientError && error.code === "query") return "forgotten";
    throw error;
  }
}

function tooLate(client: ChainClient, settlementId: bigint): ProofError {
  const why = `${client.rpcUrl} no longer keeps the state in which settlement ${settlementId} was decided`;
  return new ProofError("refused", `${why}; ask a node that keeps more heights`);
}
