import { z } from "zod/mini";
import type { Operation } from "./graphql.ts";
import { bigNumber } from "./operations.ts";

const text = z.string();

type Data<Schema> = Schema extends z.ZodMiniType<infer Output> ? Output : never;

const clockData = z.object({
  _meta: z.object({ height: bigNumber }),
  clock: z.array(
    z.object({
      kind: z.enum(["INCIDENT", "DISPUTE", "DEMAND", "SETTLEMENT", "REVIEW"]),
      openId: text,
      subject: text,
      turn: text,
      who: z.nullable(text),
      next: text,
      untilTime: z.nullable(text),
      untilHeight: z.nullable(bigNumber),
    }),
  ),
  incidents: z.object({
    totalCount: z.int(),
    edges: z.array(
      z.object({
        node: z.object({
          incidentId: text,
          subject: text,
          role: text,
          respondent: z.nullable(text),
          reporter: text,
          reason: text,
          statement: text,
          response: z.nullable(text),
          state: text,
          outcome: z.nullable(text),
          compensation: z.nullable(text),
          froze: z.boolean(),
          struck: z.boolean(),
          reportedHeight: bigNumber,
          closedHeight: z.nullable(bigNumber),
        }),
      }),
    ),
  }),
});

/** All that is open, and the newest incidents with how they ended. */
export const clockOperation: Operation<ClockData, Readonly<Record<string, never>>> = {
  name: "Clock",
  document: `query Clock {
    _meta { height }
    clock(first: 50) { kind openId subject turn who next untilTime untilHeight }
    incidents(first: 20) {
      totalCount
      edges { node {
        incidentId subject role respondent reporter reason statement response state outcome compensation froze struck reportedHeight closedHeight
      } }
    }
  }`,
  data: clockData,
};
export type ClockData = Data<typeof clockData>;
export type OpenItem = ClockData["clock"][number];
export type IncidentData = ClockData["incidents"]["edges"][number]["node"];
