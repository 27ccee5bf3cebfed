import { touchesRevoked, type AttributionSource } from "@openledger/attribution";
import type { LeftOut } from "@openledger/retrieval";
import type { Revocations } from "./revocations.ts";
import type { ServedModel } from "./served-model.ts";

/** What answers of one session are made from and whose words they are: fixed by the block in which it opened. */
export interface SessionView {
  readonly source: AttributionSource;
  readonly isLeftOut: LeftOut;
}

export function sessionView(served: ServedModel, revocations: Revocations, openedHeight: bigint): SessionView {
  const { source } = served;
  const isStruck = revocations.struckAt(openedHeight);
  return {
    source: {
      ...source,
      standing(ref) {
        const standing = source.standing(ref);
        return standing === "manifest" && revocations.revocationOf(ref, openedHeight).whole ? "revoked" : standing;
      },
      ...(isStruck === undefined ? {} : { isStruck }),
      ownerOf: (ref) => revocations.rulingOf(ref, openedHeight).owner,
      revokedRows: (ref) => revocations.revocationOf(ref, openedHeight).rows,
    },
    isLeftOut({ contribution, document, start, end }) {
      const ref = served.refOf(contribution);
      if (ref === undefined) return true;
      const { whole, rows } = revocations.revocationOf(ref, openedHeight);
      return whole || touchesRevoked(rows, document, start, end);
    },
  };
}
