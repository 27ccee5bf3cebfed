import {
  claimLeaf,
  committedRequest,
  contradictionIn,
  contributionKey,
  createMerkleTree,
  type ReceiptContext,
} from "@openledger/attribution";
import type { Claim, Receipt, ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { OutputLabel } from "@openledger/messages/openledger/attribution/v1";
import {
  CounterexampleKind,
  DisputedReceipt,
  MsgCounterexample,
  QueryService as MarketQuery,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import { QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { assertDefined } from "@openledger/primitives";
import { derivationFault } from "@openledger/retrieval";
import { judgeReceipt, type Bench, type Finding } from "@openledger/watcher";
import { heldContributions, logSizeOf, priceOf } from "../simulation/answering.ts";
import { gameSource } from "./game-host.ts";
import type { GameWorld } from "./game-world.ts";
import { UNNAMED_DATANETS } from "./plays.ts";

/** The chain's settlement while it is pending. */
export function pendingSettlement({ chain }: GameWorld, settlementId: bigint): Settlement {
  return assertDefined(chain.query(MarketQuery.Settlement, { settlementId }).settlement, "the settlement is pending");
}

/** What the watcher's own judge says of a receipt that was opened. */
export function judge(world: GameWorld, settlement: Settlement, batch: readonly ReceiptOpening[], opening: ReceiptOpening): Finding | undefined {
  const bench: Bench = {
    sha256: world.crypto.sha256,
    served: { engine: world.engine },
    view: { source: gameSource(world), isLeftOut: () => false },
    revocationOf: () => ({ revoked: false, revokedRows: [] }),
    isCommons: ({ datanetId }) => datanetId === UNNAMED_DATANETS.commons,
  };
  return judgeReceipt(bench, settlement, { claims: batch.map(stated), openings: batch }, opening, world.players.watcher.address);
}

export function stated({ receipt, claim }: ReceiptOpening): { readonly receipt: Receipt; readonly claim: Claim } {
  return { receipt: assertDefined(receipt, "a receipt"), claim: assertDefined(claim, "a claim") };
}

/** What a buyer who holds the opening files: the price is another one, or the claim contradicts itself, its request or its output. */
export function contradictionOf(world: GameWorld, settlement: Settlement, batch: readonly ReceiptOpening[], opening: ReceiptOpening): MsgCounterexample | undefined {
  const { receipt, claim } = stated(opening);
  const offer = assertDefined(world.state.offers[0], "an offer is open");
  const isPriced = receipt.amount === priceOf(offer, receipt.inputTokens, receipt.outputTokens, receipt.latencyMs).toString();
  const answer = { ...opening, receipt, claim };
  const request = committedRequest(world.crypto.sha256, answer);
  if (request === undefined) return undefined;
  const held = heldContributions(world, assertDefined(world.state.models[0], "a model").acceptedAtPublish);
  const contradiction = contradictionIn(world.crypto.sha256, answer, request, contextOf(world, receipt.index), (ref) => {
    const found = held.get(contributionKey(ref));
    return found && { leaf: found.proof.leaf, logIndex: found.contribution.logIndex };
  });
  if (isPriced && contradiction === undefined) return undefined;
  return invalidMessage(world, settlement, batch, opening, world.players.buyer.address);
}

/** A counter-example that says no more than: this claim is wrong in itself. */
export function invalidMessage(world: GameWorld, settlement: Settlement, batch: readonly ReceiptOpening[], opening: ReceiptOpening, challenger: string): MsgCounterexample {
  const kind = CounterexampleKind.COUNTEREXAMPLE_KIND_INVALID;
  return MsgCounterexample.create({ challenger, settlementId: settlement.id, kind, disputed: disputed(world, batch, opening) });
}

export function disputed({ crypto }: GameWorld, batch: readonly ReceiptOpening[], opening: ReceiptOpening): DisputedReceipt {
  const leaves = batch.map((one) => claimLeaf(crypto.sha256, stated(one).receipt, stated(one).claim));
  const claimsPath = createMerkleTree(crypto.sha256, leaves).inclusionPath(batch.indexOf(opening));
  const { receipt, claim, request, requestSecret, output, outputSecret } = opening;
  return DisputedReceipt.create({ receipt, claim, request, requestSecret, output, outputSecret, claimsPath });
}

function contextOf(world: GameWorld, index: bigint): ReceiptContext {
  const { chain, session, state } = world;
  const { rule, maxOwners, dataBps } = gameSource(world);
  const manifest = assertDefined(state.models[0], "a model").manifest;
  return {
    ...{ chainId: chain.chainId, sessionId: session.id, index, modelId: session.modelId, modelVersion: session.modelVersion },
    ...{ outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE, receiptKey: assertDefined(state.offers[0], "an offer").receiptKey },
    ...{ rule, maxOwners, dataBps, maxOutputBytes: 16_384, maxRequestBytes: 65_536 },
    isAcceptedInTime: () => true,
    manifestLogSize: (datanetId) => logSizeOf(world, datanetId, manifest.find((one) => one.datanetId === datanetId)?.version ?? 0n),
    frozenLog: (datanetId, version) => {
      const found = chain.query(DatanetQuery.Version, { datanetId, version }).version;
      return found && { size: found.logSize, root: found.logRoot };
    },
    isRevoked: () => false,
    ...(world.kind === "retrieval" ? { derive: (answer) => derivationFault(world.crypto.sha256, world.engine.root, answer) } : {}),
  };
}
