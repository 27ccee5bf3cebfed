import { ClientError, openContent, outgoing } from "@openledger/client";
import { ContributionState, MsgReview, RejectReason, Verdict, type Contribution } from "@openledger/messages/openledger/datanet/v1";
import { fromUtf8 } from "@openledger/primitives";
import { demoError } from "../home/demo-home.ts";
import { inParallel, type World } from "./world.ts";

const REVIEWS_PER_TX = 50;
const GAS_PER_TX = 100_000n;
const GAS_PER_REVIEW = 150_000n;

/** The curator fetches each pending contribution, checks that its content gives its root, and decides. */
export async function reviewContributions(
  world: World,
  contributions: readonly Contribution[],
  onReviewed: (done: number, of: number) => void,
): Promise<void> {
  const pending = contributions.filter(({ state }) => state === ContributionState.CONTRIBUTION_STATE_PENDING);
  let done = 0;
  const reviews = await inParallel(pending, 8, async (contribution) => {
    const review = await reviewOf(world, contribution);
    done += 1;
    onReviewed(done, pending.length);
    return review;
  });
  const curator = world.sender(world.keys.roles.curator);
  const hashes: string[] = [];
  for (let at = 0; at < reviews.length; at += REVIEWS_PER_TX) {
    const part = reviews.slice(at, at + REVIEWS_PER_TX).map((review) => outgoing(MsgReview, review));
    hashes.push(await curator.submit(part, { gasLimit: GAS_PER_TX + GAS_PER_REVIEW * BigInt(part.length) }));
  }
  for (const hash of hashes) {
    const { code, log } = await world.client.waitForTx(hash);
    if (code !== 0) throw demoError("CHECK", `a review was refused in its block (transaction ${hash}): ${log}`);
  }
}

async function reviewOf(world: World, contribution: Contribution): Promise<Partial<MsgReview>> {
  const { datanetId, seq } = contribution;
  const review = { curator: world.keys.roles.curator.address, datanetId, seq };
  const blob = await world.blobs.get(contribution.blob);
  if (blob === undefined) return { ...review, verdict: Verdict.VERDICT_REJECT, reasonCode: RejectReason.REJECT_REASON_UNAVAILABLE };
  try {
    const { documents, rows } = openContent(world.crypto.sha256, blob, contribution);
    const grade = gradeOf(documents.map(({ bytes }) => fromUtf8(bytes)));
    return { ...review, verdict: Verdict.VERDICT_ACCEPT, grade, rowsRoot: rows.root };
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== "content") throw error;
    return { ...review, verdict: Verdict.VERDICT_REJECT, reasonCode: RejectReason.REJECT_REASON_ROOT_MISMATCH };
  }
}

/**
 * The demo curator's opinion, by a rule that can be looked up: 40, and up to 60 more for sections (3 each, 10 at most)
 * and code examples (5 each, 6 at most), which make a text answer questions.
 */
export function gradeOf(documents: readonly string[]): number {
  const count = (pattern: RegExp): number => documents.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
  const sections = Math.min(count(/^#{1,6} /gm), 10);
  const examples = Math.min(Math.floor(count(/^ {0,3}```/gm) / 2), 6);
  return 40 + sections * 3 + examples * 5;
}
