import { writeFileSync } from "node:fs";
import { outgoing } from "@openledger/client";
import { MsgCloseSession } from "@openledger/messages/openledger/market/v1";
import { demoError, type DemoHome } from "../home/demo-home.ts";
import { createProgress, type Progress } from "../progress/progress.ts";
import { createStyle } from "../report/style.ts";
import { createHistoryReader } from "../steps/chain-history.ts";
import { allBalances, checkConservation } from "../steps/conservation.ts";
import { genesisCoins } from "../steps/genesis-coins.ts";
import { createSupervisor } from "../supervisor/supervisor.ts";
import { allAttempts } from "./attempts/all-attempts.ts";
import { settleHonestly } from "./host/honest-batch.ts";
import { honestLines } from "./money/honest-parties.ts";
import { readWealth } from "./money/wealth.ts";
import { HONEST, type Party } from "./network/parties.ts";
import { setStage } from "./network/set-stage.ts";
import type { Stage } from "./network/stage.ts";
import type { CheatOptions } from "./options.ts";
import { playAll } from "./play.ts";
import { createCheatReport, type CheatReport } from "./report/cheat-report.ts";
import { renderCheatReport } from "./report/render-cheat-report.ts";
import { awaitEvent } from "./verdicts/await-event.ts";

/** Starts a network, tries every way to cheat on it in front of the user, and says what caught it. */
export async function runCheat(options: CheatOptions, home: DemoHome): Promise<void> {
  const progress = createProgress(process.stderr);
  const supervisor = createSupervisor(home.root, home.logs);
  const interrupted = interruption();
  try {
    const work = setStage(home, supervisor, options.blockTime, progress).then((stage) => cheatOn(stage, progress));
    const report = await Promise.race([work, supervisor.failed, interrupted]);
    print(report, options.json);
  } finally {
    await supervisor.stopAll();
  }
}

function interruption(): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(demoError("SERVICE", "interrupted"));
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}

async function cheatOn(stage: Stage, progress: Progress): Promise<CheatReport> {
  const begun = performance.now();
  try {
    const before = await readWealth(stage, HONEST, { isClaimable: true });
    const gasBefore = new Map([...stage.fees].map(([payer, fees]) => [payer, new Map(fees)]));
    const batch = await progress.step("Honest host and buyer", async (detail) => {
      const settled = await settleHonestly(stage);
      detail(`${settled.openings.length} answers checked and settled with all openings`);
      return settled;
    });
    const played = await playAll(stage, allAttempts(batch), progress);
    await progress.step("Ending all sessions", () => endSessions(stage));
    const { history, conservation } = await countEverything(stage);
    const after = await readWealth(stage, HONEST, { isClaimable: true });
    const honest = honestLines(stage, history, gasBefore, before, after);
    const seconds = Math.round(performance.now() - begun) / 1_000;
    return createCheatReport({ played, conservation, honest, height: history.height, seconds });
  } finally {
    await stage.watcher.close();
    for (const { served } of [stage.honest, stage.library, stage.talker]) served.close();
    stage.client.disconnect();
  }
}

/** Buyers close what they opened; what is left of an escrow returns once nothing of it is pending. */
async function endSessions(stage: Stage): Promise<void> {
  const height = await stage.client.height();
  const buyers = new Set(stage.sessions.map(({ buyer }) => buyer));
  await Promise.all([...buyers].map((buyer) => closeSessions(stage, buyer)));
  for (const { id } of stage.sessions) {
    await awaitEvent(stage.client, "session_ended", { session_id: id.toString() }, height);
  }
}

async function closeSessions(stage: Stage, party: Party): Promise<void> {
  const own = stage.sessions.filter(({ buyer }) => buyer === party);
  const buyer = stage.parties[party].address;
  await stage.sender(party).send(own.map(({ id: sessionId }) => outgoing(MsgCloseSession, { buyer, sessionId })));
}

async function countEverything(stage: Stage): Promise<{
  readonly history: Awaited<ReturnType<ReturnType<typeof createHistoryReader>["read"]>>;
  readonly conservation: Awaited<ReturnType<typeof checkConservation>>;
}> {
  const history = await createHistoryReader(stage).read();
  const balances = await allBalances(stage, history.height);
  const genesis = genesisCoins(stage.home.node);
  return { history, conservation: await checkConservation(stage.client, genesis, balances, history) };
}

function print(report: CheatReport, json: CheatOptions["json"]): void {
  const out = json === false ? process.stdout : process.stderr;
  out.write(renderCheatReport(report, createStyle(out), process.stdout.columns || process.stderr.columns || 100));
  if (json !== false) {
    const line = `${JSON.stringify(report)}\n`;
    if (typeof json === "string") writeFileSync(json, line);
    process.stdout.write(line);
  }
  if (!report.ok) process.exitCode = 1;
}
