import { and, asc, eq, gte, lt } from "drizzle-orm";
import { merkleProofOfHashes, toBase64, toHex, type Sha256 } from "@openledger/primitives";
import { createHash } from "node:crypto";
import { receipts, sessionLeaves } from "../../schema/attribution.ts";
import { builder, type GraphqlContext } from "../builder.ts";
import { clientError } from "../errors.ts";
import { ContributionRef, DatanetRef, DatanetVersionRef, ModelVersionRef, OfferRef, ReceiptOwnerRef, ReceiptRef, SettlementRef, SettlementSplitRef, SpanRef, TxRef } from "../refs.ts";
import type { ReceiptRow, TxRow } from "../rows.ts";
import { treeHeadOf } from "./market.ts";

interface Responsible {
  readonly host: string | null;
  readonly publisher: string | null;
  readonly steward: string | null;
  readonly approver: string | null;
}

const ResponsibleRef = builder.objectRef<Responsible>("Responsible").implement({
  description: "Who answers for an answer; null means nobody.",
  fields: (t) => ({
    host: t.expose("host", { type: "Address", nullable: true }),
    publisher: t.expose("publisher", { type: "Address", nullable: true }),
    steward: t.expose("steward", { type: "Address", nullable: true }),
    approver: t.expose("approver", { type: "Address", nullable: true }),
  }),
});

const CitedContribution = builder
  .objectRef<{ readonly datanetId: bigint; readonly seq: bigint; readonly owned: boolean; readonly weight: bigint; readonly spanCount: number }>("CitedContribution")
  .implement({
    description: "A contribution that spans of the answer cite, with their weight.",
    fields: (t) => ({
      weight: t.expose("weight", { type: "BigInt" }),
      spanCount: t.exposeInt("spanCount"),
      owned: t.exposeBoolean("owned", { description: "False when its tokens are unowned: outside the manifest or revoked." }),
      contribution: t.field({
        type: ContributionRef,
        nullable: true,
        resolve: ({ datanetId, seq }, _args, { loaders }) => loaders.contribution.load([datanetId, seq]),
      }),
      datanet: t.field({ type: DatanetRef, nullable: true, resolve: ({ datanetId }, _args, { loaders }) => loaders.datanet.load([datanetId]) }),
    }),
  });

const ProvenanceTx = builder.objectRef<{ readonly step: string; readonly tx: TxRow }>("ProvenanceTx").implement({
  description: "A signed transaction behind the answer.",
  fields: (t) => ({
    step: t.exposeString("step", { description: "contribute, review, freeze, ancestor, publish, offer, open, settle, or answer when a demand opened the receipt." }),
    tx: t.field({ type: TxRef, resolve: ({ tx }) => tx }),
  }),
});

const Provenance = builder.objectRef<{ readonly receipt: ReceiptRow }>("Provenance").implement({
  description: "From an answer to whose data it holds, who is responsible, what each was paid, and the transactions that say so.",
  fields: (t) => ({
    receipt: t.field({ type: ReceiptRef, resolve: ({ receipt }) => receipt }),
    spans: t.field({ type: [SpanRef], resolve: ({ receipt }, _args, { loaders }) => loaders.spansOfReceipt.load([receipt.sessionId, receipt.index]) }),
    owners: t.field({ type: [ReceiptOwnerRef], resolve: ({ receipt }, _args, { loaders }) => loaders.ownersOfReceipt.load([receipt.sessionId, receipt.index]) }),
    contributions: t.field({ type: [CitedContribution], resolve: ({ receipt }, _args, context) => citedBy(receipt, context) }),
    responsible: t.field({ type: ResponsibleRef, resolve: ({ receipt }, _args, context) => responsibleFor(receipt, context) }),
    datanetVersions: t.field({
      type: [DatanetVersionRef],
      description: "Frozen versions that the model was made from, of the datanets that the answer cites.",
      resolve: ({ receipt }, _args, context) => citedVersions(receipt, context),
    }),
    modelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      description: "What answered; its `ancestors` share the model's part.",
      resolve: ({ receipt }, _args, { loaders }) => loaders.modelVersion.load([receipt.modelId, receipt.modelVersion]),
    }),
    offer: t.field({
      type: OfferRef,
      nullable: true,
      description: "Under which the host served it.",
      async resolve({ receipt }, _args, { loaders }) {
        const session = await loaders.session.load([receipt.sessionId]);
        return session && loaders.offer.load([session.offerId]);
      },
    }),
    settlement: t.field({ type: SettlementRef, nullable: true, resolve: ({ receipt }, _args, { loaders }) => loaders.settlement.load([receipt.settlementId]) }),
    split: t.field({
      type: SettlementSplitRef,
      nullable: true,
      description: "How the whole settlement was divided; null while it is pending.",
      resolve: ({ receipt }, _args, { loaders }) => loaders.split.load([receipt.settlementId]),
    }),
    txs: t.field({ type: [ProvenanceTx], resolve: ({ receipt }, _args, context) => txsBehind(receipt, context) }),
  }),
});

