import { QueryService } from "@openledger/messages/cosmos/evidence/v1beta1";
import { Any } from "@openledger/messages/google/protobuf";
import { EncodingError, fromHex } from "@openledger/primitives";
import { QueryError, queryHandler, queryInvalid, queryNotFound, type AnyQueryHandler } from "@openledger/state-machine";
import { paginate } from "../support/paginate.ts";
import { evidences, EVIDENCE_STORE } from "./state.ts";

/** All methods of cosmos.evidence.v1beta1.Query. */
export const evidenceQueries: readonly AnyQueryHandler[] = [
  queryHandler({
    ...QueryService.Evidence,
    handle(ctx, { hash }) {
      if (hash === "") throw queryInvalid("invalid request; hash is empty");
      const evidence = evidences.get(ctx.store.store(EVIDENCE_STORE), hexBytes(hash));
      if (evidence === undefined) throw queryNotFound(`evidence ${hash} not found`);
      return { evidence };
    },
  }),
  queryHandler({
    ...QueryService.AllEvidence,
    handle(ctx, { pagination }) {
      const page = paginate(ctx.store.store(EVIDENCE_STORE), Uint8Array.of(0x00), pagination, (value) => Any.fromBytes(value));
      return { evidence: page.items, pagination: page.pagination };
    },
  }),
];

function hexBytes(text: string): Uint8Array {
  try {
    return fromHex(text.toLowerCase());
  } catch (error) {
    if (error instanceof EncodingError) throw new QueryError("Unknown", `invalid evidence hash: ${error.message}`);
    throw error;
  }
}
