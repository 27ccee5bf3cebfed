import { headerHash } from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { nanosFromRfc3339, signedHeaderFromJson, validatorSetFromJson } from "./comet-json.ts";

const { sha256 } = createNodeCrypto();

/** Header 1608 of a chain that tendermint-rs recorded (tendermint/tests/support/serialization/block). */
const RECORDED = {
  ...{ version: { block: "11", app: "1" }, chain_id: "dockerchain", height: "1608", time: "2020-09-14T16:33:54.21191421Z" },
  last_block_id: {
    hash: "D3B2CC7EDAFF87433A5DBCDCDF4077A56AACDE3606034262B0CDB120F62EB40B",
    part_set_header: { total: 1, hash: "3AB411EAFE9A3B7AC013B0214990E5653112A39909289E3EA9211F07B8CD6EED" },
  },
  last_commit_hash: "47071B86EFC28BEC17543967975F35191BA9BEC9C2AD77E86F63B149528D71A1",
  data_hash: "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
  validators_hash: "5E20520EC80B84044B64BA0C55B1C06D543BBD57955C27B8A9999EC526BF703C",
  next_validators_hash: "5E20520EC80B84044B64BA0C55B1C06D543BBD57955C27B8A9999EC526BF703C",
  consensus_hash: "048091BC7DDC283F77BFBF91D73C44DA58C3DF8A9CBC867405D8B7F3DAADA22F",
  app_hash: "0000000000000000",
  last_results_hash: "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
  evidence_hash: "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
  proposer_address: "C8657A30D20C3BAD414624A1A963373DD500CCD3",
};
const COMMIT = { height: "1608", round: 0, block_id: RECORDED.last_block_id, signatures: [] };

test("a recorded header has its known hash", () => {
  const { header } = signedHeaderFromJson({ header: RECORDED, commit: COMMIT });
  expect(toHex(headerHash(sha256, header)).toUpperCase()).toBe("F30A71F2409FB15AACAEDB6CC122DFA2525BEE9CAE521721B06BFDCA291B8D56");
});

test("times keep their nanoseconds, and Go's zero time is the one that commits carry", () => {
  expect(nanosFromRfc3339("2020-09-14T16:33:54.21191421Z")).toBe(1_600_101_234_211_914_210n);
  expect(nanosFromRfc3339("1970-01-01T00:00:01Z")).toBe(1_000_000_000n);
  expect(nanosFromRfc3339("0001-01-01T00:00:00Z")).toBe(-62_135_596_800n * 1_000_000_000n);
});

test("what is no header, commit or validator is refused", () => {
  const read = (header: object, commit: object = {}) => () =>
    signedHeaderFromJson({ header: { ...RECORDED, ...header }, commit: { ...COMMIT, ...commit } });
  expect(read({ height: "-1" })).toThrow();
  expect(read({ height: "01" })).toThrow();
  expect(read({ app_hash: "0" })).toThrow();
  expect(read({ time: "2020-09-14T16:33:54+02:00" })).toThrow();
  expect(read({ time: "2020-99-14T16:33:54Z" })).toThrow();
  expect(read({ time: "1960-01-01T00:00:00Z" })).toThrow();
  expect(read({ chain_id: "x".repeat(51) })).toThrow();
  expect(read({}, { signatures: [{ block_id_flag: 4, validator_address: "", timestamp: RECORDED.time, signature: null }] })).toThrow();
  expect(() => signedHeaderFromJson(null)).toThrow();
  const key = { type: "tendermint/PubKeyEd25519", value: "AAAA" };
  expect(() => validatorSetFromJson(sha256, [{ pub_key: key, voting_power: "1" }])).toThrow();
  expect(() => validatorSetFromJson(sha256, [{ pub_key: { ...key, type: "tendermint/PubKeySecp256k1" }, voting_power: "1" }])).toThrow();
});