async function citedBy(receipt: ReceiptRow, { loaders }: GraphqlContext) {
  const cited = new Map<string, { datanetId: bigint; seq: bigint; owned: boolean; weight: bigint; spanCount: number }>();
  for (const span of await loaders.spansOfReceipt.load([receipt.sessionId, receipt.index])) {
    const { matchDatanetId: datanetId, matchSeq: seq } = span;
    if (datanetId === null || seq === null) continue;
    const owned = span.status === "OWNED";
    const key = `${datanetId}/${seq}/${owned}`;
    const before = cited.get(key);
    cited.set(key, { datanetId, seq, owned, weight: (before?.weight ?? 0n) + span.weight, spanCount: (before?.spanCount ?? 0) + 1 });
  }
  return [...cited.values()].sort((a, b) => (a.weight < b.weight ? 1 : a.weight > b.weight ? -1 : 0));
}

async function responsibleFor(receipt: ReceiptRow, { loaders }: GraphqlContext): Promise<Responsible> {
  const [session, version] = await Promise.all([
    loaders.session.load([receipt.sessionId]),
    loaders.modelVersion.load([receipt.modelId, receipt.modelVersion]),
  ]);
  return {
    host: session?.host ?? null,
    publisher: version?.publisher ?? null,
    steward: version?.steward ?? null,
    approver: version?.approver ?? null,
  };
}

async function citedVersions(receipt: ReceiptRow, context: GraphqlContext) {
  const { loaders } = context;
  const [cited, manifest] = await Promise.all([citedBy(receipt, context), loaders.manifestOf.load([receipt.modelId, receipt.modelVersion])]);
  const datanets = new Set(cited.map(({ datanetId }) => datanetId));
  const entries = manifest.filter(({ datanetId }) => datanets.has(datanetId));
  const rows = await Promise.all(entries.map(({ datanetId, datanetVersion }) => loaders.datanetVersion.load([datanetId, datanetVersion])));
  return rows.flatMap((row) => row ?? []);
}

/** The transactions in the order of the life of an answer; a contribution's is named once. */
async function txsBehind(receipt: ReceiptRow, context: GraphqlContext) {
  const { loaders } = context;
  const [cited, version, session] = await Promise.all([
    citedBy(receipt, context),
    loaders.modelVersion.load([receipt.modelId, receipt.modelVersion]),
    loaders.session.load([receipt.sessionId]),
  ]);
  const contributions = await Promise.all(cited.map(({ datanetId, seq }) => loaders.contribution.load([datanetId, seq])));
  const reviews = (await Promise.all(cited.map(({ datanetId, seq }) => loaders.reviewsOf.load([datanetId, seq])))).flat();
  const versions = await citedVersions(receipt, context);
  const owed = await loaders.ancestorsOf.load([receipt.modelId, receipt.modelVersion]);
  const ancestors = await Promise.all(owed.map(({ ancestorModelId, ancestorVersion }) => loaders.modelVersion.load([ancestorModelId, ancestorVersion])));
  const [offer, settlement] = await Promise.all([session && loaders.offer.load([session.offerId]), loaders.settlement.load([receipt.settlementId])]);
  const steps = [
    ...contributions.map((row) => ({ step: "contribute", row })),
    ...reviews.filter(({ verdict }) => verdict === "ACCEPT").map((row) => ({ step: "review", row })),
    ...versions.map((row) => ({ step: "freeze", row })),
    ...ancestors.map((row) => ({ step: "ancestor", row })),
    { step: "publish", row: version },
    { step: "offer", row: offer },
    { step: "open", row: session },
    { step: "settle", row: settlement },
    { step: "answer", row: receipt.source === "SETTLEMENT" ? null : receipt },
  ];
  const found = await Promise.all(steps.map(async ({ step, row }) => ({ step, tx: row === null || row.txIndex === null ? null : await loaders.tx.load([row.height, row.txIndex]) })));
  const seen = new Set<string>();
  return found.flatMap(({ step, tx }) => {
    const key = `${step}/${tx?.height}/${tx?.index}`;
    if (tx === null || seen.has(key)) return [];
    seen.add(key);
    return [{ step, tx }];
  });
}

