/** Games on a running network: a node in a process of its own, hosts and a watcher that reach it by RPC. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QueryService as MarketQuery } from "@openledger/messages/openledger/market/v1";
import { assertDefined, type Crypto } from "@openledger/primitives";
import { createRandom, type Random } from "@openledger/testing";
import type { Attempt } from "../../src/cheat/attempts/attempt.ts";
import { liesAboutSums } from "../../src/cheat/attempts/lies-about-sums.ts";
import { liesByOmission } from "../../src/cheat/attempts/lies-by-omission.ts";
import { liesInClaims } from "../../src/cheat/attempts/lies-in-claims.ts";
import { silentHosts } from "../../src/cheat/attempts/silent-hosts.ts";
import { answer } from "../../src/cheat/host/answer.ts";
import { answerMessage } from "../../src/cheat/host/answer-demand.ts";
import { openSession } from "../../src/cheat/host/open-session.ts";
import { settleMessage } from "../../src/cheat/host/settle.ts";
import { setStage } from "../../src/cheat/network/set-stage.ts";
import type { Stage } from "../../src/cheat/network/stage.ts";
import { QUESTIONS } from "../../src/cheat/network/texts.ts";
import { playAll } from "../../src/cheat/play.ts";
import { awaitEvent, eventsAt } from "../../src/cheat/verdicts/await-event.ts";
import { settlementOf } from "../../src/cheat/verdicts/verdict-of.ts";
import { demoHome } from "../../src/home/demo-home.ts";
import type { Progress } from "../../src/progress/progress.ts";
import { createSupervisor } from "../../src/supervisor/supervisor.ts";

const BLOCK_TIME = "200ms";
const HONEST_PERCENT = 40;

/** How one game on the network ended. */
export interface LiveGame {
  readonly play: string;
  readonly isLie: boolean;
  /** `codespace/code` of what caught it, `paid`, or what went wrong. */
  readonly outcome: string;
  readonly isRight: boolean;
}

const LIES: readonly Attempt[] = [...liesAboutSums, ...liesInClaims, ...liesByOmission, ...silentHosts];

/** Starts a network in a temporary folder and plays; which games, follows from the seed. */
export async function playLiveGames(crypto: Crypto, seed: string, games: number, progress: Progress): Promise<LiveGame[]> {
  const folder = mkdtempSync(join(tmpdir(), "openledger-soak-attribution-"));
  const home = demoHome(folder);
  const supervisor = createSupervisor(home.root, home.logs);
  let isRight = false;
  try {
    const random = createRandom(crypto.sha256, `${seed}/live`);
    const work = setStage(home, supervisor, BLOCK_TIME, progress).then((stage) => playOn(stage, random, games, progress));
    const played = await Promise.race([work, supervisor.failed]);
    isRight = played.every((game) => game.isRight);
    return played;
  } finally {
    await supervisor.stopAll();
    if (isRight) rmSync(folder, { recursive: true, force: true });
    else progress.note(`  the network's folder stays: ${folder}`);
  }
}

async function playOn(stage: Stage, random: Random, games: number, progress: Progress): Promise<LiveGame[]> {
  const bond = await honestBond(stage);
  const fromHeight = await stage.client.height();
  const played: LiveGame[] = [];
  const honest: bigint[] = [];
  try {
    for (let game = 0; game < games; game++) {
      if (random.chance(HONEST_PERCENT)) honest.push(await settleHonestly(stage, random, progress));
      else played.push(await lie(stage, assertDefined(random.pick(LIES), "there are lies"), progress));
    }
    await progress.step("Waiting until honest settlements are final", async (detail) => {
      for (const id of honest) played.push(await outcomeOf(stage, id, fromHeight));
      detail(`${honest.length} settlements`);
    });
    if ((await honestBond(stage)) !== bond) played.push({ play: "the honest host's bond", isLie: false, outcome: "slashed", isRight: false });
    return played;
  } finally {
    await stage.watcher.close();
    for (const { served } of [stage.honest, stage.library, stage.talker]) served.close();
    stage.client.disconnect();
  }
}

async function lie(stage: Stage, attempt: Attempt, progress: Progress): Promise<LiveGame> {
  const [played] = await playAll(stage, [attempt], progress);
  const caught = played?.caught;
  const outcome = caught === undefined ? "not caught" : `${caught.codespace}/${caught.code}`;
  return { play: attempt.name, isLie: true, outcome, isRight: caught !== undefined };
}

/** The honest host answers some questions, settles them either way, and opens what the watcher demands. */
function settleHonestly(stage: Stage, random: Random, progress: Progress): Promise<bigint> {
  return progress.step("honest host settles", async (detail) => {
    const session = await openSession(stage, stage.honest, "buyer");
    const byHashes = random.chance(50);
    const opening = answer(stage, session, random.pick(QUESTIONS) ?? "");
    const sent = await stage.sender("host").send([settleMessage(stage, session, [opening], { byHashes })]);
    const settlementId = settlementOf(sent);
    await stage.watcher.look();
    if (byHashes) {
      const { settlement } = await stage.client.query(MarketQuery.Settlement, { settlementId });
      const demandId = assertDefined(settlement?.openDemands[0], "the watcher demands what it was not shown");
      await stage.sender("host").send([answerMessage(stage, "host", demandId, opening)]);
      await stage.watcher.look();
    }
    detail(byHashes ? "by hashes, and opens what is demanded" : "with all openings");
    return settlementId;
  });
}

async function outcomeOf(stage: Stage, settlementId: bigint, fromHeight: bigint): Promise<LiveGame> {
  const wanted = { settlement_id: settlementId.toString() };
  const base = { play: "honest", isLie: false } as const;
  const tip = await stage.client.height();
  for (let height = fromHeight; height <= tip; height++) {
    const voided = (await eventsAt(stage.client, height, "settlement_voided")).find((one) => one["settlement_id"] === wanted.settlement_id);
    if (voided !== undefined) return { ...base, outcome: `void: ${voided["reason"] ?? ""}`, isRight: false };
  }
  await awaitEvent(stage.client, "settlement_finalized", wanted, fromHeight);
  return { ...base, outcome: "paid", isRight: true };
}

async function honestBond({ client, honest }: Stage): Promise<bigint> {
  const { offer } = await client.query(MarketQuery.Offer, { offerId: honest.served.offer.id });
  return BigInt(offer?.bond?.amount ?? "0");
}
