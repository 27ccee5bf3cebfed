import { contributionKey } from "@openledger/attribution";
import type { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { CounterexampleKind, MsgCounterexample, type MatchEvidence, type Settlement } from "@openledger/messages/openledger/market/v1";
import { fromUtf8, toUtf8 } from "@openledger/primitives";
import { disputed, invalidMessage } from "./game-watcher.ts";
import type { GameCall } from "./game-host.ts";
import type { GameWorld } from "./game-world.ts";

/** False challenges of an honest receipt: that its claim is invalid, its own match, and evidence about another output. */
export const GRIEFS = ["none", "invalid", "match", "output"] as const;
export type Grief = (typeof GRIEFS)[number];

/** Files a false challenge; returns whether the chain took it, so that its bond was at stake. */
export function griefHost(world: GameWorld, settlement: Settlement, batch: readonly ReceiptOpening[], call: GameCall, grief: Grief): boolean {
  const message = griefMessage(world, settlement, batch, call, grief);
  return message !== undefined && world.send("griefer", MsgCounterexample, message).code === 0;
}

function griefMessage(world: GameWorld, settlement: Settlement, batch: readonly ReceiptOpening[], call: GameCall, grief: Grief): MsgCounterexample | undefined {
  const [opening] = batch;
  const challenger = world.players.griefer.address;
  if (opening === undefined) return undefined;
  const base = { challenger, settlementId: settlement.id, disputed: disputed(world, batch, opening) };
  switch (grief) {
    case "none":
      return undefined;
    case "invalid":
      return invalidMessage(world, settlement, batch, opening, challenger);
    case "match": {
      const match = citedMatch(opening);
      return match && MsgCounterexample.create({ ...base, kind: CounterexampleKind.COUNTEREXAMPLE_KIND_MATCH, match });
    }
    case "output": {
      const other = toUtf8(fromUtf8(call.right.output).replace(/\S+$/, "zebra"));
      const outputEvidence = world.engine.refute(call.engine, other);
      return outputEvidence && MsgCounterexample.create({ ...base, kind: CounterexampleKind.COUNTEREXAMPLE_KIND_OUTPUT, outputEvidence });
    }
  }
}

/** A run that the claim itself cites, as if the claim had left it out. */
function citedMatch({ claim, contributions }: ReceiptOpening): MatchEvidence | undefined {
  for (const { match } of claim?.spans ?? []) {
    const ref = match?.contribution;
    const source = ref && contributions.find(({ leaf }) => leaf !== undefined && contributionKey(leaf) === contributionKey(ref));
    if (match === undefined || source === undefined) continue;
    const { rows, chunks, rowHashes } = source;
    return { match, rows, chunks, rowHashes };
  }
  return undefined;
}
