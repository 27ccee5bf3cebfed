import { revocationAt, rulingAt, type Revocation } from "@openledger/attribution";
import type { ContributionRef } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as AttributionQuery, type Params as AttributionParams } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as DatanetQuery, type Contribution, type DatanetVersion } from "@openledger/messages/openledger/datanet/v1";
import { QueryService as MarketQuery, type Offer, type Session } from "@openledger/messages/openledger/market/v1";
import { ModelKind, QueryService as ModelQuery, type ModelVersion } from "@openledger/messages/openledger/model/v1";
import { QueryService as RewardsQuery, type Params as RewardsParams } from "@openledger/messages/openledger/rewards/v1";
import { toHex } from "@openledger/primitives";
import { ClientError } from "../errors.ts";
import type {
  ChainFacts,
  ContributionFacts,
  DatanetVersionFacts,
  ModelFacts,
  OfferFacts,
  RevokedFacts,
  RuleFacts,
  SessionFacts,
  SplitFacts,
} from "../receipt/chain-facts.ts";
import type { ChainClient } from "./chain-client.ts";

/** What the receipts of one session are checked against, except what each of them cites. */
export type BaseFacts = Omit<ChainFacts, "contributions">;

/** Facts of a session that is in state. Throws {@link ClientError} `query`, which isNotFound tells apart. */
export async function fetchSessionFacts(client: ChainClient, sessionId: bigint): Promise<BaseFacts> {
  const { session } = await client.query(MarketQuery.Session, { sessionId });
  if (session === undefined) throw new ClientError("malformed", `session ${sessionId} came back empty`);
  const { offer } = await client.query(MarketQuery.Offer, { offerId: session.offerId });
  if (offer === undefined) throw new ClientError("malformed", `offer ${session.offerId} came back empty`);
  const model = await fetchModelFacts(client, session.modelId, session.modelVersion);
  const manifest = model.manifest.map(({ datanetId, version }) => ({ datanetId: BigInt(datanetId), version: BigInt(version) }));
  const [rule, split, datanetVersions] = await Promise.all([
    fetchRuleFacts(client),
    fetchSplitFacts(client),
    Promise.all(manifest.map((one) => fetchVersionFacts(client, one.datanetId, one.version))),
  ]);
  return {
    chainId: client.chainId,
    session: sessionFacts(session),
    offer: offerFacts(offer),
    ...{ model, datanetVersions, rule, split },
  };
}

/** Model version with its name. */
export async function fetchModelFacts(client: ChainClient, modelId: bigint, version: bigint): Promise<ModelFacts> {
  const [named, versioned] = await Promise.all([
    client.query(ModelQuery.Model, { modelId }),
    client.query(ModelQuery.ModelVersion, { modelId, version }),
  ]);
  if (named.model === undefined || versioned.version === undefined) {
    throw new ClientError("malformed", `model ${modelId}@${version} came back empty`);
  }
  return modelFacts(versioned.version, named.model.name);
}

export async function fetchRuleFacts(client: ChainClient): Promise<RuleFacts> {
  const { params } = await client.query(AttributionQuery.Params, {});
  if (params === undefined) throw new ClientError("malformed", "the attribution parameters came back empty");
  return ruleFacts(params);
}

/** Facts of the ownership rule's parameters. */
export function ruleFacts(params: AttributionParams): RuleFacts {
  return {
    minExcessBits: params.minExcessBits,
    minWords: params.minWords,
    maxOwners: params.maxOwners,
    tokeniserVersion: params.tokeniserVersion,
    weightTableHash: toHex(params.weightTableHash),
    maxOutputBytes: params.maxOutputBytes,
    maxRequestBytes: params.maxRequestBytes,
  };
}

export async function fetchSplitFacts(client: ChainClient): Promise<SplitFacts> {
  const { params } = await client.query(RewardsQuery.Params, {});
  if (params === undefined) throw new ClientError("malformed", "the rewards parameters came back empty");
  return splitFacts(params);
}

/** Facts of how an answer's amount is divided. */
export function splitFacts(params: RewardsParams): SplitFacts {
  const { dataBps, hostBps, modelBps, stakersBps, treasuryBps, burnBps } = params;
  return { dataBps, hostBps, modelBps, stakersBps, treasuryBps, burnBps };
}

