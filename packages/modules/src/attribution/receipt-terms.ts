import { revocationAt, rulingAt, type OwnedAmount, type ReceiptContext, type Revocation, type Ruling } from "@openledger/attribution";
import { OutputLabel, type ContributionRef, type Params } from "@openledger/messages/openledger/attribution/v1";
import { ContributionState, type Contribution } from "@openledger/messages/openledger/datanet/v1";
import { ModelKind, type ModelVersion } from "@openledger/messages/openledger/model/v1";
import { contextFault, derivationFault, parseExternalRecipe } from "@openledger/retrieval";
import type { Context } from "@openledger/state-machine";
import type { StateReader } from "../support/reader.ts";
import type { DatanetKeeper } from "./expected-keepers.ts";
import { readOnce } from "./read-once.ts";
import { ATTRIBUTION, params } from "./state.ts";

/** What the market knows of a receipt beside its content. */
export interface ReceiptTerms {
  readonly sessionId: bigint;
  /** Position in the session's log. */
  readonly index: bigint;
  readonly model: ModelVersion;
  /** 33 bytes. */
  readonly receiptKey: Uint8Array;
  readonly dataBps: number;
  /** Block in which the session was opened: fixes which marks count. */
  readonly openedHeight: bigint;
}

/** What settles a receipt that holds. */
export interface VerifiedAnswer {
  /** Leaf hash for the settlement's claims root. */
  readonly claimLeaf: Uint8Array;
  /** Owner amounts apart by datanet; per owner they sum to the claim's lines. */
  readonly owned: readonly OwnedAmount[];
}

/** Parameters of the ownership rule. */
export function paramsOf(ctx: StateReader): Params {
  return params.require(ctx.store.store(ATTRIBUTION));
}

/** What the verifier needs of state. */
export function contextOf(ctx: Context, keeper: DatanetKeeper, presented: ReceiptTerms, rule: Params): ReceiptContext {
  const datanets = readOnce(keeper);
  const { model, sessionId, index, receiptKey, dataBps } = presented;
  const revocationOf = ({ datanetId, seq }: ContributionRef): Revocation =>
    revocationAt(datanets.contribution(ctx, datanetId, seq)?.marks ?? [], presented.openedHeight);
  const rulingOf = (ref: ContributionRef): Ruling => rulingFor(ctx, datanets, presented, ref);
  return {
    chainId: ctx.chain.chainId,
    sessionId,
    index,
    modelId: model.modelId,
    modelVersion: model.version,
    outputLabel: outputLabelOf(model),
    receiptKey,
    rule: {
      manifestTokens: Number(model.manifestTokens),
      minExcessBits: rule.minExcessBits,
      minWords: rule.minWords,
    },
    maxOwners: rule.maxOwners,
    dataBps,
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
    isAcceptedInTime: (ref) => acceptedInTime(ctx, datanets, model, ref) !== undefined && !rulingOf(ref).struck,
    ownerOf: (ref) => rulingOf(ref).owner,
    isRevoked: (ref) => revocationOf(ref).whole,
    revokedRows: (ref) => revocationOf(ref).rows,
    ...deriverOf(ctx, model),
  };
}

/** Whether anyone can make the output again, or has to believe the host. */
function outputLabelOf({ kind }: ModelVersion): OutputLabel {
  const isAsserted = kind === ModelKind.MODEL_KIND_EXTERNAL;
  return isAsserted ? OutputLabel.OUTPUT_LABEL_ASSERTED : OutputLabel.OUTPUT_LABEL_RE_EXECUTABLE;
}

/** How the outputs of a model's kind are assembled again, where the kind shows what they are made of. */
function deriverOf({ crypto }: Context, { kind, artifactRoot, recipe }: ModelVersion): Pick<ReceiptContext, "derive"> {
  if (kind === ModelKind.MODEL_KIND_EXTERNAL) {
    const most = parseExternalRecipe(recipe)?.contextPassages ?? 0;
    return most === 0 ? {} : { derive: (answer) => contextFault(crypto.sha256, artifactRoot, answer, most) };
  }
  if (kind !== ModelKind.MODEL_KIND_RETRIEVAL) return {};
  return { derive: (answer) => derivationFault(crypto.sha256, artifactRoot, answer) };
}

/** What disputes had decided of a contribution when the receipt's session was opened. */
export function rulingFor(
  ctx: Context,
  datanets: DatanetKeeper,
  { openedHeight }: Pick<ReceiptTerms, "openedHeight">,
  { datanetId, seq }: ContributionRef,
): Ruling {
  return rulingAt(datanets.contribution(ctx, datanetId, seq)?.marks ?? [], openedHeight);
}

/** A contribution that was accepted before the model version was published: sequences tell only of registration. */
export function acceptedInTime(
  ctx: Context,
  datanets: DatanetKeeper,
  model: ModelVersion,
  { datanetId, seq }: ContributionRef,
): Contribution | undefined {
  const stored = datanets.contribution(ctx, datanetId, seq);
  const inTime =
    stored?.state === ContributionState.CONTRIBUTION_STATE_ACCEPTED && stored.acceptedSequence <= model.acceptedAtPublish;
  return inTime ? stored : undefined;
}
