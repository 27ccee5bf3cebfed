import fc from "fast-check";
import { expect, test } from "vitest";
import { demandMessage, unopenedMessage } from "../support/challenge.fixture.ts";
import { answer, openLoop, passTime, settleMessage, type Loop } from "../support/loop.fixture.ts";
import { messages, sessionMessage } from "../support/messages.fixture.ts";
import { account, createWorld, type World } from "../support/world.fixture.ts";
import { demandOf, depositFor, externalOf, GATE, GATE_GENESIS, withdrawFrom } from "./gate.fixture.ts";

const people = [account(51), account(52), account(53)];
const START_UNITS = 1_000n;
const at = fc.nat({ max: people.length - 1 });
const units = fc.bigInt(0n, 700n);

type Step =
  | { readonly kind: "deposit" | "withdraw" | "retire" | "payOut"; readonly who: number; readonly units: bigint }
  | { readonly kind: "send"; readonly who: number; readonly to: number; readonly units: bigint }
  | { readonly kind: "open"; readonly who: number; readonly units: bigint }
  | { readonly kind: "spend" | "return"; readonly session: number; readonly units: bigint };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom("deposit", "withdraw", "retire", "payOut"), who: at, units }),
  fc.record({ kind: fc.constant("send"), who: at, to: at, units }),
  fc.record({ kind: fc.constant("open"), who: at, units }),
  fc.record({ kind: fc.constantFrom("spend", "return"), session: fc.nat({ max: 5 }), units }),
) as fc.Arbitrary<Step>;

interface Session {
  readonly buyer: number;
  readonly paidIn: bigint;
  readonly external: bigint;
  spent: bigint;
  returned: bigint;
}

/** What should be true, kept by hand: external units of each account, and of each session what went in and out. */
interface Model {
  readonly external: bigint[];
  readonly sessions: Session[];
  entered: bigint;
  left: bigint;
  retired: bigint;
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const coin = (amount: bigint) => ({ denom: "udemo", amount: amount.toString() });
const person = (i: number) => people[i] ?? account(51);

/** Takes units off an account by the rule: what stays is external as far as it can be. */
function takeOff(world: World, model: Model, who: number, amount: bigint): bigint {
  const stays = world.balance(person(who), "udemo") - amount;
  const before = model.external[who] ?? 0n;
  const after = smaller(before, stays);
  model.external[who] = after;
  return before - after;
}

function take(world: World, model: Model, one: Step): void {
  const ctx = world.context();
  const most = "who" in one ? smaller(one.units, world.balance(person(one.who), "udemo")) : one.units;
  if (most === 0n) return;
  switch (one.kind) {
    case "deposit":
      depositFor(world, person(one.who), one.units);
      model.external[one.who] = (model.external[one.who] ?? 0n) + one.units;
      model.entered += one.units;
      return;
    case "withdraw":
      model.left += takeOff(world, model, one.who, most);
      return withdrawFrom(world, person(one.who), most);
    case "retire":
      model.retired += takeOff(world, model, one.who, most);
      return world.bank.sendToModule(ctx, person(one.who), "treasury", coin(most));
    case "payOut": {
      const there = smaller(one.units, world.balance(world.bank.moduleAddress(ctx, "treasury"), "udemo"));
      if (there > 0n) world.bank.sendFromModule(ctx, "treasury", person(one.who), coin(there));
      return;
    }
    case "send": {
      const carried = takeOff(world, model, one.who, most);
      model.external[one.to] = (model.external[one.to] ?? 0n) + carried;
      return world.bank.send(ctx, person(one.who), person(one.to), coin(most));
    }
    case "open":
      return open(world, model, one.who, most);
    default:
      return move(world, model, one);
  }
}

function open(world: World, model: Model, who: number, paidIn: bigint): void {
  const ctx = world.context();
  const [buyer, sessionId] = [person(who), BigInt(model.sessions.length + 1)];
  const held = world.balance(buyer, "udemo");
  model.sessions.push({ buyer: who, paidIn, external: takeOff(world, model, who, paidIn), spent: 0n, returned: 0n });
  world.gates.openEscrow(ctx, { sessionId, buyer, coin: coin(paidIn), held });
  world.bank.sendToModule(ctx, buyer, "market", coin(paidIn));
}

function move(world: World, model: Model, one: Extract<Step, { readonly session: number }>): void {
  const ctx = world.context();
  const session = model.sessions[one.session];
  if (session === undefined) return;
  const [sessionId, buyer] = [BigInt(one.session + 1), person(session.buyer)];
  const amount = smaller(one.units, session.paidIn - session.spent - session.returned);
  if (amount === 0n) return;
  if (one.kind === "spend") {
    world.bank.sendBetweenModules(ctx, "market", "rewards", coin(amount));
    world.gates.spendEscrow(ctx, { sessionId, denom: "udemo", units: amount, toProtocol: amount / 7n });
    session.spent += amount;
    return;
  }
  const externalBefore = smaller(session.returned, session.external);
  world.bank.sendFromModule(ctx, "market", buyer, coin(amount));
  world.gates.returnEscrow(ctx, { sessionId, buyer, denom: "udemo", units: amount });
  session.returned += amount;
  const back = smaller(session.returned, session.external) - externalBefore;
  model.external[session.buyer] = (model.external[session.buyer] ?? 0n) + back;
}

test("each unit that entered counts as demand at most once under any sequence, whatever the order of payments", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const balances = people.map((address) => ({ address, denom: "udemo", units: START_UNITS }));
      const world = createWorld({ balances, genesis: GATE_GENESIS });
      const model: Model = { external: people.map(() => 0n), sessions: [], entered: 0n, left: 0n, retired: 0n };
      for (const one of steps) {
        take(world, model, one);
        expect(people.map((address) => externalOf(world, address))).toEqual(model.external);
      }
      // Spending eats the escrow from its internal end: what is spent beyond the internal part is external.
      const demand = model.sessions.reduce((sum, { spent, paidIn, external }) => {
        const internal = paidIn - external;
        return sum + (spent > internal ? spent - internal : 0n);
      }, 0n);
      const spent = model.sessions.reduce((sum, session) => sum + session.spent, 0n);
      const { total, holds, externalHeld } = demandOf(world);
      expect(total).toMatchObject({
        entered: String(model.entered),
        leftExternal: String(model.left),
        retired: String(model.retired),
        externalDemand: String(demand),
        internalDemand: String(spent - demand),
      });
      expect(externalHeld).toBe(String(model.external.reduce((sum, one) => sum + one, 0n)));
      expect([holds, demand <= model.entered]).toEqual([true, true]);
      expect(world.brokenInvariants().filter((sentence) => sentence.includes("external"))).toEqual([]);
    }),
    { numRuns: 120 },
  );
});

