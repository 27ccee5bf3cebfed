import { receiptHash } from "@openledger/attribution";
import type { LightBlock } from "@openledger/comet";
import { TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import type { Receipt } from "@openledger/messages/openledger/attribution/v1";
import { MsgSettle, Settlement, SettlementLeaf } from "@openledger/messages/openledger/market/v1";
import { fromHex, leafHash, toBase64, toHex, type Crypto } from "@openledger/primitives";
import type { ChainClient } from "../chain/chain-client.ts";
import { LightError } from "../light/light-error.ts";
import type { LightProvider } from "../light/light-provider.ts";
import { fetchStoreProof, ProofError, type StoreProof } from "../proof/prove-query.ts";
import { settlementKey } from "../proof/store-keys.ts";
import type { ChainFacts, SettlementFacts } from "../receipt/chain-facts.ts";
import { appendedPath } from "./appended-path.ts";
import { CHAIN_PROOF_FORMAT, type ChainProof, type FactProof } from "./chain-proof.ts";
import { decidedSettlement } from "./decided-settlement.ts";
import { lightBlockToFile } from "./light-block-file.ts";
import { factKeys } from "./proven-facts.ts";
import { isVoid, readChainProof } from "./read-chain-proof.ts";
import { verifyChainProof } from "./verify-chain-proof.ts";

const HEADER_WAIT_MS = 15_000;
const HEADER_POLL_MS = 200;

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

/**
 * Collects the chain proof of a settled receipt, pending or decided. A decided settlement is provable while the node keeps
 * the states around its decision, so whoever keeps receipts asks soon. Throws ProofError, LightError or ClientError.
 *
 * @example
 * const settlement = await findSettlement(client, receipt.sessionId, receipt.index);
 * const proof = await buildChainProof({ client, provider, crypto }, { receipt, settlement });
 */
export async function buildChainProof(source: ChainProofSource, settled: SettledReceipt): Promise<ChainProof> {
  const { client, crypto } = source;
  const place = await placeOf(source, settled.settlement);
  const proof: ChainProof = {
    format: CHAIN_PROOF_FORMAT,
    settlement: { ...place.proof, receiptPath: (await receiptPath(source, settled, place.settlement)).map(toHex) },
    state: { height: `${place.state.height}`, ...valueToFile(place.state) },
    facts: await factProofs(client, settled.facts, place.state.height),
    block: lightBlockToFile(await blockAbove(source.provider, place.state.height)),
    path: [],
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

/** The receipt's path under the settlement's head, from the log before the batch and the batch's receipts. */
async function receiptPath(
  { client, crypto: { sha256 } }: ChainProofSource,
  { receipt, settlement: { txHash = "" } }: SettledReceipt,
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
  const log = { size: Number(settlement.firstIndex), peaks: settlement.logPeaks };
  const leaves = hashes.map((hash) => leafHash(sha256, hash));
  const path = appendedPath(sha256, log, leaves, Number(receipt.index));
  if (path !== undefined) return path;
  throw new ProofError("invalid", `transaction ${txHash} does not hold receipt ${receipt.sessionId}/${receipt.index}`);
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
async function factProofs(client: ChainClient, facts: ChainFacts | undefined, height: bigint): Promise<FactProof[]> {
  const proofs: FactProof[] = [];
  for (const asked of facts === undefined ? [] : factKeys(facts)) {
    const proof = await fetchStoreProof(client, asked, height);
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
