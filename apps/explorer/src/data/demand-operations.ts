import { z } from "zod/mini";
import type { Operation } from "./graphql.ts";
import { bigNumber } from "./operations.ts";

const text = z.string();
const flows = z.object({ entered: bigNumber, left: bigNumber, leftExternal: bigNumber, external: bigNumber, internal: bigNumber, toProtocol: bigNumber });

type Data<Schema> = Schema extends z.ZodMiniType<infer Output> ? Output : never;
export type DemandFlows = Data<typeof flows>;

const linesData = z.object({
  _meta: z.object({ height: bigNumber }),
  demandLines: z.array(z.object({ denom: text, since: z.nullable(text), until: z.nullable(text), total: flows, points: z.array(z.object({ from: text, flows })) })),
});

/** What entered, left and was spent of each denom, in periods of some seconds. */
export const demandLinesOperation: Operation<DemandLinesData, { periodSeconds: number }> = {
  name: "DemandLines",
  document: `query DemandLines($periodSeconds: Int!) {
    _meta { height }
    demandLines {
      denom since until total { ...Flows }
      points(periodSeconds: $periodSeconds) { from flows { ...Flows } }
    }
  }
  fragment Flows on DemandFlows { entered left leftExternal external internal toProtocol }`,
  data: linesData,
};
export type DemandLinesData = Data<typeof linesData>;
export type DemandLine = DemandLinesData["demandLines"][number];
