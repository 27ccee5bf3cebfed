import { existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium, type Browser } from "playwright-core";
import { paths } from "../src/paths.ts";

const BYTES_MAX = 300 * 1024;
const WIDTH = 1160;
/** The question, the first part of the answer, who gets what. */
const HEIGHT = 880;
const USAGE = `Usage: node scripts/receipt-picture.ts [--explorer http://localhost:3000] [--receipt SESSION/INDEX] [--chromium PATH] [--out FILE]
Takes a picture of a receipt of the running demo (by default the last answer whose settlement is final).`;

const { values } = parseArgs({
  options: {
    explorer: { type: "string", default: "http://localhost:3000" },
    receipt: { type: "string" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
    out: { type: "string", default: fileURLToPath(new URL("../../../docs/receipt.png", import.meta.url)) },
    help: { type: "boolean", default: false },
  },
});

/** Address of the receipt's page. Throws an Error that says what to do. */
async function receiptUrl(): Promise<string> {
  const [session, index] = (values.receipt ?? (await lastFinal())).split("/");
  if (session === undefined || index === undefined) throw new Error("--receipt is SESSION/INDEX, for example 1/0.");
  return new URL(paths.receipt(session, index), values.explorer).href;
}

/** Of the last 50 receipts that are final, the one whose answer has the most owners. */
async function lastFinal(): Promise<string> {
  const query = "{ receipts(first: 50) { edges { node { sessionId index owners { owner } settlement { state } } } } }";
  const response = await fetch(new URL("/graphql", values.explorer), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  }).catch(() => undefined);
  if (response?.ok !== true) throw new Error(`No explorer answers at ${values.explorer}. Start the demo with \`npm start\`.`);
  const { data } = (await response.json()) as {
    data: { receipts: { edges: { node: { sessionId: string; index: string; owners: unknown[]; settlement: { state: string } | null } }[] } };
  };
  const final = data.receipts.edges.map(({ node }) => node).filter(({ settlement }) => settlement?.state === "FINAL");
  const [best] = final.sort((a, b) => b.owners.length - a.owners.length);
  if (best === undefined) throw new Error("No answer is final yet. Wait for the settlement's window to end.");
  return `${best.sessionId}/${best.index}`;
}

async function takePicture(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: "light" });
  await page.goto(url);
  await page.locator(".kicker .chip").waitFor({ timeout: 20_000 });
  await page.getByText(/checks? holds?, none fails/).waitFor({ timeout: 20_000 });
  // The hint under the answer would cover it in a cropped picture.
  await page.locator(".span-detail").evaluate((element) => {
    element.style.display = "none";
  });
  await mkdir(dirname(values.out), { recursive: true });
  await page.screenshot({ path: values.out, clip: { x: 0, y: 52, width: WIDTH, height: HEIGHT - 52 } });
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (!existsSync(values.chromium)) throw new Error(`No Chromium at ${values.chromium}. Install it, or name it with --chromium.`);
  const url = await receiptUrl();
  const browser = await chromium.launch({
    executablePath: values.chromium,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    await takePicture(browser, url);
  } finally {
    await browser.close();
  }
  const { size } = await stat(values.out);
  if (size > BYTES_MAX) throw new Error(`${values.out} has ${size} bytes, more than ${BYTES_MAX}. Choose a shorter answer with --receipt.`);
  console.log(`${values.out}: ${url}, ${size} bytes`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
