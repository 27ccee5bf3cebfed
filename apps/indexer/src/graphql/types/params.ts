import { eq, sql } from "drizzle-orm";
import { paramsChanges } from "../../schema/params.ts";
import { builder } from "../builder.ts";
import { heightOf } from "../at-height.ts";

const ParamsRef = builder.objectRef<typeof paramsChanges.$inferSelect>("Params").implement({
  description: "All parameters of a module.",
  fields: (t) => ({
    module: t.exposeString("module"),
    params: t.expose("params", { type: "JSON", description: "In the spelling of a genesis file; numbers are decimal text." }),
    changedHeight: t.expose("height", { type: "Height", description: "Block that wrote them; the chain's first one for those of genesis." }),
  }),
});

builder.queryField("params", (t) =>
  t.field({
    type: [ParamsRef],
    description: "Parameters by module, now or after the block of `asOf`.",
    args: { module: t.arg.string({ description: "One module alone, such as `gov`." }), asOf: t.arg({ type: "Height" }) },
    async resolve(_root, { module, asOf }, context) {
      const height = asOf == null ? (context.checkpoint()?.height ?? 0n) : heightOf(asOf, context);
      const { db } = context;
      return db
        .selectDistinctOn([paramsChanges.module])
        .from(paramsChanges)
        .where(sql`${paramsChanges.height} <= ${height} and ${module == null ? sql`true` : eq(paramsChanges.module, module)}`)
        .orderBy(paramsChanges.module, sql`${paramsChanges.height} desc`);
    },
  }),
);
