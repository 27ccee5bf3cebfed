import { createNodeCrypto } from "@openledger/crypto";
import { QueryService as GateQuery } from "@openledger/messages/openledger/gate/v1";
import { toHex } from "@openledger/primitives";
import { expect, test } from "vitest";
import { replayOnNewChain } from "../chain/replay.ts";
import { GATE_DENOM } from "./gate-actions.ts";
import { simulate } from "./simulate.ts";

const crypto = createNodeCrypto();
const BLOCKS = 150;
// A failing seed goes to SEEDS.md with its cause.
const SEEDS = ["1", "2", ...(process.env["OPENLEDGER_SEEDS"] ?? "").split(",").filter((seed) => seed !== "")];

test.each(SEEDS)("with seed %s the auditor's books and the chain agree to the unit, and two stores on every hash", (seed) => {
  const { chain, differences, finals, ended, proposals, tally } = simulate({ crypto, seed, blocks: BLOCKS });
  expect(differences).toEqual([]);
  expect(finals, "settlements are paid out").toBeGreaterThan(0);
  expect(ended, "sessions end").toBeGreaterThan(0);
  expect(["passed", "rejected", "failed"].some((result) => proposals[`proposal_${result}`] !== undefined), "proposals are decided").toBe(true);
  for (const action of ["send", "contribute", "accept", "reject", "freeze", "publish", "derive", "createOffer", "openSession", "settle", "claim", "delegate", "withdrawRewards", "withdrawCommission", "propose", "vote", "gateDeposit", "gateWithdraw", "dispute", "answerDispute", "escalateDispute", "proposeDecision", "giveFeedback", "reportVersion", "reportContribution", "reportReceipt", "respondIncident", "escalateIncident", "proposeIncident"]) {
    expect(tally[action]?.taken, `${action} succeeds at least once`).toBeGreaterThan(0);
  }
  for (const [action, { taken }] of Object.entries(tally)) {
    if (/^(?:settleWrongly|sendTooMuch|sendOfAnother|reviewOtherRows|publishUnfrozen|deriveInCircle|gateDepositWrongly|disputeOwn|answerForOwner|feedbackWithoutPurchase|reportOthersReceipt|respondForHolder)/.test(action)) expect(taken, action).toBe(0);
  }
  const { total } = chain.query(GateQuery.Demand, { denom: GATE_DENOM }).demand ?? {};
  for (const units of [total?.left, total?.externalDemand]) expect(BigInt(units ?? "0")).toBeGreaterThan(0n);
  const { executed, restored } = replayOnNewChain(crypto, chain.genesis, chain.blocks);
  const hashes = chain.blocks.map(({ response }) => toHex(response.appHash));
  expect(executed).toEqual(hashes);
  expect(restored).toEqual(hashes);
});
