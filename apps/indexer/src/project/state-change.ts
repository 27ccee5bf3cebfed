import type { incidents } from "../schema/accountability.ts";
import type { DisputeState } from "../schema/datanet.ts";

export interface IncidentChange {
  readonly kind: "incident-changed";
  readonly incidentId: bigint;
  readonly set: Partial<Omit<typeof incidents.$inferInsert, "id">>;
}

/** A change of a row that an earlier event created. Each must meet exactly one row. */
export type StateChange =
  | {
      readonly kind: "contribution-accepted";
      readonly datanetId: bigint;
      readonly seq: bigint;
      readonly grade: number;
      readonly logIndex: bigint;
      readonly acceptedSequence: bigint;
      readonly height: bigint;
    }
  | {
      readonly kind: "contribution-refused";
      readonly state: "REJECTED" | "LAPSED";
      readonly datanetId: bigint;
      readonly seq: bigint;
      readonly height: bigint;
    }
  | { readonly kind: "dispute-turned"; readonly disputeId: bigint; readonly state: DisputeState; readonly untilNs: bigint }
  | { readonly kind: "dispute-closed"; readonly disputeId: bigint; readonly state: DisputeState; readonly height: bigint }
  | IncidentChange
  | {
      readonly kind: "version-freeze";
      readonly modelId: bigint;
      readonly version: bigint;
      readonly frozenByIncident: bigint | null;
      readonly frozenHeight: bigint | null;
    }
  | { readonly kind: "host-rated"; readonly host: string; readonly rating: number }
  | { readonly kind: "offer-closed"; readonly offerId: bigint }
  | { readonly kind: "latency-told"; readonly sessionId: bigint; readonly latenciesMs: readonly bigint[] }
  | {
      readonly kind: "session-settled";
      readonly sessionId: bigint;
      readonly receiptCount: bigint;
      readonly amount: bigint;
    }
  | {
      readonly kind: "session-closing";
      readonly sessionId: bigint;
      readonly reason: string;
      readonly settleUntilNs: bigint;
    }
  | { readonly kind: "session-ended"; readonly sessionId: bigint; readonly returned: bigint; readonly height: bigint }
  | { readonly kind: "owner-corrected"; readonly settlementId: bigint; readonly owner: string; readonly removed: bigint }
  | { readonly kind: "settlement-final"; readonly settlementId: bigint; readonly height: bigint }
  | { readonly kind: "settlement-void"; readonly settlementId: bigint; readonly height: bigint }
  | {
      readonly kind: "settlement-postponed";
      readonly settlementId: bigint;
      readonly finalTimeNs: bigint;
      readonly finalHeight: bigint;
    }
  | {
      readonly kind: "demand-decided";
      readonly demandId: bigint;
      readonly state: "ANSWERED" | "RETURNED";
      readonly height: bigint;
    };
