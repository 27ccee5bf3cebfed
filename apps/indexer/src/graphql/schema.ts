import type { GraphQLSchema } from "graphql";
import { builder } from "./builder.ts";
import "./scalars.ts";
import "./types/attribution.ts";
import "./types/chain.ts";
import "./types/challenges.ts";
import "./types/datanet.ts";
import "./types/clock.ts";
import "./types/demand.ts";
import "./types/disputes.ts";
import "./types/hosts.ts";
import "./types/incidents.ts";
import "./types/income.ts";
import "./types/lineage.ts";
import "./types/market.ts";
import "./types/meta.ts";
import "./types/model.ts";
import "./types/provenance.ts";
import "./types/rewards.ts";
import "./types/statement.ts";
import "./types/subscriptions.ts";
import "./types/totals.ts";
import "./types/unearned.ts";

/** The whole API; its SDL is kept in `schema.graphql`. */
export const schema: GraphQLSchema = builder.toSchema();
