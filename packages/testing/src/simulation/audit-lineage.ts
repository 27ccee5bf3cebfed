import { MsgPublishModel } from "@openledger/messages/openledger/model/v1";
import { assertDefined } from "@openledger/primitives";
import type { ExecutedBlock } from "@openledger/state-machine";
import { eventsOf } from "./auditor.ts";
import type { Attempt } from "./sim-world.ts";

type Attributes = Readonly<Record<string, string>>;

/** What publishers said when they published, by `model@version`. */
export interface Pedigree {
  readonly publisher: string;
  readonly deriveBps: number;
  readonly royalties: readonly { readonly receiver: string; readonly bps: number }[];
  readonly bases: readonly string[];
}

/** Remembers what the messages of a block published. */
export function notePedigrees(pedigrees: Map<string, Pedigree>, attempts: readonly Attempt[], { response }: ExecutedBlock): void {
  attempts.forEach(({ message }, i) => {
    const result = assertDefined(response.txResults[i], "one result for each transaction");
    if (message.typeUrl !== MsgPublishModel.typeUrl || result.code !== 0) return;
    const { publisher, deriveBps, royalties, bases } = MsgPublishModel.decode(message.value);
    const published = assertDefined(eventsOf(result.events, "model_published")[0], "an event model_published");
    const named = bases.map(({ modelId, version }) => `${modelId}@${version}`);
    pedigrees.set(`${published["model_id"]}@${published["version"]}`, { publisher, deriveBps, royalties, bases: named });
  });
}

/** Model parts of a block that were not divided as the pedigrees say: who, how much, over how many generations. */
export function lineageDifferences(pedigrees: ReadonlyMap<string, Pedigree>, { response }: ExecutedBlock): readonly string[] {
  const lists = [...response.txResults.map(({ events }) => events), response.events];
  return lists.flatMap((events) => {
    const fees = new Map<string, Attributes[]>();
    for (const payout of eventsOf(events, "payout")) {
      if (payout["role"] !== "royalty" && payout["role"] !== "model") continue;
      const fee = `session ${payout["session_id"]}, settlement ${payout["settlement_id"]}`;
      fees.set(fee, [...(fees.get(fee) ?? []), payout]);
    }
    return [...fees].flatMap(([fee, payouts]) => differenceOf(pedigrees, fee, payouts));
  });
}

function differenceOf(pedigrees: ReadonlyMap<string, Pedigree>, fee: string, payouts: readonly Attributes[]): readonly string[] {
  const part = payouts.reduce((sum, { amount = "0" }) => sum + BigInt(amount), 0n);
  const [first] = payouts;
  const expected = linesOf(pedigrees, `${first?.["model_id"]}@${first?.["model_version"]}`, part).toSorted();
  const paid = payouts.map(lineOf).toSorted();
  if (expected.join() === paid.join()) return [];
  return [`${fee}: the model part was paid as ${paid.join("; ")}, the auditor says ${expected.join("; ")}`];
}

function lineOf({ receiver, amount, ancestor_model_id: ancestor, ancestor_version: version, generation }: Attributes): string {
  return `${receiver} ${amount}${ancestor === undefined ? "" : ` for ${ancestor}@${version} in generation ${generation}`}`;
}

/** Named receivers, then ancestors generation by generation, then what is left for the publisher; nothing for nobody. */
function linesOf(pedigrees: ReadonlyMap<string, Pedigree>, name: string, part: bigint): string[] {
  const { publisher, royalties, bases } = pedigreeOf(pedigrees, name);
  const owed = royalties.map(({ receiver, bps }) => ({ receiver, bps, why: "" }));
  const seen = new Set<string>();
  for (let layer = bases, generation = 1; layer.length > 0; generation++) {
    const fresh = [...new Set(layer)].filter((one) => !seen.has(one));
    for (const one of fresh) {
      seen.add(one);
      const { publisher: receiver, deriveBps } = pedigreeOf(pedigrees, one);
      owed.push({ receiver, bps: deriveBps, why: ` for ${one} in generation ${generation}` });
    }
    layer = fresh.flatMap((one) => pedigreeOf(pedigrees, one).bases);
  }
  const amounts = owed.map((one) => ({ ...one, amount: (part * BigInt(one.bps)) / 10_000n }));
  const left = amounts.reduce((rest, { amount }) => rest - amount, part);
  return [...amounts, { receiver: publisher, amount: left, why: "" }]
    .filter(({ amount }) => amount > 0n)
    .map(({ receiver, amount, why }) => `${receiver} ${amount}${why}`);
}

function pedigreeOf(pedigrees: ReadonlyMap<string, Pedigree>, name: string): Pedigree {
  return assertDefined(pedigrees.get(name), `somebody published ${name}`);
}
