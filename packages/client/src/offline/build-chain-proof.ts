import { receiptHash } from "@openledger/attribution";
import type { LightBlock } from "@openledger/comet";
import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import type { Receipt } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle, Settlement, SettlementLeaf } from "@openledger/messages/openledger/market/v1";
import { fromHex, leafHash, toBase64, toHex, type Crypto, type Sha256 } from "@openledger/primitives";
import type { ChainClient } from "../chain/chain-client.ts";
import { LightError } from "../light/light-error.ts";
import type { LightProvider } from "../light/light-provider.ts";
import { fetchStoreProof, ProofError, type StoreProof } from "../proof/prove-query.ts";
import { settlementKey } from "../proof/store-keys.ts";
import type { ChainFacts, SettlementFacts } from "../receipt/chain-facts.ts";
import { appendedPath } from "./appended-path.ts";
import { breakHeaders } from "./break-headers.ts";
import { CHAIN_PROOF_FORMAT, type ChainProof, type FactProof } from "./chain-proof.ts";
import { decidedSettlement } from "./decided-settlement.ts";
import { lightBlockToFile, type LightBlockFile } from "./light-block-file.ts";
import { factKeys } from "./proven-facts.ts";
import { isVoid, readChainProof } from "./read-chain-proof.ts";
import { verifyChainProof } from "./verify-chain-proof.ts";

const HEADER_WAIT_MS = 15_000;
const HEADER_POLL_MS = 200;
const SETTLEMENTS_KEPT = 4;

/** Whom a chain proof is asked of; what they say is verified before it is returned. */
export interface ChainProofSource {
  readonly client: ChainClient;
  readonly provider: LightProvider;
  readonly crypto: Crypto;
}

/** A receipt with the settlement that holds it, as `findSettlement` gives it. */
export interface SettledReceipt {
  readonly receipt: Receipt;
  readonly settlement: SettlementFacts;
  /** The file's facts: those that are still in state are proven with the settlement. */
  readonly facts?: ChainFacts;
}

/** Proves receipts of one chain; those of one settlement share what is fetched. */
export interface ChainProver {
  /** As {@link buildChainProof}. */
  prove(settled: SettledReceipt): Promise<ChainProof>;
}

/**
 * Collects the chain proof of a settled receipt, pending or decided. A decided settlement is provable while the node keeps
 * the states around its decision, so whoever keeps receipts asks soon. Throws ProofError, LightError or ClientError.
 *
 * @example
 * const settlement = await findSettlement(client, receipt.sessionId, receipt.index);
 * const proof = await buildChainProof({ client, provider, crypto }, { receipt, settlement });
 */
export async function buildChainProof(source: ChainProofSource, settled: SettledReceipt): Promise<ChainProof> {
  return await proofOf(source, settled, await collect(source, settled.settlement));
}

/** A prover that remembers what it fetched for the last few decided settlements, which never changes. */
export function createChainProver(source: ChainProofSource): ChainProver {
  const decided = new Map<string, Collected>();
  return {
    async prove(settled) {
      const { id, submittedHeight, txHash } = settled.settlement;
      const key = `${id} ${submittedHeight} ${txHash}`;
      const collected = decided.get(key) ?? (await collect(source, settled.settlement));
      const proof = await proofOf(source, settled, collected).catch((error: unknown) => {
        // Another answer may come when it is asked for again.
        decided.delete(key);
        throw error;
      });
      if (collected.proof.place === "log") decided.set(key, collected);
      const [oldest] = decided.keys();
      if (decided.size > SETTLEMENTS_KEPT && oldest !== undefined) decided.delete(oldest);
      return proof;
    },
  };
}

/** What receipts of one settlement share. */
interface Collected extends Place {
  /** Of the settlement's receipts, in order. */
  readonly leaves: readonly Uint8Array[];
  readonly block: LightBlockFile;
  /** Both headers of each break below it. */
  readonly path: readonly LightBlockFile[];
  /** Proofs of facts in the same state, by store and key. */
  readonly facts: Map<string, StoreProof>;
}

async function collect(source: ChainProofSource, facts: SettlementFacts): Promise<Collected> {
  const place = await placeOf(source, facts);
  const leaves = await settledLeaves(source, facts, place.settlement);
  const target = await blockAbove(source.provider, place.state.height);
  const { client, provider, crypto } = source;
  const breaks = await breakHeaders({ client, provider, sha256: crypto.sha256 }, target.header.height);
  // Right after a break the target is the second header of it.
  const path = breaks.filter(({ header }) => header.height < target.header.height).map(lightBlockToFile);
  return { ...place, leaves, block: lightBlockToFile(target), path, facts: new Map() };
}