/** A second session of a buyer who has only what came through the gate and `internal` units beside it. */
function sessionOf(loop: Loop, internal: bigint, deposit: bigint, escrow: string): { readonly poor: Loop; readonly address: ReturnType<typeof account> } {
  const { world } = loop;
  const address = account(60);
  if (internal > 0n) world.bank.send(world.context(), account(1), address, coin(internal));
  depositFor(world, address, deposit);
  const { sessionId } = world.deliver(messages.openSession, sessionMessage({ buyer: address, escrow: { denom: "udemo", amount: escrow } }));
  return { poor: { ...loop, sessionId, answered: [] }, address };
}

test("a session spends internal value first, and what returns of a deposit is external again", () => {
  const loop = openLoop({ genesis: GATE_GENESIS });
  const { world } = loop;
  const before = demandOf(world).total;
  expect(before).toMatchObject({ entered: "0", externalDemand: "0" });
  const { poor, address } = sessionOf(loop, 50_000n, 1_000_000n, "900000");
  // Of 1,050,000 units 901,001 were paid, 50,000 internal ones among them; 200 of the opening fee came back at once.
  expect([externalOf(world, address), demandOf(world).externalEscrowed]).toEqual([149_199n, "850801"]);
  for (let i = 0; i < 3; i++) answer(poor, "The heron waits beside the quiet reservoir until the morning fog dissolves.");
  world.deliver(messages.settle, settleMessage(poor, 0, 1));
  world.deliver(messages.settle, settleMessage(poor, 1, 3));
  passTime(world);
  const { total, externalEscrowed, says, holds } = demandOf(world);
  const cost = 1_050_000n - world.balance(address, "udemo");
  expect(cost).toBeGreaterThan(200_000n);
  expect(BigInt(total?.externalDemand ?? "")).toBe(cost - 50_000n);
  expect([externalOf(world, address), externalEscrowed, holds]).toEqual([world.balance(address, "udemo"), "0", true]);
  expect(says).toBe(`1000000 entered = ${1_050_000n - cost} held + 0 in sessions + ${cost - 50_000n} spent on answers + 0 retired + 0 left`);
  expect(BigInt(total?.toProtocol ?? "0")).toBeGreaterThan(cost / 10n);
  expect(world.brokenInvariants()).toEqual([]);
});

