import { Equivocation } from "@openledger/messages/cosmos/evidence/v1beta1";
import { genesisError, jsonArray, jsonObject, TxError, type Context, type Json, type QueryContext } from "@openledger/state-machine";
import { anyFromJson, anyToJson } from "../support/proto-json.ts";
import { hashOf } from "./equivocation.ts";
import { checkEquivocation } from "./handlers/submit-evidence.ts";
import { evidences, EVIDENCE_STORE, genesisMark } from "./state.ts";

const WHERE = "app_state.evidence";

/** Reads x/evidence's GenesisState. */
export function initEvidenceGenesis(ctx: Context, json: Json | undefined): void {
  const store = ctx.store.store(EVIDENCE_STORE);
  genesisMark.set(store, true);
  for (const [i, item] of jsonArray(jsonObject(json, WHERE)["evidence"], `${WHERE}.evidence`).entries()) {
    const where = `${WHERE}.evidence[${i}]`;
    const any = anyFromJson(item, where, [Equivocation]);
    const equivocation = Equivocation.fromBytes(any.value);
    try {
      checkEquivocation(equivocation);
    } catch (error) {
      if (error instanceof TxError) throw genesisError(where, error.message);
      throw error;
    }
    evidences.set(store, hashOf(ctx.crypto.sha256, equivocation), any);
  }
}

/** The state as {@link initEvidenceGenesis} reads it. */
export function exportEvidenceGenesis(ctx: QueryContext): Json {
  const stored = [...evidences.iterate(ctx.store.store(EVIDENCE_STORE))];
  return { evidence: stored.map(([, any]) => anyToJson(any, [Equivocation])) };
}
