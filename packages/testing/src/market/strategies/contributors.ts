import { MsgAnswerDispute, MsgContribute } from "@openledger/messages/openledger/datanet/v1";
import { paddingText, writtenText } from "../library.ts";
import { TERMS, type MarketWorld } from "../market-world.ts";
import type { Name } from "../people.ts";
import { prepareText } from "../../simulation/sim-world.ts";

const OPEN_DATANETS = [1n, 2n] as const;
const CLOSED_DATANET = 3n;

/** Whether malicious contributors of this run register what others will write: every second seed. */
export function hasSquatters(world: Pick<MarketWorld, "fate">): boolean {
  return world.fate("squatters").chance(50);
}

/** What everybody who writes registers in a block of an epoch. */
export function actAsContributor(world: MarketWorld, name: Name): void {
  const [epoch, at] = [Math.floor(world.block / TERMS.blocksPerEpoch), world.block % TERMS.blocksPerEpoch];
  const isMalicious = world.isMalicious(name);
  contest(world, name);
  if (at === 1) {
    for (const datanetId of OPEN_DATANETS) register(world, name, datanetId, writtenText(world, name, datanetId, epoch), "contribute");
    if (name === "author1") register(world, name, CLOSED_DATANET, writtenText(world, name, CLOSED_DATANET, epoch), "contribute");
  }
  if (isMalicious && at === 4) {
    register(world, name, 2n, writtenText(world, "author1", 1n, epoch), "copy another's text");
    for (const datanetId of OPEN_DATANETS) pad(world, name, datanetId, epoch);
  }
  if (isMalicious && at === 32 && hasSquatters(world)) {
    register(world, name, 1n, writtenText(world, "author2", 1n, epoch + 1), "register what another will write");
  }
}

/** Says of what one registered that it is one's own. */
function contest(world: MarketWorld, name: Name): void {
  for (const dispute of world.book.disputes) {
    if (!dispute.isOpen || dispute.owner !== name) continue;
    dispute.isOpen = false;
    world.send(name, MsgAnswerDispute, { owner: world.people[name].address, disputeId: dispute.id, concede: false }, "contest a dispute");
  }
}

/** Registers words that nobody asks for: they count where priors are shared by tokens. */
export function pad(world: MarketWorld, name: Name, datanetId: bigint, epoch: number): void {
  const words = paddingText(world, name, datanetId, epoch);
  world.texts.set(words, { words, author: name, epoch, isPadding: true });
  register(world, name, datanetId, words, "pad");
}

function register(world: MarketWorld, name: Name, datanetId: bigint, words: string, action: string): void {
  if (!world.texts.has(words)) world.texts.set(words, { words, author: name, epoch: Math.floor(world.block / TERMS.blocksPerEpoch), isPadding: false });
  const rows = prepareText(world, words);
  world.send(name, MsgContribute, {
    ...{ contributor: world.people[name].address, datanetId, title: "a text", rows: rows.commitment, documentCount: 1, licence: "MIT" },
    blob: world.crypto.sha256(rows.root),
  }, action);
}
