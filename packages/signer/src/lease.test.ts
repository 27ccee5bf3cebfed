// Two nodes, one signer, another key that gets the chain for a while, and everything that can happen to them in an order that a seed decides.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { openRecordLog } from "@openledger/kv";
import { OperationalError } from "@openledger/ports";
import { toHex, toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRecord } from "./journal-record.ts";
import { openSigner, type Signer } from "./signer.ts";
import { signerPaths } from "./signer-home.ts";
import { createTestSignerHome, crypto, GENESIS, requestAfter, tipAfter, tipOf, type TestRequest, type Tip } from "./signer.fixture.ts";

const TTL_MS = 5_000;
const EXPECTED = new Set(["LEASE_HELD", "LEASE_LOST", "SEAL_CONFLICT", "JOURNAL_FULL"]);

/** What a node remembers; a crash takes all of it but its blocks. */
interface Node {
  readonly name: string;
  tip: Tip;
  lease: bigint | undefined;
  /** Asked for, without an answer that arrived. */
  asked: TestRequest | undefined;
}

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("seal" as const), node: fc.nat(1), lost: fc.boolean(), round: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("acquire", "catch up", "renew", "included", "release", "repeat", "node crash", "follow", "advance", "advance astray"), node: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("others seal" as const), blocks: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("pause" as const), ms: fc.integer({ min: 0, max: 2 * TTL_MS }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("clock back" as const), ms: fc.integer({ min: 0, max: TTL_MS }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("signer crash" as const) }) },
);

