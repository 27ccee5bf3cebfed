import { MsgReview, RejectReason, Verdict } from "@openledger/messages/openledger/datanet/v1";
import { assertDefined, fromHex } from "@openledger/primitives";
import type { BookContribution } from "../market-book.ts";
import { TERMS, type MarketWorld } from "../market-world.ts";
import type { Name } from "../people.ts";
import { pad } from "./contributors.ts";

const HONEST_GRADE = 80;
const FRIENDS_GRADE = 100;
const OTHERS_GRADE = 1;
/** No review falls between the freeze of datanets and the publish that follows. */
const REVIEW_UNTIL = 26;

/** Curators of each datanet, and how many must accept. */
export const CURATION: Readonly<Record<string, { readonly curators: readonly Name[]; readonly threshold: number }>> = {
  "1": { curators: ["curator0", "curator1", "curator2"], threshold: 2 },
  "2": { curators: ["curator1"], threshold: 1 },
  "3": { curators: ["curator0"], threshold: 1 },
};

/** Reviews what waits; a malicious curator also registers padding of its own. */
export function actAsCurator(world: MarketWorld, name: Name): void {
  const at = world.block % TERMS.blocksPerEpoch;
  if (world.isMalicious(name) && at === 5) {
    for (const datanetId of [1n, 2n]) pad(world, name, datanetId, Math.floor(world.block / TERMS.blocksPerEpoch));
  }
  if (at > REVIEW_UNTIL) return;
  for (const one of world.book.contributions) {
    const { curators } = assertDefined(CURATION[one.datanetId.toString()], "a founded datanet");
    if (one.reviewedBy.has(name) || !curators.includes(name)) continue;
    one.reviewedBy.add(name);
    review(world, name, one);
  }
}

function review(world: MarketWorld, name: Name, one: BookContribution): void {
  const { datanetId, seq, root } = one;
  const verdict = world.isMalicious(name) ? biased(world, one) : honest(world, one);
  const base = { curator: world.people[name].address, datanetId, seq };
  const message = verdict.grade > 0
    ? { ...base, verdict: Verdict.VERDICT_ACCEPT, grade: verdict.grade, rowsRoot: fromHex(root) }
    : { ...base, verdict: Verdict.VERDICT_REJECT, reasonCode: verdict.reason };
  world.send(name, MsgReview, message, `${verdict.grade > 0 ? "accept" : "reject"}${world.isMalicious(name) ? " with an interest" : ""}`);
}

interface Opinion {
  /** 0 rejects. */
  readonly grade: number;
  readonly reason: RejectReason;
}

/** Accepts what is new and says something; a curator cannot see who wrote it. */
function honest({ book, contents, texts }: MarketWorld, { root, datanetId, seq }: BookContribution): Opinion {
  if (book.firstOf.get(root) !== `${datanetId}/${seq}`) return { grade: 0, reason: RejectReason.REJECT_REASON_DUPLICATE };
  const isPadding = texts.get(contents.get(root)?.text ?? "")?.isPadding === true;
  return { grade: isPadding ? 0 : HONEST_GRADE, reason: RejectReason.REJECT_REASON_LOW_QUALITY };
}

/** All of friends and one's own at the best grade; of others half, at the worst. */
function biased(world: MarketWorld, { registrant, root }: BookContribution): Opinion {
  const reason = RejectReason.REJECT_REASON_LOW_QUALITY;
  if (world.isMalicious(registrant)) return { grade: FRIENDS_GRADE, reason };
  return { grade: world.fate(`interest in ${root}`).chance(50) ? OTHERS_GRADE : 0, reason };
}
