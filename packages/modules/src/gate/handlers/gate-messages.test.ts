import type { MsgGateDeposit, MsgGateWithdraw, MsgSetGate } from "@openledger/messages/openledger/gate/v1";
import { sdkErrors, TxError } from "@openledger/state-machine";
import { expect, test } from "vitest";
import { account, createWorld, type World } from "../../support/world.fixture.ts";
import {
  baseDenomGate,
  gateClosed,
  malformedMessage,
  notAnAccount,
  notIssuer,
  numberDiffers,
  supplyTooLarge,
  tooManyGates,
  unknownGate,
} from "../errors.ts";
import { demandOf, depositFor, externalOf, GATE_GENESIS, gateDeposit, gateWithdraw, issuer, setGate, withdrawFrom } from "../gate.fixture.ts";
import { GATES_MAX } from "./set-gate.ts";

const [ann, ben] = [account(51), account(52)];
const begin = (): World => createWorld({ balances: [{ address: ann, denom: "udemo", units: 100n }], genesis: GATE_GENESIS });

function refusalOf(act: () => unknown): string {
  try {
    act();
    return "ok";
  } catch (error) {
    if (error instanceof TxError) return `${error.codespace} ${error.code}`;
    throw error;
  }
}
const code = (error: { readonly code: number }): string => `gate ${error.code}`;

test("a deposit is taken once, from the issuer, for a person, and only in the denom of an open gate", () => {
  const world = begin();
  const right = { issuer, recipient: ben, amount: { denom: "udemo", amount: "5" }, number: 1n, reference: "wire 1" };
  const deposit = (change: Partial<MsgGateDeposit> = {}): string => refusalOf(() => world.deliver(gateDeposit, { ...right, ...change }));
  expect(deposit({ issuer: ann })).toBe(code(notIssuer));
  expect(deposit({ number: 2n })).toBe(code(numberDiffers));
  expect(deposit({ recipient: world.bank.moduleAddress(world.context(), "treasury") })).toBe(code(notAnAccount));
  expect(deposit({ recipient: world.bank.moduleAddress(world.context(), "gov") })).toBe(code(notAnAccount));
  expect(deposit({ amount: { denom: "uopen", amount: "5" } })).toBe(code(unknownGate));
  expect(deposit({ amount: { denom: "udemo", amount: (1n << 127n).toString() } })).toBe(code(malformedMessage));
  expect(deposit({ amount: { denom: "udemo", amount: ((1n << 127n) - 100n).toString() } })).toBe(code(supplyTooLarge));
  expect(deposit({ amount: { denom: "udemo", amount: "0" } })).toBe(code(malformedMessage));
  expect(deposit({ reference: "x".repeat(129) })).toBe(code(malformedMessage));
  expect(deposit()).toBe("ok");
  expect(world.events.at(-1)).toMatchObject({ type: "gate_deposited", attributes: [{ value: issuer }, { value: ben }, { value: "5udemo" }, { value: "1" }, { value: "wire 1" }] });
  expect(deposit()).toBe(code(numberDiffers));
  expect([world.balance(ben, "udemo"), externalOf(world, ben), world.bank.supply(world.context(), "udemo")]).toEqual([5n, 5n, 105n]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("a withdrawal burns what the holder has, the internal part first, and counts all of it as left", () => {
  const world = begin();
  depositFor(world, ann, 50n);
  withdrawFrom(world, ann, 120n);
  expect([world.balance(ann, "udemo"), externalOf(world, ann)]).toEqual([30n, 30n]);
  expect(demandOf(world)).toMatchObject({ total: { entered: "50", left: "120", leftExternal: "20", retired: "0" }, externalHeld: "30", holds: true });
  expect(demandOf(world).says).toBe("50 entered = 30 held + 0 in sessions + 0 spent on answers + 0 retired + 20 left");
  const right: MsgGateWithdraw = { holder: ann, amount: { denom: "udemo", amount: "31" }, reference: "" };
  const withdraw = (change: Partial<MsgGateWithdraw> = {}): string => refusalOf(() => world.deliver(gateWithdraw, { ...right, ...change }));
  expect(withdraw()).toBe(`sdk ${sdkErrors.insufficientFunds.code}`);
  expect(withdraw({ amount: { denom: "uopen", amount: "1" } })).toBe(code(unknownGate));
  expect(externalOf(world, ann)).toBe(30n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("governance opens, hands over and closes a gate, which works from the next block, and never for the base denom", () => {
  const world = begin();
  const authority = world.bank.moduleAddress(world.context(), "gov");
  const right: MsgSetGate = { authority, denom: "ueuro", issuer, name: "euros" };
  const set = (change: Partial<MsgSetGate> = {}): string => refusalOf(() => world.deliver(setGate, { ...right, ...change }));
  expect(set({ authority: ann })).toBe("gov 13");
  expect(set({ denom: "uopen" })).toBe(code(baseDenomGate));
  expect(set({ denom: "no denom" })).toBe(code(malformedMessage));
  expect(set({ issuer: "nobody" })).toBe(code(malformedMessage));
  expect(set({ name: "" })).toBe(code(malformedMessage));
  expect(set()).toBe("ok");
  expect(refusalOf(() => depositFor(world, ben, 5n, "ueuro"))).toBe(code(gateClosed));
  world.nextBlock();
  depositFor(world, ben, 5n, "ueuro");
  expect(set({ issuer: ann })).toBe("ok");
  world.nextBlock();
  expect(refusalOf(() => depositFor(world, ben, 5n, "ueuro"))).toBe(code(notIssuer));
  expect(set({ issuer: "" })).toBe("ok");
  world.nextBlock();
  expect(refusalOf(() => world.deliver(gateWithdraw, { holder: ben, amount: { denom: "ueuro", amount: "1" }, reference: "" }))).toBe(code(gateClosed));
  // What entered before is followed further.
  world.bank.send(world.context(), ben, ann, { denom: "ueuro", amount: "2" });
  expect(demandOf(world, 0n, "ueuro")).toMatchObject({ externalHeld: "5", gate: { deposits: 1n, issuer: "" }, holds: true });
  for (let i = 2; i < GATES_MAX; i++) expect(set({ denom: `denom${i}` })).toBe("ok");
  expect(set({ denom: "onetoomany" })).toBe(code(tooManyGates));
  expect(world.brokenInvariants()).toEqual([]);
});