test("whatever the schedule, no height and round gets two sign bytes, none that another key sealed gets any, numbers of leases ascend, nothing sealed is lost, and it goes on", () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 20, maxLength: 120 }), (schedule) => {
      using home = createTestSignerHome();
      using elsewhere = createTestSignerHome();
      let now = 0;
      let signer: Signer = open();
      const nodes: readonly Node[] = ["a", "b"].map((name) => ({ name, tip: GENESIS, lease: undefined, asked: undefined }));
      const signed = new Map<string, string>();
      const heights = new Map<bigint, string>();
      /** Blocks of the other key, by height; all of them are on DA, and so is what is below. */
      const others = new Map<bigint, Tip>();
      let lastOther: Tip | undefined;
      let highest = 0n;
      let serial = 0;

      function open(): Signer {
        return openSigner({ home: home.home, sha256: crypto.sha256, nowMs: () => now, segmentBlocks: 3 });
      }

      /** A signature left the signer: what it says is checked against all that did before. */
      function released(request: TestRequest, signature: Uint8Array): void {
        expect(crypto.verifyEd25519(home.key.publicKey, request.signBytes, signature)).toBe(true);
        const place = `${request.height}/${request.round}`;
        const bytes = toHex(request.signBytes);
        expect(signed.get(place) ?? bytes).toBe(bytes);
        expect(heights.get(request.height) ?? bytes).toBe(bytes);
        signed.set(place, bytes);
        heights.set(request.height, bytes);
      }

      function seal(node: Node, request: TestRequest, isLost: boolean): void {
        node.asked = request;
        const signature = signer.seal(node.lease ?? 0n, request);
        released(request, signature);
        if (isLost) return;
        node.tip = tipAfter(home.key, request.made, { signature, signBytes: request.signBytes });
        node.asked = undefined;
      }

      /** Governance hands over after the last block that was sealed, and back. */
      function othersSeal(blocks: number): void {
        const { height: sealed } = signer.status().tip;
        const [last] = signer.sealed(sealed, 1);
        let tip = lastOther !== undefined && lastOther.height >= sealed ? lastOther : last === undefined ? GENESIS : tipOf(home.key, last);
        for (let i = 0; i < blocks; i++) {
          const { made, signBytes } = requestAfter(elsewhere.key, tip, toUtf8(`other ${serial++}`));
          tip = tipAfter(elsewhere.key, made, { signature: elsewhere.key.sign(signBytes), signBytes });
          others.set(tip.height, tip);
        }
        lastOther = tip;
        // It was decided two blocks before whose these are, so that nobody had asked for them.
        for (const node of nodes) if (node.asked !== undefined && others.has(node.asked.height)) node.asked = undefined;
      }

      /** What an honest node tells the signer: the last block here, when another key sealed it. */
      function advance(node: Node): void {
        if (others.has(node.tip.height)) signer.advance(node.lease ?? 0n, { height: node.tip.height, hash: node.tip.blockId.hash });
      }

      function follow(node: Node): void {
        if (lastOther !== undefined && lastOther.height > node.tip.height) node.tip = lastOther;
      }

      function advanceAstray(node: Node): void {
        const before = signer.status().tip;
        const height = before.height - BigInt(serial % 3);
        expect(() => signer.advance(node.lease ?? 0n, { height, hash: crypto.sha256(toUtf8("astray")) })).toThrow(OperationalError);
        expect(signer.status().tip).toEqual(before);
      }

      function act(kind: string, node: Node): void {
        if (kind === "acquire") {
          node.lease = signer.acquire(node.name, TTL_MS).number;
          expect(node.lease).toBeGreaterThan(highest);
          highest = node.lease;
        } else if (kind === "catch up") {
          for (const block of signer.sealed(node.tip.height + 1n, 1_000)) {
            if (block.height !== node.tip.height + 1n) return;
            node.tip = tipOf(home.key, block);
          }
        } else if (kind === "renew") signer.renew(node.lease ?? 0n);
        else if (kind === "release") signer.release(node.lease ?? 0n);
        else if (kind === "included") signer.included(node.lease ?? 0n, nodes.reduce((low, { tip }) => (tip.height < low ? tip.height : low), node.tip.height));
        else if (kind === "repeat" && node.asked !== undefined) seal(node, node.asked, false);
        else if (kind === "follow") follow(node);
        else if (kind === "advance") advance(node);
        else if (kind === "advance astray") advanceAstray(node);
        else if (kind === "node crash") Object.assign(node, { lease: undefined, asked: undefined });
      }

      try {
        for (const one of schedule) {
          try {
            if (one.kind === "pause" && "ms" in one) now += one.ms;
            else if (one.kind === "clock back" && "ms" in one) now -= one.ms;
            else if (one.kind === "others seal" && "blocks" in one) othersSeal(one.blocks);
            else if (one.kind === "signer crash") {
              signer[Symbol.dispose]();
              signer = open();
            } else if ("node" in one) {
              const node = nodes[one.node];
              if (node === undefined) continue;
              // The sets of the blocks here say whose the next one is.
              if (one.kind === "seal" && others.has(node.tip.height + 1n)) continue;
              if (one.kind === "seal" && "lost" in one) seal(node, requestAfter(home.key, node.tip, toUtf8(`${node.name}${serial++}`), { round: one.round }), one.lost);
              else act(one.kind, node);
            }
          } catch (error) {
            if (!(error instanceof OperationalError && EXPECTED.has(error.code))) throw error;
          }
        }
        // What was sealed is in the journal, or both nodes had it when it was forgotten.
        for (let at = 1n; at <= signer.status().tip.height; at++) expect(Number(heights.has(at)) + Number(others.has(at)), `block ${at}`).toBe(1);
        expect([...heights.keys()].every((at) => at <= signer.status().tip.height)).toBe(true);
        expect(kept(home.home).every(({ place, bytes }) => signed.get(place) === bytes)).toBe(true);
        // Whatever happened, whoever has everything goes on.
        now += 1_000_000;
        const [node] = nodes;
        if (node === undefined) return;
        act("acquire", node);
        follow(node);
        const sealed = signer.status().tip.height;
        const [last] = sealed > node.tip.height ? signer.sealed(sealed, 1) : [];
        if (last !== undefined) node.tip = tipOf(home.key, last);
        advance(node);
        seal(node, requestAfter(home.key, node.tip, toUtf8("at last"), { round: 3 }), false);
      } finally {
        signer[Symbol.dispose]();
      }
    }),
    { numRuns: 60 },
  );
});

function kept(home: string): readonly { readonly place: string; readonly bytes: string }[] {
  const { dataFolder } = signerPaths(home);
  const found: { place: string; bytes: string }[] = [];
  for (const name of readdirSync(dataFolder).filter((file) => file.startsWith("journal-"))) {
    const onRecord = (_record: number, bytes: Uint8Array): void => {
      const read = decodeRecord(bytes);
      if (read !== undefined && "entry" in read) found.push({ place: `${read.entry.height}/${read.entry.round}`, bytes: toHex(read.entry.signBytes) });
    };
    openRecordLog(join(dataFolder, name), { syncOnAppend: false, onRecord }).close();
  }
  return found;
}
