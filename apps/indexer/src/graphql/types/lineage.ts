import { and, asc, eq } from "drizzle-orm";
import { ancestors } from "../../schema/model.ts";
import { offers } from "../../schema/market.ts";
import { builder } from "../builder.ts";
import { AncestorRef, DescendantRef, ModelVersionRef, OfferRef } from "../refs.ts";

/** Descendants and offers of one version that are listed; a list that is cut says so by its length. */
const LIST_MAX = 100;

AncestorRef.implement({
  description: "A version that another one descends from, and what that one owes it.",
  fields: (t) => ({
    generation: t.exposeInt("generation", { description: "1 for a base that the publisher named, 2 for a base of a base." }),
    bps: t.exposeInt("bps", { description: "Of the descendant's model share, in basis points." }),
    receiver: t.expose("receiver", { type: "Address" }),
    modelId: t.expose("ancestorModelId", { type: "BigInt" }),
    version: t.expose("ancestorVersion", { type: "BigInt" }),
    modelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      resolve: ({ ancestorModelId, ancestorVersion }, _args, { loaders }) => loaders.modelVersion.load([ancestorModelId, ancestorVersion]),
    }),
  }),
});

DescendantRef.implement({
  description: "A version that descends from another one, and what it owes that one.",
  fields: (t) => ({
    generation: t.exposeInt("generation"),
    bps: t.exposeInt("bps", { description: "Of its own model share, in basis points." }),
    modelId: t.expose("modelId", { type: "BigInt" }),
    version: t.expose("modelVersion", { type: "BigInt" }),
    modelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      resolve: ({ modelId, modelVersion }, _args, { loaders }) => loaders.modelVersion.load([modelId, modelVersion]),
    }),
  }),
});

builder.objectFields(ModelVersionRef, (t) => ({
  derivable: t.exposeBoolean("derivable", { description: "Others may name this version as a base; its publisher always may." }),
  deriveBps: t.exposeInt("deriveBps", { description: "What each descendant owes this version, in basis points of the descendant's model share." }),
  sameArtifactAs: t.exposeString("sameArtifactAs", {
    nullable: true,
    description: "An earlier version of another publisher, such as 3@1, that has the same artifact and is not named as a base.",
  }),
  ancestors: t.field({
    type: [AncestorRef],
    description: "All that it descends from, as its publisher declared and the chain flattened, by model and version; at most 16.",
    resolve: ({ modelId, version }, _args, { loaders }) => loaders.ancestorsOf.load([modelId, version]),
  }),
  descendants: t.field({
    type: [DescendantRef],
    description: `Versions that descend from this one, by model and version; the first ${LIST_MAX}.`,
    resolve: ({ modelId, version }, _args, { db }) =>
      db
        .select()
        .from(ancestors)
        .where(and(eq(ancestors.ancestorModelId, modelId), eq(ancestors.ancestorVersion, version)))
        .orderBy(asc(ancestors.modelId), asc(ancestors.modelVersion))
        .limit(LIST_MAX),
  }),
  offers: t.field({
    type: [OfferRef],
    description: `Offers that take sessions for this version, oldest first; the first ${LIST_MAX}.`,
    resolve: ({ modelId, version }, _args, { db }) =>
      db
        .select()
        .from(offers)
        .where(and(eq(offers.modelId, modelId), eq(offers.modelVersion, version), eq(offers.closed, false)))
        .orderBy(asc(offers.id))
        .limit(LIST_MAX),
  }),
}));
