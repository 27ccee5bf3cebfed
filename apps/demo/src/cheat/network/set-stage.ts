import { join } from "node:path";
import { demoError, type DemoHome } from "../../home/demo-home.ts";
import type { Progress } from "../../progress/progress.ts";
import { BASE_DENOM, DOLLAR_DENOM } from "../../steps/demo-terms.ts";
import type { Supervisor } from "../../supervisor/supervisor.ts";
import { openDesk } from "./open-desk.ts";
import { publishModels } from "./publish-models.ts";
import { createDatanet, freeze, registerTexts } from "./register-texts.ts";
import type { Network, Stage } from "./stage.ts";
import { startNetwork } from "./start-network.ts";
import { startWatch } from "./start-watch.ts";
import { DATANET_ID, OUTSIDE_REF, OUTSIDE_TEXT, TEXTS } from "./texts.ts";

/** Brings a network up on which text is registered, two models are published, and two hosts serve them. */
export async function setStage(
  home: DemoHome,
  supervisor: Supervisor,
  blockTime: string,
  progress: Progress,
): Promise<Stage> {
  const network = await progress.step("Chain", async (detail) => {
    const started = await startNetwork(home, supervisor, blockTime);
    detail(`${started.client.chainId} at ${started.client.rpcUrl}`);
    return started;
  });
  await progress.step("Texts", async (detail) => {
    await registerIn(network, "sayings", [OUTSIDE_TEXT], OUTSIDE_REF.datanetId);
    await registerIn(network, "kitchen", TEXTS, DATANET_ID);
    detail(`${TEXTS.length} contributions accepted, copies, splits and padding among them`);
  });
  return progress.step("Models, offers and a watcher", async (detail) => {
    const models = await publishModels(network, DATANET_ID);
    const honest = await openDesk(network, "host", models.passages, BASE_DENOM);
    const library = await openDesk(network, "cheating host", models.passages, BASE_DENOM);
    const talker = await openDesk(network, "cheating host", models.words, DOLLAR_DENOM);
    detail("an honest host and a cheating one");
    const watcher = startWatch(network, "watcher", join(home.root, "watch"));
    return { ...network, honest, library, talker, watcher, sessions: [] };
  });
}

async function registerIn(network: Network, name: string, texts: typeof TEXTS, expected: bigint): Promise<void> {
  const id = await createDatanet(network, name);
  if (id !== expected) throw demoError("CHECK", `a new chain numbers datanet ${name} as ${id}, not ${expected}`);
  await registerTexts(network, id, texts);
  await freeze(network, id);
}
