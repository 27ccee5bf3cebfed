import { sign } from "node:crypto";
import { headerHash, type LightBlock } from "@openledger/comet";
import { encodeRotation, rotationSignBytes, type Rotation, type RotationBody } from "@openledger/derivation";
import { toBase64 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { rotationsFromJson, type Crossings } from "./crossings.ts";
import { crypto, listProvider, signedBlock, testKey, type TestKey } from "./light-chain.fixture.ts";
import { createLightClient, type LightClientOptions } from "./light-client.ts";
import { LightError } from "./light-error.ts";
import type { LightProvider } from "./light-provider.ts";

const { sha256 } = crypto;
const SECOND = 1_000_000_000n;
const START = 1_790_000_000n * SECOND;
const CHAIN = "light-1";
const [first, second, ...recoveryKeys] = Array.from({ length: 5 }, (_, i) => testKey(300 + i)) as [TestKey, TestKey, ...TestKey[]];
const LAST = 9n;

/** Sealed by one key up to a height, by another one from the next on, and maybe by a third one after block `later`; nobody announced that. */
function brokenChain(length: number, next: TestKey = second, later = BigInt(length), third = next): LightBlock[] {
  const blocks: LightBlock[] = [];
  for (let at = 1n; at <= BigInt(length); at++) {
    const key = at <= LAST ? first : at <= later ? next : third;
    blocks.push(signedBlock({ chainId: CHAIN, height: at, time: START + at * SECOND, members: [[key, 10n]], previous: blocks.at(-1)?.header }));
  }
  return blocks;
}

const chain = brokenChain(20);
const hashAt = (at: bigint, blocks: readonly LightBlock[] = chain): Uint8Array => headerHash(sha256, (blocks[Number(at) - 1] as LightBlock).header);
const lastHash = hashAt(LAST);
const BODY: RotationBody = { number: 1n, lastHeight: LAST, lastHash, miss: { txHash: lastHash, daHeight: 4n, deadline: 9n }, newKey: second.publicKey };

function signed(change: Partial<RotationBody> = {}, signers: readonly TestKey[] = recoveryKeys.slice(0, 2)): Rotation {
  const body = { ...BODY, ...change };
  const message = rotationSignBytes(sha256, CHAIN, body);
  const signatures = signers.map(({ publicKey, secret }) => ({ publicKey, signature: new Uint8Array(sign(null, message, secret)) }));
  return { ...body, signatures: signatures.toSorted((a, b) => Buffer.compare(a.publicKey, b.publicKey)) };
}

const crossingsOf = (...rotations: readonly Rotation[]): Crossings => ({ recovery: { threshold: 2, keys: recoveryKeys.map(({ publicKey }) => publicKey) }, rotations });

interface Following {
  readonly blocks?: readonly LightBlock[];
  readonly mode?: "skipping" | "sequential";
  /** Height of the header that is trusted. */
  readonly from?: bigint;
  readonly primary?: LightProvider;
  readonly witnesses?: readonly LightProvider[];
}

async function follow(crossings: Crossings | undefined, { blocks = chain, mode = "skipping", from = 1n, primary = listProvider("primary", blocks), witnesses = [] }: Following = {}): Promise<string> {
  const trusted = { height: from, hash: hashAt(from, blocks) };
  const options: LightClientOptions = { crypto, chainId: CHAIN, trusted, primary, witnesses, now: () => START + 1_000n * SECOND, mode, crossings };
  try {
    return `${(await (await createLightClient(options)).update()).header.height}`;
  } catch (error) {
    if (error instanceof LightError) return error.code;
    throw error;
  }
}

test("a break is crossed by the signatures of the recovery keys, and not without them", async () => {
  for (const mode of ["skipping", "sequential"] as const) {
    expect(await follow(crossingsOf(signed()), { mode })).toBe("20");
    expect(await follow(undefined, { mode })).toBe("invalid-header");
    expect(await follow(crossingsOf(), { mode })).toBe("invalid-header");
  }
});

test("with the rotation in hand nothing is believed that the old key sealed on from there, from wherever one begins", async () => {
  const ofTheOldKey = brokenChain(20, first);
  for (const mode of ["skipping", "sequential"] as const) {
    for (const from of [1n, 3n, LAST]) {
      for (const to of [10, 11, 20]) {
        expect(await follow(crossingsOf(signed()), { mode, from, blocks: ofTheOldKey.slice(0, to) }), `${mode} ${from} to ${to}`).toBe("invalid-header");
        expect(await follow(crossingsOf(signed()), { mode, from, blocks: chain.slice(0, to) }), `${mode} ${from} to ${to}`).toBe(`${to}`);
      }
    }
    // Up to the break they are one chain, and without the rotation nothing says that it ended.
    expect(await follow(crossingsOf(signed()), { mode, blocks: ofTheOldKey.slice(0, Number(LAST)) })).toBe("9");
    expect(await follow(crossingsOf(), { mode, blocks: ofTheOldKey })).toBe("20");
  }
});

test("a node that stays with the old key is dropped as a witness, and does not bring the client there as a primary", async () => {
  const crossings = crossingsOf(signed());
  const [deposed, honest] = [listProvider("deposed", brokenChain(20, first)), listProvider("honest", chain)];
  expect(await follow(crossings, { witnesses: [deposed, honest] })).toBe("20");
  expect(await follow(crossings, { primary: deposed, witnesses: [honest] })).toBe("invalid-header");
  expect(await follow(crossings, { witnesses: [deposed] })).toBe("no-witness-agrees");
});

test("a skipping client comes down to both headers of a break in few steps", async () => {
  for (const [blocks, verdict] of [[brokenChain(200), "200"], [brokenChain(200, first), "invalid-header"]] as const) {
    const primary = listProvider("primary", blocks);
    expect(await follow(crossingsOf(signed()), { blocks, primary })).toBe(verdict);
    expect(primary.asked).toEqual(expect.arrayContaining([LAST, LAST + 1n]));
    expect(primary.asked.length).toBeLessThan(25);
  }
});

test("breaks are crossed one after another, right behind one another too, and none is left out", async () => {
  const third = testKey(600);
  for (const later of [LAST + 1n, LAST + 3n]) {
    const blocks = brokenChain(20, second, later, third);
    const again = signed({ number: 2n, lastHeight: later, lastHash: hashAt(later, blocks), newKey: third.publicKey });
    expect(await follow(crossingsOf(again, signed()), { blocks })).toBe("20");
    // Whoever knows the later one alone stops at the earlier one, and the other way round.
    expect(await follow(crossingsOf(again), { blocks })).toBe("invalid-header");
    expect(await follow(crossingsOf(signed()), { blocks })).toBe("invalid-header");
    expect(await follow(crossingsOf(again, signed()))).toBe("invalid-header");
    expect(await follow(crossingsOf(again), { blocks, from: LAST + 1n })).toBe("20");
  }
});

test("a header is refused where recovery keys signed a rotation after another block of its height, as a trusted one and as the next one", async () => {
  const other = signedBlock({ chainId: CHAIN, height: LAST, time: START + LAST * SECOND + 1n, members: [[first, 10n]], previous: chain[Number(LAST) - 2]?.header });
  const sealedTwice = [...chain.slice(0, Number(LAST) - 1), other];
  expect(await follow(crossingsOf(signed()), { blocks: sealedTwice })).toBe("invalid-header");
  expect(await follow(undefined, { blocks: sealedTwice })).toBe("9");
  const onTop = signedBlock({ chainId: CHAIN, height: LAST + 1n, time: START + (LAST + 1n) * SECOND, members: [[second, 10n]], previous: other.header });
  for (const next of [onTop, chain[Number(LAST)] as LightBlock]) expect(await follow(crossingsOf(signed()), { from: LAST, blocks: [...sealedTwice, next] })).toBe("invalid-header");
});

test("a rotation that recovery keys signed and that never counted stops a client at its block, and one that they did not sign stops nobody", async () => {
  const unbroken = brokenChain(20, first);
  const place = { number: 2n, lastHeight: 12n };
  const newKey = testKey(600).publicKey;
  for (const rotation of [signed({ ...place, lastHash: hashAt(12n), newKey }), signed({ ...place, lastHash: sha256(lastHash), newKey }), signed({ ...place, lastHash: sha256(lastHash) })]) {
    expect(await follow(crossingsOf(signed(), rotation))).toBe("invalid-header");
    expect(await follow(crossingsOf(signed(), rotation), { blocks: chain.slice(0, 11) })).toBe("11");
    expect(await follow(crossingsOf(signed(), rotation), { from: 13n })).toBe("20");
    expect(await follow(crossingsOf({ ...rotation, number: 3n }), { blocks: unbroken })).toBe("20");
  }
  // One for the key that seals on anyway takes nothing away.
  expect(await follow(crossingsOf(signed(), signed({ ...place, lastHash: hashAt(12n) })))).toBe("20");
  expect(await follow(crossingsOf({ ...signed({ newKey: first.publicKey }), number: 3n }), { blocks: unbroken })).toBe("20");
});

test("a rotation counts for the break that it names and with enough signatures alone", async () => {
  const [one] = recoveryKeys as [TestKey];
  for (const rotation of [
    signed({}, [one]),
    signed({}, [one, first]),
    { ...signed(), number: 2n },
    signed({ lastHeight: LAST + 1n }),
    signed({ lastHash: sha256(lastHash) }),
    signed({ newKey: first.publicKey }),
  ]) expect(await follow(crossingsOf(rotation))).toBe("invalid-header");
  expect(await follow(crossingsOf(signed()), { blocks: brokenChain(20, testKey(400)) })).toBe("invalid-header");
});

test("of several rotations for one block the last one counts, and none where recovery keys contradict themselves", async () => {
  const third = testKey(500);
  const again = signed({ number: 2n, newKey: third.publicKey });
  for (const rotations of [[signed(), again], [again, signed()]]) {
    expect(await follow(crossingsOf(...rotations))).toBe("invalid-header");
    expect(await follow(crossingsOf(...rotations), { blocks: brokenChain(20, third) })).toBe("20");
  }
  expect(await follow(crossingsOf(signed(), signed({ newKey: third.publicKey })))).toBe("invalid-header");
  // Whoever is no recovery key cannot take away one that counts.
  expect(await follow(crossingsOf({ ...again, number: 3n }, signed(), signed({ newKey: third.publicKey }, [first, second])))).toBe("20");
  expect(await follow(crossingsOf(signed(), signed({}, recoveryKeys)))).toBe("20");
});

test("what a node answers is read, and what is none is passed over", () => {
  const rotation = signed();
  expect(rotationsFromJson({ rotations: [{ height: "10", rotation: toBase64(encodeRotation(rotation)) }, { height: "11", rotation: "AAAA" }] })).toEqual([rotation]);
  expect(() => rotationsFromJson({ rotations: [{}] })).toThrow();
});