export async function fetchVersionFacts(
  client: Pick<ChainClient, "query">,
  datanetId: bigint,
  version: bigint,
): Promise<DatanetVersionFacts> {
  const { version: frozen } = await client.query(DatanetQuery.Version, { datanetId, version });
  if (frozen === undefined) throw new ClientError("malformed", `datanet version ${datanetId}@${version} came back empty`);
  return versionFacts(frozen);
}

/** Facts of a frozen datanet version. */
export function versionFacts(frozen: DatanetVersion): DatanetVersionFacts {
  return {
    datanetId: frozen.datanetId.toString(),
    version: frozen.version.toString(),
    logSize: frozen.logSize.toString(),
    logRoot: toHex(frozen.logRoot),
  };
}

/** A contribution as a session sees it that opened at block `openedHeight`. */
export async function fetchContributionFacts(
  client: Pick<ChainClient, "query">,
  ref: ContributionRef,
  openedHeight: bigint,
): Promise<ContributionFacts> {
  const { contribution } = await client.query(DatanetQuery.Contribution, { datanetId: ref.datanetId, seq: ref.seq });
  if (contribution === undefined) throw new ClientError("malformed", `contribution ${ref.datanetId}/${ref.seq} came back empty`);
  return contributionFacts(contribution, openedHeight);
}

/** Facts of a contribution as a session sees it that opened at block `openedHeight`. */
export function contributionFacts(contribution: Contribution, openedHeight: bigint): ContributionFacts {
  const revocation = revocationAt(contribution.marks, openedHeight);
  const { struck, owner } = rulingAt(contribution.marks, openedHeight);
  const isMarked = revocation.whole || revocation.rows.length > 0;
  return {
    ...(isMarked ? { revoked: revokedFacts(revocation) } : {}),
    ...(owner === undefined ? {} : { owner }),
    ...(struck ? { struck } : {}),
    datanetId: contribution.datanetId.toString(),
    seq: contribution.seq.toString(),
    title: contribution.title,
    licence: contribution.licence,
    contributor: contribution.contributor,
    acceptedSequence: contribution.acceptedSequence.toString(),
  };
}

function revokedFacts({ whole, rows }: Revocation): RevokedFacts {
  return { whole, rows: rows.map(({ document, firstChunk, chunkCount }) => ({ document, firstChunk, chunkCount })) };
}

/** Facts of a session. */
export function sessionFacts(session: Session): SessionFacts {
  return {
    id: session.id.toString(),
    offerId: session.offerId.toString(),
    buyer: session.buyer,
    host: session.host,
    modelId: session.modelId.toString(),
    modelVersion: session.modelVersion.toString(),
    denom: session.escrow?.denom ?? "",
    sessionKey: toHex(session.sessionKey),
    openedHeight: session.openedHeight.toString(),
  };
}

/** Facts of an offer. */
export function offerFacts(offer: Offer): OfferFacts {
  return {
    id: offer.id.toString(),
    host: offer.host,
    denom: offer.price?.denom ?? "",
    perCall: offer.price?.perCall ?? "0",
    per1kInput: offer.price?.per1kInput || "0",
    per1kOutput: offer.price?.per1kOutput || "0",
    latencyClassMs: offer.latencyClassMs.toString(),
    lateBps: offer.lateBps,
    receiptKey: toHex(offer.receiptKey),
    region: offer.region,
    powerSource: offer.powerSource,
  };
}

function kindOf(kind: ModelKind): ModelFacts["kind"] {
  if (kind === ModelKind.MODEL_KIND_EXTERNAL) return "external";
  return kind === ModelKind.MODEL_KIND_NGRAM ? "ngram" : "retrieval";
}

/** Facts of a model version with the model's name. */
export function modelFacts(version: ModelVersion, name: string): ModelFacts {
  return {
    id: version.modelId.toString(),
    version: version.version.toString(),
    name,
    kind: kindOf(version.kind),
    ruleVersion: version.ruleVersion,
    ...(version.recipe.length === 0 ? {} : { recipe: toHex(version.recipe) }),
    artifactRoot: toHex(version.artifactRoot),
    publisher: version.publisher,
    steward: version.steward,
    approver: version.approver,
    manifest: version.manifest.map(({ datanetId, version: number, priorBps }) => ({
      ...{ datanetId: datanetId.toString(), version: number.toString(), priorBps },
    })),
    manifestTokens: version.manifestTokens.toString(),
    acceptedAtPublish: version.acceptedAtPublish.toString(),
    publishedHeight: version.publishedHeight.toString(),
  };
}
