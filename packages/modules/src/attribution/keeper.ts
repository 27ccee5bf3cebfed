import { verifyReceiptOpening, type ReceiptContext } from "@openledger/attribution";
import { OutputLabel, type Params, type ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { ContributionState } from "@openledger/messages/openledger/datanet/v1";
import type { ModelVersion } from "@openledger/messages/openledger/model/v1";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import { claimErrors } from "./errors.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { openingGas } from "./opening-gas.ts";
import { ownedByDatanet, type OwnedAmount } from "./owned-by-datanet.ts";
import { ATTRIBUTION, params } from "./state.ts";

const UINT64_MAX = (1n << 64n) - 1n;

/** What the market knows of a receipt that it presents. */
export interface PresentedReceipt {
  readonly opening: ReceiptOpening;
  readonly sessionId: bigint;
  /** Position in the session's log. */
  readonly index: bigint;
  readonly model: ModelVersion;
  /** 33 bytes. */
  readonly receiptKey: Uint8Array;
  readonly dataBps: number;
}

/** What settles a receipt that holds. */
export interface VerifiedAnswer {
  /** Leaf hash for the settlement's claims root. */
  readonly claimLeaf: Uint8Array;
  /** Owner amounts apart by datanet; per owner they sum to the claim's lines. */
  readonly owned: readonly OwnedAmount[];
}

/** What other modules may ask of attribution. */
export interface AttributionKeeper {
  params(ctx: StateReader): Params;
  /** Version of the tokeniser by which all text on this chain is counted. */
  tokeniserVersion(ctx: StateReader): number;
  /** Recomputes all that an opening states. Throws the module's error for the first thing that does not hold. */
  verifyAnswer(ctx: Context, presented: PresentedReceipt): VerifiedAnswer;
}

export function createAttributionKeeper(datanets: DatanetKeeper): AttributionKeeper {
  return {
    params: paramsOf,
    tokeniserVersion: (ctx) => paramsOf(ctx).tokeniserVersion,
    verifyAnswer: (ctx, presented) => verifyAnswer(ctx, datanets, presented),
  };
}

function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(ATTRIBUTION));
}

function verifyAnswer(ctx: Context, datanets: DatanetKeeper, presented: PresentedReceipt): VerifiedAnswer {
  const { opening, model } = presented;
  const rule = paramsOf(ctx);
  ctx.gas.consume(openingGas(opening), "receipt opening");
  const verdict = verifyReceiptOpening(ctx.crypto, opening, contextOf(ctx, datanets, presented, rule));
  if (!verdict.ok) throw claimErrors[verdict.code](verdict.message);
  checkAcceptedBeforePublish(ctx, datanets, opening, model);
  const { claimLeaf, shares } = verdict.value;
  return { claimLeaf, owned: ownedByDatanet(shares) };
}

/** Sequences tell when a contribution was registered; only state knows when it was accepted. */
function checkAcceptedBeforePublish(
  ctx: Context,
  datanets: DatanetKeeper,
  opening: ReceiptOpening,
  model: ModelVersion,
): void {
  for (const { leaf } of opening.contributions) {
    const contribution = leaf === undefined ? undefined : datanets.contribution(ctx, leaf.datanetId, leaf.seq);
    const inTime =
      contribution?.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED &&
      contribution.acceptedSequence <= model.acceptedAtPublish;
    if (!inTime) throw claimErrors["contribution-late"](`contribution ${leaf?.datanetId}/${leaf?.seq}`);
  }
}

function contextOf(ctx: Context, datanets: DatanetKeeper, presented: PresentedReceipt, rule: Params): ReceiptContext {
  const { model, sessionId, index, receiptKey, dataBps } = presented;
  return {
    chainId: ctx.chain.chainId,
    sessionId,
    index,
    modelId: model.modelId,
    modelVersion: model.version,
    outputLabel: OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE,
    receiptKey,
    rule: {
      manifestTokens: Number(model.manifestTokens),
      minExcessBits: rule.minExcessBits,
      minWords: rule.minWords,
    },
    maxOwners: rule.maxOwners,
    dataBps,
    // Acceptance decides, which is looked up in state.
    sequenceAtPublish: UINT64_MAX,
    maxOutputBytes: rule.maxOutputBytes,
    maxRequestBytes: rule.maxRequestBytes,
    manifestLogSize(datanetId) {
      const entry = model.manifest.find((candidate) => candidate.datanetId === datanetId);
      return entry === undefined ? 0n : (datanets.version(ctx, datanetId, entry.version)?.logSize ?? 0n);
    },
    frozenLog(datanetId, version) {
      const frozen = datanets.version(ctx, datanetId, version);
      return frozen === undefined ? undefined : { size: frozen.logSize, root: frozen.logRoot };
    },
    // No message of this chain revokes a contribution.
    isRevoked: () => false,
  };
}
