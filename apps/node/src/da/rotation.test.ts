// A sequencer that leaves out what it must include is replaced by recovery keys, and the chain goes on.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createLightClient, createRpcLightProvider } from "@openledger/client";
import { rotationsFromJson, type LightProvider } from "@openledger/client/light";
import { createValidatorSet, duplicateVotes, encodeDuplicateVote } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { encodeOpenEnvelope, encodeRotation, type Rotation, type RotationBody } from "@openledger/derivation";
import { toBase64, toHex } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey, type ValidatorKey } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { readRotationFile } from "../cli/rotation-file.ts";
import { startNode } from "../compose.ts";
import { homePaths } from "../home.ts";
import { TEST_CONFIG } from "../node.fixture.ts";
import { openAdversary } from "./adversary.fixture.ts";
import { prepareFollowerHome } from "./follower-home.ts";
import { ask, blockOf, censored, CHAIN_ID, follow, followingOf, FORCED, included, omissionIn, openledgerd, PATIENCE, recordIn, statusOf, WINDOW } from "./rotation.fixture.ts";
import { createSequencerRpc } from "./sequencer-rpc.ts";

const { sha256 } = createNodeCrypto();

test("followers stop at a miss and stay up, recovery keys name another sequencer on DA, and the chain goes on with what was left out", async () => {
  await using it = await censored(12);
  const { adversary, daUrl, genesis, home, keys, txs } = it;
  const [one, two] = [join(it.folder, "one"), join(it.folder, "two")];
  await adversary.postAll(adversary.blocks.slice(0, 2));
  const posted = await it.force(...txs);
  const deadline = posted + WINDOW;
  await adversary.postAll(adversary.blocks.slice(2, 4));
  const H = 4n;
  const lastHash = adversary.blocks[4]?.header.lastBlockId.hash ?? new Uint8Array(0);
  const newKey = createValidatorKey(join(it.folder, "new.json"), sha256).publicKey;
  const stranger = createValidatorKey(join(it.folder, "stranger.json"), sha256);
  const body: RotationBody = { number: 1n, lastHeight: H, lastHash, miss: { txHash: sha256(txs[0]), daHeight: posted, deadline }, newKey };
  // Everything is in it but the time: it is on DA before the miss.
  await it.post(it.sign(body, keys));
  await it.pass(Number(deadline - (await it.da.head()).height));
  // Silence until the deadline, and blocks after it.
  await adversary.postAll(adversary.blocks.slice(4, 8));

  let first = await follow(home, one, daUrl, "standby");
  let second = await follow(home, two, daUrl);
  const stopped = "stopped at a miss; waits for a rotation on DA";
  for (const node of [first, second]) await expect.poll(() => followingOf(node), PATIENCE).toBe(stopped);
  expect(await statusOf(first)).toMatchObject({ included_height: "4", soft_height: "4", recovery: { rotations: 0, stopped_at: { height: "4", rotation_number: "1" } } });
  expect((await statusOf(first)).trust).toContain("until 2 of 3 recovery keys of genesis name another sequencer on DA");
  expect((await blockOf(first, 4)).block.data.txs).toEqual([]);
  const record = omissionIn(one);
  const judged = await openledgerd("verify-fraud", record, "--genesis", genesis, "--da", `celestia:${daUrl}`, "--json");
  expect(JSON.parse(judged.out)).toMatchObject({ verdict: "proven", kind: "omission" });

  // What does not count: too few, a stranger, another hash, another miss, another number, another last block, junk.
  const wrong: readonly Rotation[] = [
    it.sign(body, keys.slice(0, 1)),
    it.sign(body, [keys[0] as ValidatorKey, stranger]),
    it.sign({ ...body, lastHash: sha256(lastHash) }, keys),
    it.sign({ ...body, miss: { ...body.miss, txHash: sha256(txs[1]) } }, keys),
    it.sign({ ...body, miss: { ...body.miss, deadline: deadline + 1n } }, keys),
    it.sign({ ...body, number: 2n }, keys),
    it.sign({ ...body, lastHeight: 8n, lastHash: adversary.blocks[8]?.header.lastBlockId.hash ?? lastHash }, keys),
    { ...it.sign({ ...body, newKey: stranger.publicKey }, keys), newKey },
  ];
  for (const rotation of wrong) await it.post(rotation);
  const bytes = encodeRotation(it.sign(body, keys));
  await it.da.submit(FORCED, [encodeOpenEnvelope(sha256, CHAIN_ID, "rotation", bytes.slice(1)), encodeOpenEnvelope(sha256, "other-1", "rotation", bytes), Uint8Array.of(7)]);
  await adversary.postAll(adversary.blocks.slice(8, 10));
  await second.close();
  second = await follow(home, two, daUrl);
  for (const node of [first, second]) {
    await expect.poll(async () => (await statusOf(node)).da_height, PATIENCE).toBe(`${(await it.da.head()).height}`);
    expect(await followingOf(node)).toBe(stopped);
  }
  expect((await statusOf(first)).following.passed_over).toBeGreaterThanOrEqual(wrong.length);

  // The first follower's key is the one that recovery keys name.
  const nextKey = loadValidatorKey(homePaths(one).validatorKeyFile, sha256);
  const file = join(it.folder, "rotation.json");
  const proposed = await openledgerd("rotation", "propose", record, "--new-key", homePaths(one).validatorKeyFile, "--genesis", genesis, "--output", file);
  expect([proposed.err, proposed.code]).toEqual(["", 0]);
  expect(await openledgerd("rotation", "post", file, "--genesis", genesis, "--da", `celestia:${daUrl}`)).toMatchObject({ code: 1, err: expect.stringContaining("0 signatures, and 2 are needed") as string });
  expect(await openledgerd("rotation", "sign", file, "--key", join(it.folder, "stranger.json"), "--genesis", genesis)).toMatchObject({ code: 1, err: expect.stringContaining("is no recovery key of this genesis, which names key 0, key 1, key 2") as string });
  for (const index of [2, 0, 0]) expect((await openledgerd("rotation", "sign", file, "--key", it.keyFile(index), "--genesis", genesis)).code).toBe(0);
  const done = await openledgerd("rotation", "post", file, "--genesis", genesis, "--da", `celestia:${daUrl}`);
  expect([done.err, done.code]).toEqual(["", 0]);
  // The second of the same number comes too late, and so do the old sequencer's blocks.
  await it.post(it.sign({ ...body, newKey: stranger.publicKey }, keys));
  await adversary.postAll(adversary.blocks.slice(4, 10));

  // The standby has the key that recovery keys named: it goes on by itself.
  await expect.poll(async () => (await statusOf(first)).role, PATIENCE).toBe("sequencer");
  await expect.poll(() => included(second), PATIENCE).toBeGreaterThan(6);
  const { block } = await blockOf(second, H + 1n);
  expect(block.header.proposer_address).toBe(toHex(nextKey.address).toUpperCase());
  expect(block.header.next_validators_hash).toBe(block.header.validators_hash);
  expect(block.data.txs.slice(1)).toEqual(txs.map(toBase64));
  const results = await ask<{ txs_results: readonly { code: number }[]; validator_updates: readonly { power?: string }[] }>(second.rpcUrl, `block_results?height=${H + 1n}`);
  expect(results.txs_results.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(results.validator_updates.map(({ power }) => power ?? "0")).toEqual(["0", expect.stringMatching(/^\d+$/)]);
  await expect.poll(() => statusOf(second), PATIENCE).toMatchObject({ recovery: { rotations: 1, open_breaks: [`${H + 1n}`], stopped_at: null, next_sequencer: null }, following: { status: "everything on DA is executed" } });
  const { rotations } = (await (await fetch(`${first.restUrl}/openledger/rollup/v1/rotations`)).json()) as { rotations: { height: string; rotation: string }[] };
  expect(rotations).toEqual([{ height: `${H + 1n}`, rotation: toBase64(encodeRotation(readRotationFile(file).rotation)) }]);

  const hash = toHex(sha256(Buffer.from(block.data.txs[0] ?? "", "base64"))).toUpperCase();
  const { tx, tx_response: response } = (await (await fetch(`${second.restUrl}/cosmos/tx/v1beta1/txs/${hash}`)).json()) as { tx: { body: { messages: object[] }; signatures: string[] }; tx_response: { code: number; height: string } };
  expect([tx.body.messages, tx.signatures]).toEqual([[{ "@type": "/openledger.rollup.v1.MsgRotateSequencer", rotation: rotations[0]?.rotation }], []]);
  expect(response).toMatchObject({ code: 0, height: `${H + 1n}` });

  // A light client with nothing but genesis crosses the break, one of CometBFT's rules alone does not.
  const trusted = { height: 3n, hash: adversary.blocks[3]?.header.lastBlockId.hash ?? lastHash };
  const lightOptions = { crypto: createNodeCrypto(), chainId: CHAIN_ID, trusted, primary: createRpcLightProvider({ rpcUrl: second.rpcUrl, sha256 }) };
  const crossings = { recovery: { threshold: 2, keys: keys.map(({ publicKey }) => publicKey) }, rotations: rotationsFromJson({ rotations }) };
  expect((await (await createLightClient({ ...lightOptions, crossings })).update()).header.height).toBeGreaterThan(H);
  await expect((await createLightClient(lightOptions)).update()).rejects.toMatchObject({ code: "invalid-header" });
  // And what the old key sealed on nobody believes who has the rotation.
  const { validators } = await lightOptions.primary.lightBlock(trusted.height);
  const sealedOn = adversary.blocks.map(({ header, commit }) => ({ header, commit, validators }));
  const deposed: LightProvider = { name: "deposed", lightBlock: (at) => Promise.resolve(sealedOn.at(at === "latest" ? -1 : Number(at) - 1) ?? expect.fail(`no block ${at}`)) };
  expect((await (await createLightClient({ ...lightOptions, primary: deposed })).update()).header.height).toBeGreaterThan(H);
  await expect((await createLightClient({ ...lightOptions, primary: deposed, crossings })).update()).rejects.toMatchObject({ code: "invalid-header" });
  const anchor = ["--trusted-height", `${trusted.height}`, "--trusted-hash", toHex(trusted.hash)];
  const balance = ["query", "bank", "balance", `${home.addresses[1]}/udemo`, "--node", second.rpcUrl, "--prove", ...anchor];
  const proven = await openledgerd(...balance, "--genesis", genesis);
  expect(proven.code, proven.err).toBe(0);
  expect(proven.out).toContain("4993");
  expect((await openledgerd(...balance)).code).not.toBe(0);

  // Old blocks after all that, restarts of both, and a follower and a replay that have nothing but DA and genesis.
  await adversary.postAll(adversary.blocks.slice(3, 12));
  await first.close();
  first = await follow(home, one, daUrl, "standby");
  await second.close();
  second = await follow(home, two, daUrl);
  const fresh = await follow(home, join(it.folder, "fresh"), daUrl);
  const to = (await included(second)) + 3;
  for (const node of [second, fresh]) await expect.poll(() => included(node), PATIENCE).toBeGreaterThan(to);
  for (let at = 1; at <= to; at++) {
    const hashes = await Promise.all([first, second, fresh].map(async (node) => (await ask<{ block_id: { hash: string } }>(node.rpcUrl, `block?height=${at}`)).block_id.hash));
    expect(new Set(hashes).size, `block ${at}`).toBe(1);
  }
  // Started again it follows first, and begins when everything on DA is executed.
  await expect.poll(() => statusOf(first), PATIENCE).toMatchObject({ role: "sequencer", recovery: { rotations: 1, open_breaks: [`${H + 1n}`] } });
  await first.close();
  await fresh.close();
  await second.close();
  const replayed = await openledgerd("da", "replay", "--da", `celestia:${daUrl}`, "--genesis", genesis, "--json");
  expect([replayed.err, replayed.code]).toEqual(["", 0]);
  const rebuilt = JSON.parse(replayed.out) as { digest: string; lastHeight: number };
  expect(rebuilt).toMatchObject({ missed: null, mismatch: null, rotations: [{ number: 1, height: Number(H) + 1 }] });
  const local = JSON.parse((await openledgerd("replay", "--home", join(it.folder, "fresh"), "--json")).out) as { digest: string; lastHeight: number; mismatches: readonly string[] };
  expect(local.mismatches).toEqual([]);
  if (local.lastHeight === rebuilt.lastHeight) expect(local.digest).toBe(rebuilt.digest);
  const doctor = await openledgerd("doctor", "--home", one);
  expect(doctor.code, doctor.out + doctor.err).toBe(0);
}, 180_000);

test("a follower that lost how far it had read crosses both of two rotations at one height again, and two seals of the first block after them are evidence", async () => {
  await using it = await censored(6);
  const { adversary, da, daUrl, genesis, home, keys, txs } = it;
  const [one, two] = [join(it.folder, "one"), join(it.folder, "two")];
  const posted = await it.force(...txs);
  await adversary.postAll(adversary.blocks.slice(0, 4));
  const passTo = async (height: bigint): Promise<void> => it.pass(Number(height - (await da.head()).height));
  await passTo(posted + WINDOW);
  const lastHash = adversary.blocks[4]?.header.lastBlockId.hash ?? new Uint8Array(0);
  const silent = createValidatorKey(join(it.folder, "silent.json"), sha256).publicKey;
  const body: RotationBody = { number: 1n, lastHeight: 4n, lastHash, miss: { txHash: sha256(txs[0]), daHeight: posted, deadline: posted + WINDOW }, newKey: silent };
  const rotatedAt = await it.post(it.sign(body, keys));
  await passTo(rotatedAt + WINDOW);
  prepareFollowerHome(one, genesis);
  const key = loadValidatorKey(homePaths(one).validatorKeyFile, sha256);
  await it.post(it.sign({ ...body, number: 2n, miss: { ...body.miss, deadline: rotatedAt + WINDOW }, newKey: key.publicKey }, keys));

  let second = await follow(home, two, daUrl);
  let first = await follow(home, one, daUrl, "standby");
  const crossed = { recovery: { open_breaks: ["5"], stopped_at: null }, following: { status: "everything on DA is executed" } };
  await expect.poll(() => included(second), { timeout: 60_000 }).toBeGreaterThan(6);
  await second.close();
  const before = Number((await statusOf(first)).soft_height);
  rmSync(join(homePaths(two).dataFolder, "follower.json"));
  second = await follow(home, two, daUrl);
  await expect.poll(() => included(second), PATIENCE).toBeGreaterThan(before);
  await expect.poll(() => statusOf(second), PATIENCE).toMatchObject(crossed);
  await first.close();
  // What it read before says nothing of a third rotation.
  await expect(startNode({ home: one, config: { ...TEST_CONFIG, da: `celestia:${daUrl}` } })).rejects.toThrow("start it with --standby and --da");

  const again = openAdversary(one, CHAIN_ID, da);
  const [own, other] = [again.blocks[4], again.forge(4, { appHash: sha256(Uint8Array.of(5)) })];
  first = await follow(home, one, daUrl, "standby");
  await expect.poll(async () => (await statusOf(first)).role, PATIENCE).toBe("sequencer");
  const { validators } = await ask<{ validators: readonly { voting_power: string }[] }>(first.rpcUrl, "validators?height=5");
  const set = createValidatorSet(sha256, [{ publicKey: key.publicKey, power: BigInt(validators[0]?.voting_power ?? 0) }]);
  const [evidence] = own === undefined ? [] : duplicateVotes(set, own, other).map(encodeDuplicateVote);
  await createSequencerRpc(first.rpcUrl).submitEvidence(evidence ?? new Uint8Array(0));
  const held = async (): Promise<unknown[]> => {
    const [from, to] = [again.blocks.length, Number((await statusOf(second)).soft_height)];
    const blocks = await Promise.all(Array.from({ length: to - from + 1 }, (_, i) => ask<{ block: { evidence: { evidence: object[] } } }>(second.rpcUrl, `block?height=${from + i}`)));
    return blocks.flatMap(({ block }) => block.evidence.evidence);
  };
  await expect.poll(held, PATIENCE).toMatchObject([{ value: { vote_a: { height: "5", validator_address: toHex(key.address).toUpperCase() } } }]);
  await first.close();
  await again.post("headers", [other]);
  await expect.poll(async () => (await statusOf(second)).following.equivocations, PATIENCE).toEqual(["5"]);
  await second.close();
  const record = recordIn(two, "equivocation-");
  const judged = await openledgerd("verify-fraud", record, "--genesis", genesis, "--home", two, "--json");
  expect(JSON.parse(judged.out)).toMatchObject({ verdict: "proven", kind: "equivocation", height: 5, says: expect.stringContaining("1 pieces of evidence") as string });
}, 120_000);
