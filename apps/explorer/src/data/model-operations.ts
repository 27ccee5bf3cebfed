import { z } from "zod/mini";
import type { Operation } from "./graphql.ts";
import { bigNumber } from "./operations.ts";

const text = z.string();
const tx = z.nullable(z.object({ hash: text }));

type Data<Schema> = Schema extends z.ZodMiniType<infer Output> ? Output : never;

const relative = z.object({
  modelId: text,
  version: text,
  bps: z.int(),
  generation: z.int(),
  modelVersion: z.nullable(z.object({ publisher: text, model: z.nullable(z.object({ name: text })) })),
});
export type Relative = Data<typeof relative>;

const modelVersionData = z.object({
  _meta: z.object({ height: bigNumber }),
  modelVersion: z.nullable(
    z.object({
      kind: text,
      ruleVersion: z.int(),
      artifactRoot: text,
      publisher: text,
      steward: z.nullable(text),
      approver: z.nullable(text),
      publishedHeight: bigNumber,
      publishedTx: tx,
      floorPrice: z.nullable(bigNumber),
      floorDenom: z.nullable(text),
      derivable: z.boolean(),
      deriveBps: z.int(),
      sameArtifactAs: z.nullable(text),
      frozenByIncident: z.nullable(text),
      model: z.nullable(z.object({ name: text, owner: text })),
      manifest: z.array(
        z.object({
          datanetId: text,
          datanetVersion: text,
          priorBps: z.int(),
          frozen: z.nullable(z.object({ tokens: bigNumber, datanet: z.nullable(z.object({ name: text, licence: text })) })),
        }),
      ),
      royalties: z.array(z.object({ receiver: text, bps: z.int() })),
      ancestors: z.array(relative),
      descendants: z.array(relative),
      offers: z.array(z.object({ offerId: text, host: text, operator: text })),
    }),
  ),
});

const RELATIVE = "{ modelId version bps generation modelVersion { publisher model { name } } }";

/** A model version with what it was made from, what it descends from, and what descends from it. */
export const modelVersionOperation: Operation<ModelVersionData, { modelId: string; version: string }> = {
  name: "ModelVersion",
  document: `query ModelVersion($modelId: BigInt!, $version: BigInt!) {
    _meta { height }
    modelVersion(modelId: $modelId, version: $version) {
      kind ruleVersion artifactRoot publisher steward approver publishedHeight publishedTx { hash } floorPrice floorDenom
      derivable deriveBps sameArtifactAs frozenByIncident model { name owner }
      manifest { datanetId datanetVersion priorBps frozen { tokens datanet { name licence } } }
      royalties { receiver bps }
      ancestors ${RELATIVE} descendants ${RELATIVE}
      offers { offerId host operator }
    }
  }`,
  data: modelVersionData,
};
export type ModelVersionData = Data<typeof modelVersionData>;
export type FullModelVersion = NonNullable<ModelVersionData["modelVersion"]>;
