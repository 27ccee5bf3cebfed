import { toUtf8 } from "@openledger/primitives";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeOpenEnvelope } from "./batch.ts";
import { CHAIN_ID, crypto, sealedBlocks, testKey } from "./blocks.fixture.ts";
import { crossingOf, encodeRotationTx, rotationOfTx } from "./rotation-tx.ts";
import { decodeRotation, encodeRotation, encodeRotationBlob, rotationOfBlob, rotationSignBytes, whyElsewhere, whyNotSigned, type Rotation, type RotationBody } from "./rotation.ts";

const { sha256 } = crypto;
const keys = [11, 12, 13].map((seed) => testKey(seed));
const rule = { threshold: 2, keys: keys.map(({ publicKey }) => publicKey) };
const body: RotationBody = {
  number: 3n,
  lastHeight: 7n,
  lastHash: sha256(Uint8Array.of(1)),
  miss: { txHash: sha256(Uint8Array.of(2)), daHeight: 40n, deadline: 50n },
  newKey: testKey(5).publicKey,
};

function signed(signers: readonly ReturnType<typeof testKey>[], of: RotationBody = body): Rotation {
  const message = rotationSignBytes(sha256, CHAIN_ID, of);
  const signatures = signers.map(({ publicKey, sign }) => ({ publicKey, signature: sign(message) }));
  return { ...of, signatures: signatures.toSorted((a, b) => Buffer.compare(a.publicKey, b.publicKey)) };
}

const why = (rotation: Rotation, chainId = CHAIN_ID): string | undefined => whyNotSigned(crypto, chainId, rule, rotation);

test("enough different recovery keys must sign, and nobody else", () => {
  const [first, second, third] = keys as [typeof keys[0], typeof keys[0], typeof keys[0]];
  expect(why(signed([first, second]))).toBeUndefined();
  expect(why(signed([third, first, second]))).toBeUndefined();
  expect(why(signed([third]))).toContain("1 signatures, and 2 are needed");
  expect(why(signed([first, testKey(14)]))).toContain("no recovery key");
  const once = signed([first]).signatures;
  expect(why({ ...body, signatures: [...once, ...once] })).toContain("not by different keys");
  expect(why(signed([first, second]), "other-1")).toContain("does not verify");
});

test("every field is under the signatures", () => {
  const rotation = signed(keys);
  const other = sha256(Uint8Array.of(9));
  const { miss } = body;
  const changes: readonly Partial<RotationBody>[] = [
    { number: 4n },
    { lastHeight: 8n },
    { lastHash: other },
    { newKey: other },
    { miss: { ...miss, txHash: other } },
    { miss: { ...miss, daHeight: 41n } },
    { miss: { ...miss, deadline: 51n } },
  ];
  for (const change of changes) {
    expect(why({ ...rotation, ...change })).toContain("does not verify");
    if (change.newKey === undefined) expect(whyElsewhere(body, { ...body, ...change })).toBeDefined();
  }
  expect(whyElsewhere(body, rotation)).toBeUndefined();
});

test("bytes are one rotation or none, as a blob and as a transaction", () => {
  const rotation = signed(keys);
  expect(decodeRotation(encodeRotation(rotation))).toEqual(rotation);
  const blob = encodeRotationBlob(sha256, CHAIN_ID, rotation);
  expect(rotationOfBlob(sha256, sha256(toUtf8(CHAIN_ID)), blob)).toEqual(rotation);
  expect(rotationOfBlob(sha256, sha256(toUtf8("other-1")), blob)).toBeUndefined();
  expect(rotationOfBlob(sha256, sha256(toUtf8(CHAIN_ID)), encodeOpenEnvelope(sha256, CHAIN_ID, "forced-tx", encodeRotation(rotation)))).toBeUndefined();
  const tx = encodeRotationTx(rotation);
  expect(rotationOfTx(tx)).toEqual(rotation);
  for (const bytes of [encodeRotation(rotation), tx, blob]) {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(40), (at, put, cut) => {
        const changed = bytes.slice(0, bytes.length - cut);
        if (at < changed.length) changed[at] = put;
        const [read, readTx, readBlob] = [decodeRotation(changed), rotationOfTx(changed), rotationOfBlob(sha256, sha256(toUtf8(CHAIN_ID)), changed)];
        if (read !== undefined) expect(Buffer.from(encodeRotation(read))).toEqual(Buffer.from(changed));
        if (readTx !== undefined) expect(Buffer.from(encodeRotationTx(readTx))).toEqual(Buffer.from(changed));
        if (readBlob !== undefined) expect(Buffer.from(encodeRotationBlob(sha256, CHAIN_ID, readBlob))).toEqual(Buffer.from(changed));
      }),
      { numRuns: 150 },
    );
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (noise) => [decodeRotation(noise), rotationOfTx(noise)].every((one) => one === undefined)), { numRuns: 100 });
});

test("a block crosses a break only if it follows the named one and its proposer is the named key", () => {
  const [one] = sealedBlocks([[]]);
  if (one === undefined) throw new Error("no block");
  const crossed = (change: Partial<RotationBody>, proposer = testKey(5).address): boolean => {
    const rotation = signed(keys, { ...body, lastHeight: one.header.height, lastHash: one.blockId.hash, ...change });
    const header = { ...one.header, height: (one.header.height + 1n) as typeof one.header.height, lastBlockId: one.blockId, proposerAddress: proposer };
    return crossingOf(sha256, { header, txs: [encodeRotationTx(rotation), Uint8Array.of(1)] }) !== undefined;
  };
  expect(crossed({})).toBe(true);
  expect(crossed({ lastHeight: 9n })).toBe(false);
  expect(crossed({ lastHash: sha256(Uint8Array.of(8)) })).toBe(false);
  expect(crossed({}, testKey(6).address)).toBe(false);
  expect(crossingOf(sha256, { header: one.header, txs: [] })).toBeUndefined();
});
