import { claimLeaf, createMerkleTree } from "@openledger/attribution";
import {
  CounterexampleKind,
  DisputedReceipt,
  MsgCounterexample,
  MsgDemand,
  QueryService as MarketQuery,
  type Settlement,
} from "@openledger/messages/openledger/market/v1";
import { DisputeRemedy, MsgDispute } from "@openledger/messages/openledger/datanet/v1";
import { assertDefined } from "@openledger/primitives";
import { judgeReceipt, type Bench } from "@openledger/watcher";
import { stated } from "../../games/game-watcher.ts";
import { libraryOf } from "../library.ts";
import type { BookSettlement } from "../market-book.ts";
import { TERMS, type MarketWorld } from "../market-world.ts";
import type { Name } from "../people.ts";
import { openingsOf } from "../serving.ts";

const DISPUTE_AT = 27;
const NOT_REVOKED = { revoked: false, revokedRows: [] } as const;

/** The watcher examines every public settlement once: it demands what is withheld, and shows what is wrong in what it sees. */
export function actAsWatcher(world: MarketWorld, name: Name): void {
  for (const settlement of world.book.settlements.values()) {
    if (settlement.isExamined || settlement.session.isPrivate) continue;
    settlement.isExamined = true;
    expose(world, name, settlement);
  }
}

/** A challenger without honesty files what the watcher would file, before it, and challenges honest hosts falsely. */
export function actAsGriefer(world: MarketWorld, name: Name): void {
  const random = world.roll(name, "grief");
  if (world.block % TERMS.blocksPerEpoch === DISPUTE_AT) disputeFalsely(world, name);
  for (const settlement of world.book.settlements.values()) {
    const { session, isExamined, isShown, isOpened, lie, demandedBy } = settlement;
    if (session.isPrivate || isExamined) continue;
    if (lie !== "") {
      expose(world, name, settlement);
      continue;
    }
    if (isShown && !isOpened && demandedBy.length === 0 && random.chance(30)) demand(world, name, settlement, "demand what is shown anyway");
    if (isShown && random.chance(30)) accuse(world, name, settlement);
  }
}

/** Says that an author's newest text is not the author's, and goes nowhere with it. */
function disputeFalsely(world: MarketWorld, name: Name): void {
  const found = world.book.newestOf.get("author1");
  if (found === undefined) return;
  const { datanetId, seq } = found;
  const remedy = DisputeRemedy.DISPUTE_REMEDY_STRIKE;
  world.send(name, MsgDispute, { challenger: world.people[name].address, datanetId, seq, remedy, text: "Not theirs." }, "dispute falsely");
}

function expose(world: MarketWorld, name: Name, settlement: BookSettlement): void {
  if (!settlement.isShown) return demand(world, name, settlement, "demand what is withheld");
  if (settlement.lie === "") return;
  const message = evidenceOf(world, name, settlement);
  if (message !== undefined) world.send(name, MsgCounterexample, message, "show a lie");
}

function demand(world: MarketWorld, name: Name, { id, first }: BookSettlement, action: string): void {
  world.send(name, MsgDemand, { challenger: world.people[name].address, settlementId: id, receipts: [BigInt(first)] }, action);
}

/** What the watcher's own judge makes of the first wrong receipt. Outputs of the simulated model are taken as they are. */
function evidenceOf(world: MarketWorld, name: Name, { id, session, first, count }: BookSettlement): MsgCounterexample | undefined {
  const batch = openingsOf(world, session, first, count);
  const view = { source: libraryOf(world, session.offer.modelId).source, isLeftOut: () => false };
  for (const opening of batch) {
    const { output } = opening;
    const engine = { root: new Uint8Array(32), answer: () => ({ output }), refute: () => undefined };
    const bench: Bench = { sha256: world.crypto.sha256, served: { engine }, view, revocationOf: () => NOT_REVOKED, isCommons: () => false };
    const finding = judgeReceipt(bench, chainSettlement(world, id), { claims: batch.map(stated), openings: batch }, opening, world.people[name].address);
    if (finding !== undefined && finding.expected !== "nothing") return finding.message;
  }
  return undefined;
}

function chainSettlement({ chain }: MarketWorld, settlementId: bigint): Settlement {
  return assertDefined(chain.query(MarketQuery.Settlement, { settlementId }).settlement, "the settlement is pending");
}

/** A false counter-example against an honest receipt: its bond is the host's. */
function accuse(world: MarketWorld, name: Name, { id, session, first, count }: BookSettlement): void {
  const batch = openingsOf(world, session, first, count);
  const [opening] = batch;
  if (opening === undefined) return;
  const leaves = batch.map((one) => claimLeaf(world.crypto.sha256, stated(one).receipt, stated(one).claim));
  const claimsPath = createMerkleTree(world.crypto.sha256, leaves).inclusionPath(0);
  const { receipt, claim, request, requestSecret, output, outputSecret } = opening;
  world.send(name, MsgCounterexample, {
    ...{ challenger: world.people[name].address, settlementId: id, kind: CounterexampleKind.COUNTEREXAMPLE_KIND_INVALID },
    disputed: DisputedReceipt.create({ receipt, claim, request, requestSecret, output, outputSecret, claimsPath }),
  }, "accuse an honest host");
}
