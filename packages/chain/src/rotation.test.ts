import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { GeneratedType } from "@cosmjs/proto-signing";
import { encodeRotation, encodeRotationTx, rotationSignBytes, type Rotation, type RotationBody } from "@openledger/derivation";
import { MsgRotateSequencer, QueryRotationsResponse, QuerySequencerResponse, QueryService } from "@openledger/messages/openledger/rollup/v1";
import { AuthInfo, Fee, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { MsgExec } from "@openledger/messages/cosmos/authz/v1beta1";
import { toBase64 } from "@openledger/primitives";
import type { ExecutedBlock, Json, StateMachine } from "@openledger/state-machine";
import { beforeAll, expect, test } from "vitest";
import { blockRequest, CHAIN_ID, createWallets, crypto, execute, genesisOf, registry, runBlock, sendMessage, signTx, startChain, type Wallet } from "./chain.fixture.ts";
import { createChain } from "./create-chain.ts";
import { parseGenesis } from "./genesis.ts";
import { recoveryOf } from "./recovery.ts";

const { sha256 } = crypto;
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

function keyOf(seed: number): { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, Buffer.alloc(32, seed)]), format: "der", type: "pkcs8" });
  const publicKey = new Uint8Array(createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32));
  return { publicKey, sign: (message) => new Uint8Array(sign(null, message, secret)) };
}

const keys = [1, 2, 3].map(keyOf);
const next = keyOf(9);
const addressOf = (publicKey: Uint8Array): Uint8Array => sha256(publicKey).slice(0, 20);
const RULE = { forced_inclusion: { window: "10" } };
const recoveryJson = (threshold: string, of = keys): Json => ({ threshold, keys: of.map(({ publicKey }, i) => ({ name: `key ${i}`, public_key: toBase64(publicKey) })) });
const BODY: RotationBody = { number: 1n, lastHeight: 3n, lastHash: sha256(Uint8Array.of(1)), miss: { txHash: sha256(Uint8Array.of(2)), daHeight: 5n, deadline: 15n }, newKey: next.publicKey };

function signed(change: Partial<RotationBody> = {}, signers = keys): Rotation {
  const body = { ...BODY, ...change };
  const message = rotationSignBytes(sha256, CHAIN_ID, body);
  const signatures = signers.map((key) => ({ publicKey: key.publicKey, signature: key.sign(message) }));
  return { ...body, signatures: signatures.toSorted((a, b) => Buffer.compare(a.publicKey, b.publicKey)) };
}

let wallets: [Wallet, Wallet];
beforeAll(async () => {
  wallets = (await createWallets(2)) as [Wallet, Wallet];
});

function begin(rollup: { readonly [name: string]: Json } = { ...RULE, recovery: recoveryJson("2") }): StateMachine {
  const chain = startChain(wallets, { appState: { rollup } });
  for (let i = 0; i < 3; i++) runBlock(chain);
  return chain;
}

/** Block 4 by the key that rotations here name. */
function blockBy(chain: StateMachine, txs: readonly Uint8Array[], { proposer = next.publicKey, height = 4n } = {}): ExecutedBlock {
  const votes = [{ address: new Uint8Array(20), power: 7n, signed: true }, { address: new Uint8Array(20).fill(1), power: 3n, signed: false }];
  return execute(chain, { ...blockRequest(height, txs), proposer: addressOf(proposer), votes });
}

const resultOf = (block: ExecutedBlock, index = 0): string => {
  const { code, codespace } = block.response.txResults[index] ?? { code: -1, codespace: "none" };
  return code === 0 ? "ok" : `${codespace}/${code}`;
};

test("the first block of the new key begins with the rotation, and gives it all power at once", () => {
  const chain = begin();
  const rotation = signed();
  const block = blockBy(chain, [encodeRotationTx(rotation)]);
  expect(resultOf(block)).toBe("ok");
  expect(block.response.txResults[0]).toMatchObject({ gasWanted: 0n });
  expect(block.response.validatorUpdates.at(-1)).toEqual({ publicKey: next.publicKey, power: 10n });
  expect(block.response.txResults[0]?.events.map(({ type }) => type)).toContain("sequencer_rotated");
  chain.commit(block);
  const ask = (path: string): Uint8Array => chain.query({ path, data: new Uint8Array(0), height: 0n, prove: false }).value;
  expect(QuerySequencerResponse.fromBytes(ask(QueryService.Sequencer.path))).toEqual({ sequencer: { publicKey: next.publicKey, power: 10n, sinceHeight: 4n } });
  expect(QueryRotationsResponse.fromBytes(ask(QueryService.Rotations.path))).toEqual({ rotations: [{ height: 4n, rotation: encodeRotation(rotation) }] });
  expect(chain.invariants()).toEqual([]);
  // It changes the set once; a number counts once, and a later one later.
  const after = blockBy(chain, [encodeRotationTx(signed({ lastHeight: 4n }))], { height: 5n });
  expect([resultOf(after), after.response.validatorUpdates]).toEqual(["rollup/9", []]);
  const third = keyOf(10).publicKey;
  expect(resultOf(blockBy(chain, [encodeRotationTx(signed({ number: 3n, lastHeight: 4n, newKey: third }))], { height: 5n, proposer: third }))).toBe("ok");
});