async function proofOf({ client, crypto }: ChainProofSource, settled: SettledReceipt, collected: Collected): Promise<ChainProof> {
  const proof: ChainProof = {
    format: CHAIN_PROOF_FORMAT,
    settlement: { ...collected.proof, receiptPath: receiptPath(crypto.sha256, settled, collected).map(toHex) },
    state: { height: `${collected.state.height}`, ...valueToFile(collected.state) },
    facts: await factProofs(client, settled.facts, collected),
    block: collected.block,
    path: collected.path,
  };
  const rules = { crypto, chainId: client.chainId, now: 0n };
  // That a settlement was voided is a fact worth a proof.
  const read = readChainProof(crypto.sha256, proof);
  const isVoided = read !== undefined && isVoid(read);
  const failed = verifyChainProof(rules, settled.receipt, proof).find(
    ({ name, state }) => state === "fails" && !(isVoided && name === "settled-on-chain"),
  );
  if (failed !== undefined) throw new ProofError("invalid", `what ${client.rpcUrl} says proves nothing: ${failed.detail}`);
  return proof;
}

interface Place {
  readonly settlement: Settlement;
  readonly proof: Omit<ChainProof["settlement"], "receiptPath">;
  readonly state: StoreProof;
}

async function placeOf({ client, crypto: { sha256 } }: ChainProofSource, facts: SettlementFacts): Promise<Place> {
  const id = BigInt(facts.id);
  const state = await fetchStoreProof(client, settlementKey(id));
  if (state.value !== undefined) {
    const bytes = toBase64(state.value);
    return { settlement: Settlement.decode(state.value), proof: { place: "state", bytes, logIndex: "0", logPath: [] }, state };
  }
  const decided = await decidedSettlement(client, sha256, id, BigInt(facts.submittedHeight));
  const { leaf, logIndex, logPath } = decided;
  const bytes = toBase64(SettlementLeaf.toBytes(leaf));
  return {
    settlement: leaf.settlement ?? Settlement.create(),
    proof: { place: "log", bytes, logIndex: `${logIndex}`, logPath: logPath.map(toHex) },
    state: decided.state,
  };
}

/** Leaf hashes of the settlement's receipts, from the transaction that settled them. */
async function settledLeaves(
  { client, crypto: { sha256 } }: ChainProofSource,
  { txHash = "" }: SettlementFacts,
  settlement: Settlement,
): Promise<readonly Uint8Array[]> {
  const { tx } = await client.comet.tx({ hash: fromHex(txHash) });
  const hashes = TxBody.decode(TxRaw.decode(tx).bodyBytes).messages.flatMap(({ typeUrl, value }) => {
    if (typeUrl !== "/openledger.market.v1.MsgSettle") return [];
    const message = MsgSettle.decode(value);
    const isThis = message.sessionId === settlement.sessionId && message.firstIndex === settlement.firstIndex;
    if (!isThis) return [];
    const opened = message.openings.flatMap((opening) => (opening.receipt === undefined ? [] : [receiptHash(sha256, opening.receipt)]));
    return opened.length > 0 ? opened : message.receiptHashes;
  });
  return hashes.map((hash) => leafHash(sha256, hash));
}

/** The receipt's path under the settlement's head, from the log before the batch and the batch's receipts. */
function receiptPath(sha256: Sha256, settled: SettledReceipt, { settlement, leaves }: Collected): readonly Uint8Array[] {
  const { receipt } = settled;
  const log = { size: Number(settlement.firstIndex), peaks: settlement.logPeaks };
  const path = appendedPath(sha256, log, leaves, Number(receipt.index));
  if (path !== undefined) return path;
  throw new ProofError("invalid", `transaction ${settled.settlement.txHash} does not hold receipt ${receipt.sessionId}/${receipt.index}`);
}

async function blockAbove(provider: LightProvider, height: bigint): Promise<LightBlock> {
  const end = Date.now() + HEADER_WAIT_MS;
  for (;;) {
    try {
      return await provider.lightBlock(height + 1n);
    } catch (error) {
      if (!(error instanceof LightError) || error.code !== "height-too-high" || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, HEADER_POLL_MS));
    }
  }
}

/** Sessions and offers that have ended are no longer in state, and are left out. */
async function factProofs(client: ChainClient, facts: ChainFacts | undefined, { state, facts: known }: Collected): Promise<FactProof[]> {
  const proofs: FactProof[] = [];
  for (const asked of facts === undefined ? [] : factKeys(facts)) {
    const name = `${asked.store} ${toHex(asked.key)}`;
    const proof = known.get(name) ?? (await fetchStoreProof(client, asked, state.height));
    known.set(name, proof);
    if (proof.value !== undefined) proofs.push({ store: proof.store, ...valueToFile(proof) });
  }
  return proofs;
}

function valueToFile({ key, value, ops }: StoreProof): Omit<FactProof, "store"> {
  return {
    key: toHex(key),
    value: toBase64(value ?? new Uint8Array(0)),
    ops: ops.map((op) => ({ type: op.type, key: toHex(op.key), data: toBase64(op.data) })),
  };
}
