import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../paths.ts";
import { startExplorer, type Explorer } from "../server/start-explorer.ts";
import { QUESTIONS } from "../testing/answers.fixture.ts";
import { startMockNetwork, type MockNetwork } from "../testing/mock-network.fixture.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

describe.skipIf(!existsSync(executablePath))(`the pages in Chromium (${executablePath})`, () => {
  let network: MockNetwork;
  let explorer: Explorer;
  let browser: Browser;
  beforeAll(async () => {
    network = await startMockNetwork();
    explorer = await startExplorer({ port: 0, nodeUrl: network.url, indexerUrl: network.url, buyerUrl: network.url });
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(async () => {
    await browser.close();
    await explorer.close();
    await network.close();
  });

  /** A page that records what the browser complains about. */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(explorer.url + path);
    return { page, complaints };
  }

  test("a question leads to its receipt, which is verified there", async () => {
    const { page, complaints } = await open(paths.home());
    await page.getByLabel("Your question").fill(QUESTIONS[2] ?? "");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${paths.receipt(7n, 2n)}`);
    await page.getByText("13 checks hold, none fails").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(QUESTIONS[2]);
    await page.locator(".span[role=button]").nth(1).focus();
    await page.locator(".span-detail blockquote mark").waitFor();
    expect(await page.locator(".duties .nobody").innerText()).toBe("nobody");
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("no page is wider than a phone", async () => {
    const owner = network.files[0]?.readable.owners[0]?.owner ?? "";
    const hash = "AB".repeat(32);
    const cited = network.files[0]?.facts.contributions[0];
    const contribution = paths.contribution(cited?.datanetId ?? "", cited?.seq ?? "");
    const ledger = [contribution, paths.session(7n), ...["3", "4", "5"].map(paths.settlement)];
    const { page, complaints } = await open(paths.home(), { viewport: { width: 390, height: 844 } });
    for (const path of [paths.home(), paths.receipt(7n, 1n), paths.contributor(owner), paths.block(412n), paths.tx(hash), paths.hosts(), paths.money(), paths.clock(), paths.modelVersion(3n, 1n), ...ledger]) {
      await page.goto(explorer.url + path);
      await page.locator("main h1, main .answers").first().waitFor();
      await page.getByText(/^Loading/).first().waitFor({ state: "detached" });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("challenges, corrections and erasures are said in words, with block and code", async () => {
    const cited = network.files[0]?.facts.contributions[0];
    const { page, complaints } = await open(paths.settlement(4n));
    await page.getByText("void: nothing is paid").waitFor();
    expect(await page.locator("[aria-labelledby=challenges]").innerText()).toMatch(/Demand 2[^]*not answered[^]*holds: settlement void[^]*match-omitted[^]*block 418/);
    await page.goto(explorer.url + paths.settlement(3n));
    await page.getByText("31 tokens without owner now").waitFor();
    await page.getByText("7/2 quotes rows that were erased, so it was not opened: 12 tokens without owner now").waitFor();
    expect(await page.locator("[aria-labelledby=owners] tbody").first().innerText()).toMatch(/-0\.004033/);
    await page.goto(explorer.url + paths.contribution(cited?.datanetId ?? "", cited?.seq ?? ""));
    await page.getByText("410 ERASED").waitFor();
    expect(await page.locator("[aria-labelledby=marks]").innerText()).toMatch(/document 0, chunk 3[^]*block 410[^]*The whole contribution, content and secret deleted[^]*block 429/);
    expect(await page.locator("[aria-labelledby=disputes]").innerText()).toMatch(/Dispute 4[^]*who asks to strike it[^]*dismissed[^]*block 415[^]*0\.005 DEMO[^]*block 420/);
    await page.getByText("rated 2 of 5 by its buyer").waitFor();
    await page.goto(explorer.url + paths.session(7n));
    await page.getByText("may see its receipts and demand them").waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a receipt says whether its settlement brought its content or its hash", async () => {
    const { page } = await open(paths.receipt(7n, 1n));
    await page.getByText("settled with its openings").waitFor();
    await page.goto(explorer.url + paths.receipt(7n, 4n));
    await page.getByText("settled by its hash, opened when it was demanded").waitFor();
    await page.goto(explorer.url + paths.receipt(7n, 3n));
    await page.getByText("settled by its hash: the chain knows no more of it").waitFor();
    await page.goto(explorer.url + paths.receipt(7n, 8n));
    await page.getByRole("heading", { name: "Its content is erased" }).waitFor();
    await page.close();
  });

  test("hosts stand side by side with what they promise and what was measured, and say so where nothing was", async () => {
    const { page, complaints } = await open(paths.home());
    await page.getByRole("link", { name: "Hosts" }).click();
    // The page before it has a heading of its own.
    await page.locator("tbody tr").nth(1).waitFor();
    const [first, second] = await page.locator("tbody tr").allInnerTexts();
    expect(first).toMatch(/Alder Compute[^]*92 ms p50 · 2\.34 s p95[^]*promised 2 s[^]*1,204 settled[^]*5 void in 1 settlement[^]*11 of 214 late[^]*eu-north, hydro[^]*8 calls/);
    expect(second).toMatch(/not measured[^]*none settled yet[^]*lateness not known[^]*no place[^]*no capacity said/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a model version names what it owes and what is owed to it, over two generations", async () => {
    const { page } = await open(paths.modelVersion(3n, 1n));
    await page.getByText("Is owed by").waitFor();
    const lineage = await page.locator("[aria-labelledby=lineage]").innerText();
    expect(lineage).toMatch(/docs-and-guides@1 10\.0 % named as a base[^]*installed-docs@1 5\.0 % 2 generations apart[^]*shop-assistant[^]*7\.5 % derived from it/);
    expect(await page.locator(".nobody").innerText()).toBe("nobody");
    await page.close();
  });

  test("the demand line stands beside what entered and left, with the identity of the node's ledger", async () => {
    const { page, complaints } = await open(paths.money());
    await page.getByText("3600000 entered = 818966 held").waitFor();
    const [demo = "", base = ""] = await page.locator("section.card").allInnerTexts();
    expect(demo).toMatch(/gate: demo dollars[^]*3\.6 DEMO[^]*0\.4 DEMO[^]*1\.931034 DEMO[^]*0\.431221 DEMO[^]*81\.7 % of what was spent on answers is external[^]*it adds up/);
    expect(base).toMatch(/Nothing that was spent on answers is external/);
    expect(await page.locator("svg[role=img]").count()).toBe(3);
    await page.getByText("looks external to any chain").waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("the clock says what waits for whom, and incidents how they ended", async () => {
    const { page, complaints } = await open(paths.clock());
    await page.getByRole("heading", { name: "2 incidents" }).waitFor();
    const items = await page.locator("tbody").innerText();
    expect(items).toMatch(/Incident 1[^]*receipt\/7\/1[^]*reporter[^]*escalates[^]*(s|min|block)[^]*height 440[^]*Dispute about ownership 4[^]*Review of a contribution[^]*curators/);
    expect(await page.locator("[aria-labelledby=incidents]").innerText()).toMatch(/artifact of model\/3@1 upheld[^]*version frozen[^]*nobody[^]*0\.0004 DEMO paid/);
    await page.getByRole("link", { name: "datanet/1/12" }).click();
    await page.waitForURL(`**${paths.contribution(1n, 12n)}`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("a receipt names who gave, who let in and who signed, and its incidents", async () => {
    const { page } = await open(paths.receipt(7n, 1n));
    await page.getByText("Incident 1").waitFor();
    const duties = await page.locator("[aria-labelledby=responsible]").innerText();
    expect(duties).toMatch(/Contributors[^]*dataloader[^]*Curators[^]*open1qqqs…hkwx[^]*Signed[^]*model[^]*settlement[^]*Incident 1 for the host: rejected/);
    await page.close();
  });

  test("a statement says what came in for what, through which model, and why the rest is zero", async () => {
    const { page } = await open(paths.contributor(network.files[0]?.facts.contributions[0]?.contributor ?? ""));
    await page.getByRole("heading", { name: "Why zero" }).waitFor();
    await page.getByText("for installed-docs@1 through a model 2 generations on").waitFor();
    expect(await page.locator("[aria-labelledby=why-zero]").innerText()).toMatch(/time zones[^]*3 passages quote it in answers of models that were not made from it[^]*40 answers were settled by their hash[^]*Bread[^]*rejected[^]*Not known here/);
    await page.close();
  });

  test("what is not known says how far the index reaches", async () => {
    const { page } = await open(paths.home());
    for (const path of [paths.receipt(9n, 9n), paths.block(999n), "/nowhere"]) {
      await page.goto(explorer.url + path);
      await page.getByText("The last indexed height is 431").waitFor();
    }
    await page.close();
  });
});
