import { Claim, SpanStatus } from "@openledger/messages/openledger/attribution/v1";
import { assertDefined, toHex, type Crypto } from "@openledger/primitives";
import { otherWork } from "../chain/other-work.ts";
import { randomAnswer } from "./random-answer.ts";
import { scanSlowly } from "./slow-scanner.ts";
import { slowTokens } from "./slow-tokens.ts";

const PAIRS_PER_TURN = 20;
const NAMES = Object.fromEntries(
  Object.entries(SpanStatus).map(([name, status]) => [status, name.replace("SPAN_STATUS_", "").toLowerCase().replace("_", "-")]),
);

/** A pair on which the production code and the scanner differ. */
export interface ClaimDifference {
  /** Name of the pair, from which it can be made again. */
  readonly pair: string;
  readonly what: string;
}

export interface ClaimComparison {
  readonly pairs: number;
  readonly tokens: number;
  readonly spans: number;
  /** Spans by status: what the pairs exercised. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly differences: readonly ClaimDifference[];
}

/** Lets hosts' code and the slow scanner make claims of the same random pairs. */
export async function compareClaims(
  crypto: Crypto,
  { seed, pairs, onPair = () => undefined }: { readonly seed: string; readonly pairs: number; onPair?(done: number): void },
): Promise<ClaimComparison> {
  const statuses: Record<string, number> = {};
  const differences: ClaimDifference[] = [];
  let tokens = 0;
  let spans = 0;
  for (let i = 0; i < pairs; i++) {
    const pair = `${seed}/pair ${i}`;
    const { scanned, opening } = randomAnswer(crypto, pair);
    const claim = assertDefined(opening.claim, "a built opening has a claim");
    const expected = scanSlowly(scanned);
    const stated = Claim.create({ ...claim, passages: [], sources: [] });
    if (toHex(Claim.toBytes(stated)) !== toHex(Claim.toBytes(expected))) differences.push({ pair, what: firstDifference(stated, expected) });
    const count = slowTokens(scanned.output).length;
    if (BigInt(count) !== opening.receipt?.outputTokens) differences.push({ pair, what: `${count} tokens, not ${opening.receipt?.outputTokens}` });
    for (const { status } of claim.spans) {
      const name = NAMES[status] ?? String(status);
      statuses[name] = (statuses[name] ?? 0) + 1;
    }
    tokens += count;
    spans += claim.spans.length;
    onPair(i + 1);
    if (i % PAIRS_PER_TURN === 0) await otherWork();
  }
  return { pairs, tokens, spans, statuses, differences };
}

function firstDifference(stated: Claim, expected: Claim): string {
  const text = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? one.toString() : one)) ?? "nothing";
  const at = expected.spans.findIndex((span, i) => text(span) !== text(stated.spans[i]));
  if (at >= 0) return `span ${at} is ${text(stated.spans[at])}, the scanner says ${text(expected.spans[at])}`;
  return `owners are ${text(stated.owners)}, the scanner says ${text(expected.owners)}`;
}
