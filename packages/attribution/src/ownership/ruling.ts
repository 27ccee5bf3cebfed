import { MarkKind, type Mark } from "@openledger/messages/openledger/datanet/v1";

/** What disputes decided of a contribution. */
export type Ruling = {
  /** It is passed over: the next earliest contribution owns. */
  readonly struck: boolean;
  /** Whose it is instead of its contributor's. */
  readonly owner: string | undefined;
};

/** Nothing was decided: the contributor owns it. */
export const NO_RULING: Ruling = { struck: false, owner: undefined };

/** What a session sees that opened at block `openedHeight`: marks of earlier blocks (protocol.md section 2). */
export function rulingAt(marks: readonly Mark[], openedHeight: bigint): Ruling {
  return rulingBy(marks.filter((mark) => mark.height < openedHeight));
}

/** What all of these marks, by height, decide together: the last one who won a contribution owns it. */
export function rulingBy(marks: readonly Mark[]): Ruling {
  if (marks.length === 0) return NO_RULING;
  const owner = marks.findLast((mark) => mark.kind === MarkKind.MARK_KIND_REASSIGNED)?.owner;
  return { struck: marks.some((mark) => mark.kind === MarkKind.MARK_KIND_STRUCK), owner };
}