test.each<[string, () => Rotation, object, string]>([
  ["too few signatures", () => signed({}, keys.slice(0, 1)), {}, "rollup/10"],
  ["the signature of a stranger", () => signed({}, [keys[0] as typeof next, next]), {}, "rollup/10"],
  ["a signature over something else", () => ({ ...signed(), number: 2n }), {}, "rollup/10"],
  ["another last block", () => signed({ lastHeight: 4n }), {}, "rollup/9"],
  ["a block of the old sequencer", () => signed(), { proposer: keyOf(4).publicKey }, "rollup/9"],
])("a rotation with %s is refused, and nothing changes", (_, rotation, where, expected) => {
  const block = blockBy(begin(), [encodeRotationTx(rotation())], where);
  expect([resultOf(block), block.response.validatorUpdates]).toEqual([expected, []]);
});

test("it is refused outside of a block, behind another transaction, and beside anything", async () => {
  const chain = begin();
  const tx = encodeRotationTx(signed());
  expect(chain.checkTx(tx, false)).toMatchObject({ codespace: "sdk", code: 4, log: expect.stringContaining("first one of a block only") as string });
  expect(chain.checkTx(tx, true).code).toBe(4);
  expect(chain.checkAlone(tx).code).toBe(4);
  expect(chain.simulate(tx).result.code).toBe(4);
  const [alice, bob] = wallets;
  const send = await signTx(alice, [sendMessage(alice.address, bob.address, "1")]);
  expect([0, 1].map((index) => resultOf(blockBy(chain, [send, tx]), index))).toEqual(["ok", "sdk/4"]);
  expect([0, 1].map((index) => resultOf(blockBy(chain, [tx, tx]), index))).toEqual(["ok", "sdk/4"]);
  const any = { typeUrl: MsgRotateSequencer.typeUrl, value: MsgRotateSequencer.toBytes({ rotation: encodeRotation(signed()) }) };
  const txOf = (body: Parameters<typeof TxBody.create>[0], fee: Parameters<typeof Fee.create>[0] = {}, signatures: Uint8Array[] = []): Uint8Array =>
    TxRaw.toBytes({ bodyBytes: TxBody.toBytes(TxBody.create(body)), authInfoBytes: AuthInfo.toBytes(AuthInfo.create({ fee: Fee.create(fee) })), signatures });
  for (const bytes of [
    txOf({ messages: [any, any] }),
    txOf({ messages: [any], memo: "x" }),
    txOf({ messages: [any], timeoutHeight: 9n }),
    txOf({ messages: [any] }, { gasLimit: 1n }),
    txOf({ messages: [any] }, {}, [new Uint8Array(64)]),
  ]) expect(resultOf(blockBy(chain, [bytes]))).toBe("sdk/18");
  registry.register(MsgExec.typeUrl, MsgExec as GeneratedType);
  const exec = { typeUrl: MsgExec.typeUrl, value: MsgExec.create({ grantee: alice.address, msgs: [any] }) };
  expect(resultOf(blockBy(chain, [await signTx(alice, [exec])]))).not.toBe("ok");
});

test("without recovery keys nobody can replace a sequencer", () => {
  expect(resultOf(blockBy(begin(RULE), [encodeRotationTx(signed())]))).toBe("rollup/8");
});

test("genesis names recovery keys, each once, and how many must sign", () => {
  expect(recoveryOf({})).toBeUndefined();
  expect(recoveryOf({ rollup: { ...RULE, recovery: recoveryJson("3") } })).toMatchObject({ threshold: 3, named: [{ name: "key 0" }, { name: "key 1" }, { name: "key 2" }] });
  const one = { name: "a", public_key: toBase64(next.publicKey) };
  for (const [recovery, text] of [
    [recoveryJson("0"), "recovery.threshold: must be from 1 to the number of keys, 3"],
    [recoveryJson("4"), "recovery.threshold: must be from 1 to the number of keys, 3"],
    [{ keys: [one] }, "recovery.threshold: must be an integer"],
    [recoveryJson("1", []), "recovery.keys: must be from 1 to 16"],
    [recoveryJson("1", Array.from({ length: 17 }, (_, i) => keyOf(i + 20))), "recovery.keys: must be from 1 to 16"],
    [{ threshold: "1", keys: [one, one] }, "must name each key once"],
    [{ threshold: "1", keys: [{ ...one, power: "1" }] }, "recovery.keys[0].power: there is no such field"],
    [{ threshold: "1", keys: [one], delay: "1" }, "recovery.delay: there is no such field"],
    [{ threshold: "1", keys: [{ public_key: "AAAA" }] }, "recovery.keys[0].public_key: must be 32 bytes"],
  ] as const) {
    const document = genesisOf([]) as { readonly app_state: object };
    expect(() => createChain({ crypto }).initChain(parseGenesis({ ...document, app_state: { ...document.app_state, rollup: { ...RULE, recovery } } })), text).toThrow(text);
  }
  expect(() => recoveryOf({ rollup: { recovery: recoveryJson("1") } })).toThrow("recovery: needs app_state.rollup.forced_inclusion");
});
