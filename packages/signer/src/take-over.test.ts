// What comes to a signer with a key is what that key signed, and no other one's.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSignState, STEP_PRECOMMIT } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey, newSignState } from "@openledger/sequencer";
import { expect, test } from "vitest";
import { signerPaths, takeOverKey, type NodeKeyFiles } from "./signer-home.ts";
import { CHAIN_ID, createTestSignerHome, crypto } from "./signer.fixture.ts";

const { sha256 } = crypto;
const chain = { chainId: CHAIN_ID, initialHeight: 1n };

function nodeFiles(home: string): NodeKeyFiles {
  const dataFolder = join(home, "node");
  mkdirSync(dataFolder);
  return { dataFolder, keyFile: join(home, "node-key.json"), signStateFile: join(dataFolder, "priv_validator_state.json"), markerFile: join(dataFolder, "signer.json") };
}

test("a key is not taken over with the last-sign state of another one, whether that one never signed or did", () => {
  using home = createTestSignerHome();
  const from = nodeFiles(home.home);
  const at = join(home.home, "signer");
  const own = createValidatorKey(join(home.home, "own.json"), sha256);
  copyFileSync(signerPaths(home.home).keyFile, from.keyFile);
  const signed = (key: Pick<typeof own, "sign">): void => {
    writeFileSync(from.signStateFile, '{"height":"0","round":0,"step":0}');
    openSignState(from.signStateFile).sign({ height: 9n, round: 0, step: STEP_PRECOMMIT, signBytes: toUtf8("nine") }, (message) => key.sign(message));
  };
  for (const write of [() => writeFileSync(from.signStateFile, newSignState(own)), () => signed(own)]) {
    write();
    expect(() => takeOverKey(at, from, chain, sha256)).toThrow(/belongs to another key than the one in .*node-key\.json, and does not say what that one signed: .*openledgerd signer restore --key/);
    // Nothing was moved.
    expect([from.keyFile, from.signStateFile, from.markerFile, signerPaths(at).keyFile].map((file) => existsSync(file))).toEqual([true, true, false, false]);
  }
  signed(home.key);
  expect(takeOverKey(at, from, chain, sha256).publicKey).toEqual(home.key.publicKey);
  expect(openSignState(signerPaths(at).signStateFile).last?.height).toBe(9n);
  expect(loadValidatorKey(from.keyFile, sha256).publicKey).not.toEqual(home.key.publicKey);
});
