import { sign } from "node:crypto";
import { headerHash, type LightBlock } from "@openledger/comet";
import { encodeRotation, rotationSignBytes, type Rotation, type RotationBody } from "@openledger/derivation";
import { toBase64 } from "@openledger/primitives";
import { expect, test } from "vitest";
import { rotationsFromJson, type Crossings } from "./crossings.ts";
import { crypto, listProvider, signedBlock, testKey, type TestKey } from "./light-chain.fixture.ts";
import { createLightClient, type LightClientOptions } from "./light-client.ts";
import { LightError } from "./light-error.ts";

const { sha256 } = crypto;
const SECOND = 1_000_000_000n;
const START = 1_790_000_000n * SECOND;
const CHAIN = "light-1";
const [first, second, ...recoveryKeys] = Array.from({ length: 5 }, (_, i) => testKey(300 + i)) as [TestKey, TestKey, ...TestKey[]];
const LAST = 9n;

/** Sealed by one key up to a height, by another one from the next on; nobody announced that. */
function brokenChain(length: number, next: TestKey = second): LightBlock[] {
  const blocks: LightBlock[] = [];
  for (let at = 1n; at <= BigInt(length); at++) {
    const key = at <= LAST ? first : next;
    blocks.push(signedBlock({ chainId: CHAIN, height: at, time: START + at * SECOND, members: [[key, 10n]], previous: blocks.at(-1)?.header }));
  }
  return blocks;
}

const chain = brokenChain(20);
const lastHash = headerHash(sha256, (chain[Number(LAST) - 1] as LightBlock).header);
const BODY: RotationBody = { number: 1n, lastHeight: LAST, lastHash, miss: { txHash: lastHash, daHeight: 4n, deadline: 9n }, newKey: second.publicKey };

function signed(change: Partial<RotationBody> = {}, signers: readonly TestKey[] = recoveryKeys.slice(0, 2)): Rotation {
  const body = { ...BODY, ...change };
  const message = rotationSignBytes(sha256, CHAIN, body);
  const signatures = signers.map(({ publicKey, secret }) => ({ publicKey, signature: new Uint8Array(sign(null, message, secret)) }));
  return { ...body, signatures: signatures.toSorted((a, b) => Buffer.compare(a.publicKey, b.publicKey)) };
}

const crossingsOf = (...rotations: readonly Rotation[]): Crossings => ({ recovery: { threshold: 2, keys: recoveryKeys.map(({ publicKey }) => publicKey) }, rotations });

async function follow(crossings: Crossings | undefined, { blocks = chain, mode = "skipping" }: { blocks?: readonly LightBlock[]; mode?: "skipping" | "sequential" } = {}): Promise<string> {
  const { header } = blocks[0] as LightBlock;
  const options: LightClientOptions = { crypto, chainId: CHAIN, trusted: { height: 1n, hash: headerHash(sha256, header) }, primary: listProvider("primary", blocks), now: () => START + 100n * SECOND, mode, crossings };
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
