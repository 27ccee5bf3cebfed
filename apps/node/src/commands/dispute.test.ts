// Disputes by the command line on a running node.
import {
  connect,
  contributeMessage,
  createTxSender,
  outgoing,
  prepareContent,
  type ChainClient,
  type OutgoingMessage,
} from "@openledger/client";
import { createNodeCrypto } from "@openledger/crypto";
import { openKeyring } from "@openledger/keyring";
import {
  DisputeState,
  MsgContribute,
  MsgCreateDatanet,
  MsgReview,
  PrivateSessions,
  QueryService as DatanetQuery,
  QuotePolicy,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import { assertDefined, toUtf8 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { startNode } from "../compose.ts";
import { createTestHome, TEST_CONFIG, type TestHome } from "../node.fixture.ts";
import { runCli, type CliRun } from "./run-cli.fixture.ts";

const { sha256 } = createNodeCrypto();
const MNEMONIC = "test test test test test test test test test test test junk";

const run = (args: readonly string[]): Promise<CliRun> => runCli(...args);

/** A datanet of the squatter's with three texts: two that were accepted, one of the author's that was rejected. */
async function registerTexts(client: ChainClient, { wallet, addresses: [author = "", squatter = ""] }: TestHome): Promise<void> {
  const licence = {
    ...{ spdx: "MIT", uses: [Use.USE_RETRIEVE], quote: QuotePolicy.QUOTE_POLICY_PUBLIC },
    privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER,
  };
  const contents = [1, 2, 3].map((number) => prepareContent(sha256, [{ path: "a.md", bytes: toUtf8(`Poem ${number} of lanterns.\n`) }], sha256(Uint8Array.of(number))));
  const register = (contributor: string, at: number): OutgoingMessage => {
    const content = assertDefined(contents[at], "prepared");
    return outgoing(MsgContribute, contributeMessage(content, { contributor, datanetId: 1n, title: `poem ${at + 1}`, licence: "MIT" }));
  };
  const review = (at: number, verdict: object): OutgoingMessage => {
    const { root } = assertDefined(contents[at], "prepared").rows;
    return outgoing(MsgReview, { curator: squatter, datanetId: 1n, seq: BigInt(at + 1), rowsRoot: root, ...verdict });
  };
  const accept = { verdict: Verdict.VERDICT_ACCEPT, grade: 70 };
  await createTxSender({ client, wallet, address: squatter }).send([
    outgoing(MsgCreateDatanet, {
      ...{ creator: squatter, name: "poems", licence, curators: [squatter], threshold: 1 },
      bondPerKib: { denom: "uopen", amount: "10" },
    }),
    ...[0, 1].flatMap((at) => [register(squatter, at), review(at, accept)]),
  ]);
  await createTxSender({ client, wallet, address: author }).send([register(author, 2)]);
  const reject = review(2, { verdict: Verdict.VERDICT_REJECT, reasonCode: 3 });
  await createTxSender({ client, wallet, address: squatter }).send([reject]);
}

test("an author asks for texts that somebody else registered, whose owner concedes once and contests once", async () => {
  using home = await createTestHome();
  const [author = "", squatter = ""] = home.addresses;
  await using node = await startNode({ home: home.home, config: TEST_CONFIG });
  const client = await connect(node.rpcUrl);
  await registerTexts(client, home);
  const keys = ["--home", `${home.home}-keys`, "--keyring-backend", "test"];
  const keyring = openKeyring({ home: `${home.home}-keys`, backend: "test", prefix: "open" });
  for (const [i, name] of ["author", "squatter"].entries()) await keyring.recover(name, MNEMONIC, { hdPath: `m/44'/118'/0'/0/${i}` });
  const as = (name: string): readonly string[] => ["--from", name, ...keys, "--node", node.rpcUrl, "--rest", node.restUrl, "--yes"];

  const first = await run(["tx", "dispute", "1/1", "--text", "I wrote it.", ...as("author")]);
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining("Dispute 1."), err: expect.stringContaining("lock 1000000 uopen") });
  expect(await run(["tx", "answer-dispute", "1", "--concede", ...as("squatter")])).toMatchObject({ code: 0 });
  const { contribution } = await client.query(DatanetQuery.Contribution, { datanetId: 1n, seq: 1n });
  expect(contribution).toMatchObject({ contributor: squatter, marks: [{ owner: author }] });

  expect(await run(["tx", "dispute", "1/2", "--strike", "--text", "I wrote this as well.", ...as("author")])).toMatchObject({ code: 0 });
  expect(await run(["tx", "answer-dispute", "2", "--contest", "--text", "No.", ...as("squatter")])).toMatchObject({ code: 0 });
  expect(await run(["tx", "escalate-dispute", "2", ...as("author")])).toMatchObject({ code: 0 });
  const { disputes } = await client.query(DatanetQuery.Disputes, {});
  const state = DisputeState.DISPUTE_STATE_ESCALATED;
  expect(disputes).toMatchObject([{ id: 2n, challenger: author, owner: squatter, answer: "No.", state }]);
  const decision = await run(["tx", "propose-decision", "2", "--deposit", "100000uopen", ...as("author")]);
  expect(decision).toMatchObject({ code: 0, out: expect.stringContaining("Proposal 1."), err: expect.stringContaining("1/2: strike it") });
  const appeal = await run(["tx", "appeal", "1/3", "--grade", "40", "--deposit", "100000uopen", "--summary", "It is mine.", ...as("author")]);
  expect(appeal).toMatchObject({ code: 0, out: expect.stringContaining("Proposal 2."), err: expect.stringContaining("no bond is behind it") });
  client.disconnect();
});
