import { modelVersions } from "../../schema/model.ts";
import { builder } from "../builder.ts";
import { Order, pageOf } from "../connection.ts";
import { where } from "../filters.ts";
import { idOf, loadByNumbers } from "../global-id.ts";
import { keysets } from "../keysets.ts";
import { DatanetVersionRef, ManifestEntryRef, ModelRef, ModelVersionRef, RoyaltyRef, TxRef } from "../refs.ts";

builder.node(ModelRef, {
  description: "A model under one owner; what is served are its versions.",
  id: { resolve: ({ id }) => idOf(id) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 1, (key) => loaders.model.load(key)),
  fields: (t) => ({
    modelId: t.expose("id", { type: "BigInt" }),
    owner: t.expose("owner", { type: "Address" }),
    name: t.exposeString("name"),
    createdHeight: t.expose("height", { type: "Height" }),
    versions: t.field({ type: [ModelVersionRef], resolve: ({ id }, _args, { loaders }) => loaders.versionsOfModel.load([id]) }),
  }),
});

builder.node(ModelVersionRef, {
  description: "An immutable version of a model: artifact, training manifest, responsible parties.",
  id: { resolve: ({ modelId, version }) => idOf(modelId, version) },
  loadMany: (ids, { loaders }) => loadByNumbers(ids, 2, (key) => loaders.modelVersion.load(key)),
  fields: (t) => ({
    modelId: t.expose("modelId", { type: "BigInt" }),
    version: t.expose("version", { type: "BigInt" }),
    kind: t.exposeString("kind"),
    ruleVersion: t.exposeInt("ruleVersion"),
    artifactRoot: t.expose("artifactRoot", { type: "Bytes" }),
    recipeHash: t.expose("recipeHash", { type: "Bytes" }),
    seed: t.expose("seed", { type: "BigInt" }),
    floorPrice: t.expose("floorPrice", { type: "BigInt", nullable: true }),
    floorDenom: t.exposeString("floorDenom", { nullable: true }),
    publisher: t.expose("publisher", { type: "Address" }),
    steward: t.expose("steward", { type: "Address", nullable: true, description: "Null means nobody." }),
    approver: t.expose("approver", { type: "Address", nullable: true, description: "Null means nobody." }),
    publishedHeight: t.expose("height", { type: "Height" }),
    publishedTx: t.field({ type: TxRef, nullable: true, resolve: ({ height, txIndex }, _args, { loaders }) => loaders.tx.load([height, txIndex]) }),
    model: t.field({ type: ModelRef, nullable: true, resolve: ({ modelId }, _args, { loaders }) => loaders.model.load([modelId]) }),
    manifest: t.field({ type: [ManifestEntryRef], resolve: ({ modelId, version }, _args, { loaders }) => loaders.manifestOf.load([modelId, version]) }),
    royalties: t.field({ type: [RoyaltyRef], resolve: ({ modelId, version }, _args, { loaders }) => loaders.royaltiesOf.load([modelId, version]) }),
  }),
});

ManifestEntryRef.implement({
  description: "A datanet version that the model was made from.",
  fields: (t) => ({
    datanetId: t.expose("datanetId", { type: "BigInt" }),
    datanetVersion: t.expose("datanetVersion", { type: "BigInt" }),
    priorBps: t.exposeInt("priorBps", { description: "Fixed share of the unowned data part, in basis points." }),
    frozen: t.field({
      type: DatanetVersionRef,
      nullable: true,
      resolve: ({ datanetId, datanetVersion }, _args, { loaders }) => loaders.datanetVersion.load([datanetId, datanetVersion]),
    }),
  }),
});

RoyaltyRef.implement({
  description: "A part of the model share that goes to somebody else.",
  fields: (t) => ({ receiver: t.expose("receiver", { type: "Address" }), bps: t.exposeInt("bps") }),
});

builder.queryFields((t) => ({
  model: t.field({
    type: ModelRef,
    nullable: true,
    args: { id: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { id }, { loaders }) => loaders.model.load([id]),
  }),
  models: t.connection({
    type: ModelRef,
    args: { order: t.arg({ type: Order }) },
    resolve: (_root, args, { db }) => pageOf(db, keysets.models, args),
  }),
  modelVersion: t.field({
    type: ModelVersionRef,
    nullable: true,
    args: { modelId: t.arg({ type: "BigInt", required: true }), version: t.arg({ type: "BigInt", required: true }) },
    resolve: (_root, { modelId, version }, { loaders }) => loaders.modelVersion.load([modelId, version]),
  }),
  modelVersions: t.connection({
    type: ModelVersionRef,
    args: { order: t.arg({ type: Order }), modelId: t.arg({ type: "BigInt" }), publisher: t.arg({ type: "Address" }) },
    resolve: (_root, args, { db }) =>
      pageOf(db, keysets.modelVersions, args, where([modelVersions.modelId, args.modelId], [modelVersions.publisher, args.publisher])),
  }),
}));