const ReceiptFile = builder.objectRef<{ readonly receipt: ReceiptRow }>("ReceiptFile").implement({
  description: "What a stranger needs to check one receipt without trusting this server.",
  fields: (t) => ({
    chainId: t.string({ resolve: (_file, _args, { checkpoint }) => checkpoint()?.chainId ?? "" }),
    receipt: t.field({ type: ReceiptRef, resolve: ({ receipt }) => receipt }),
    openingBytes: t.string({
      description: "protobuf of openledger.attribution.v1.ReceiptOpening, base64; null when only the claim is known.",
      nullable: true,
      resolve: async ({ receipt }, _args, { db }) => {
        const key = and(eq(receipts.sessionId, receipt.sessionId), eq(receipts.index, receipt.index));
        const row = (await db.select({ opening: receipts.opening }).from(receipts).where(key))[0];
        return row?.opening ? toBase64(row.opening) : null;
      },
    }),
    headBytes: t.string({
      description: "protobuf of openledger.attribution.v1.SignedTreeHead of the settlement, base64.",
      resolve: async ({ receipt }, _args, { loaders }) => toBase64((await loaders.settlement.load([receipt.settlementId]))?.head ?? new Uint8Array()),
    }),
    inclusionPath: t.stringList({
      description: "Sibling hashes from the receipt's leaf up to the head's root, lower-case hex.",
      resolve: ({ receipt }, _args, context) => inclusionPath(receipt, context),
    }),
    settlement: t.field({ type: SettlementRef, nullable: true, resolve: ({ receipt }, _args, { loaders }) => loaders.settlement.load([receipt.settlementId]) }),
  }),
});

async function inclusionPath(receipt: ReceiptRow, { db, loaders }: GraphqlContext): Promise<string[]> {
  const settlement = await loaders.settlement.load([receipt.settlementId]);
  if (settlement === null) return [];
  const { size } = treeHeadOf(settlement.head);
  const leaves = await db
    .select({ leaf: sessionLeaves.hash })
    .from(sessionLeaves)
    .where(and(eq(sessionLeaves.sessionId, receipt.sessionId), gte(sessionLeaves.index, 0n), lt(sessionLeaves.index, size)))
    .orderBy(asc(sessionLeaves.index));
  if (BigInt(leaves.length) !== size) {
    throw clientError("NOT_FOUND", `only ${leaves.length} of the ${size} receipts under the head are indexed, so there is no path to it`);
  }
  return merkleProofOfHashes(sha256, leaves.map(({ leaf }) => leaf), Number(receipt.index)).aunts.map(toHex);
}

const sha256: Sha256 = (bytes) => Uint8Array.from(createHash("sha256").update(bytes).digest());

builder.queryFields((t) => {
  const args = { sessionId: t.arg({ type: "BigInt", required: true }), index: t.arg({ type: "BigInt", required: true }) };
  const load = async ({ sessionId, index }: { sessionId: bigint; index: bigint }, { loaders }: GraphqlContext) => {
    const receipt = await loaders.receipt.load([sessionId, index]);
    return receipt === null ? null : { receipt };
  };
  return {
    provenance: t.field({ type: Provenance, nullable: true, args, resolve: (_root, key, context) => load(key, context) }),
    receiptFile: t.field({ type: ReceiptFile, nullable: true, args, resolve: (_root, key, context) => load(key, context) }),
  };
});