test("what is counted as demand is said in an event, by where the units came from", () => {
  const loop = openLoop({ genesis: GATE_GENESIS });
  const { world } = loop;
  const before = demandOf(world).total;
  sessionOf(loop, 300n, 1_000_000n, "900000");
  const { total } = demandOf(world);
  const said = world.events.find(({ type }) => type === "demand_counted")?.attributes ?? [];
  const value = (key: string): string | undefined => said.find((one) => one.key === key)?.value;
  expect([value("denom"), value("internal"), value("external")]).toEqual(["udemo", "300", total?.externalDemand]);
  expect(BigInt(value("internal") ?? "") + BigInt(before?.internalDemand ?? "")).toBe(BigInt(total?.internalDemand ?? ""));
  expect(BigInt(value("to_protocol") ?? "") + BigInt(before?.toProtocol ?? "")).toBe(BigInt(total?.toProtocol ?? ""));
});

test("a void settlement gives the deposit back as what it was", () => {
  const loop = openLoop({ genesis: GATE_GENESIS });
  const { world } = loop;
  const { poor, address } = sessionOf(loop, 0n, 1_000_000n, "900000");
  answer(poor, "The heron waits beside the quiet reservoir until the morning fog dissolves.");
  const { settlementId } = world.deliver(messages.settle, unopenedMessage(poor));
  world.deliver(messages.demand, demandMessage(settlementId, [0n]));
  passTime(world);
  const demand = BigInt(demandOf(world).total?.externalDemand ?? "0");
  // Only the opening fee was paid, less the part that returned.
  expect([demand > 0n, demand < 1_001n]).toEqual([true, true]);
  expect([externalOf(world, address), world.balance(address, "udemo")]).toEqual([1_000_000n - demand, 1_000_000n - demand]);
  expect(world.brokenInvariants()).toEqual([]);
});

test("what is paid in the base denom is counted too, all of it internal", () => {
  const loop = openLoop({ genesis: GATE_GENESIS, offer: { price: { denom: "uopen", perCall: "100003", per1kInput: "0", per1kOutput: "0" }, bond: { denom: "uopen", amount: "100000000" } }, session: { escrow: { denom: "uopen", amount: "500000" } } });
  answer(loop, "The heron waits beside the quiet reservoir until the morning fog dissolves.");
  loop.world.deliver(messages.settle, settleMessage(loop));
  passTime(loop.world);
  const { total, gate, holds } = demandOf(loop.world, 0n, "uopen");
  expect([gate, holds, total?.externalDemand]).toEqual([undefined, true, "0"]);
  expect(BigInt(total?.internalDemand ?? "0")).toBeGreaterThan(60_000n);
});

test("flows of a day stay apart from those of other days, for as many days as are kept", () => {
  const world = createWorld({ balances: [], genesis: { ...GATE_GENESIS, gate: { gates: [GATE], params: { epochs_kept: "2" } } } });
  const today = demandOf(world).epoch;
  const entered = (epoch: bigint) => demandOf(world, epoch).inEpoch?.entered;
  depositFor(world, account(51), 5n);
  depositFor(world, account(51), 6n);
  world.nextBlock(86_400);
  depositFor(world, account(51), 7n);
  expect([demandOf(world).epoch, demandOf(world).inEpoch?.entered, entered(today), entered(today + 1n)]).toEqual([today + 1n, "7", "11", "7"]);
  world.nextBlock(86_400);
  expect([demandOf(world).epoch, demandOf(world).inEpoch?.entered]).toEqual([today + 2n, "0"]);
  world.nextBlock(86_400);
  depositFor(world, account(51), 8n);
  expect([entered(today), entered(today + 1n), entered(today + 2n), entered(today + 3n)]).toEqual(["0", "7", "0", "8"]);
  expect(demandOf(world).total?.entered).toBe("26");
});
