/** Sealed blocks of a lone validator, for tests. */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import {
  BLOCK_ID_FLAG_COMMIT,
  consensusHash,
  createRankedSet,
  EMPTY_COMMIT,
  makeBlock,
  PRECOMMIT,
  resultsHash,
  validatorAddress,
  voteSignBytes,
  ZERO_BLOCK_ID,
  type Block,
  type Commit,
  type MadeBlock,
  type RankedSet,
  type SignedHeader,
} from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { AuthInfo, TxBody, TxRaw } from "@openledger/messages/cosmos/tx/v1beta1";
import { height, unixNanos, type Crypto } from "@openledger/primitives";
import type { BatchSigner } from "./batch.ts";

export const crypto: Crypto = createNodeCrypto();
export const CHAIN_ID = "rollup-1";
const SECOND = 1_000_000_000n;
const START = 1_790_000_000n * SECOND;
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** What decodes as a transaction of this length, whose signature is one byte repeated. */
export function signedTx(name: number, length = 40, gasLimit = 1n): Uint8Array {
  const bodyBytes = TxBody.toBytes(TxBody.create({ messages: [{ typeUrl: "/", value: new Uint8Array(0) }] }));
  const authInfoBytes = AuthInfo.toBytes(AuthInfo.create({ signerInfos: [{ publicKey: undefined, modeInfo: undefined, sequence: 0n }], fee: { amount: [], gasLimit, payer: "", granter: "" } }));
  const bare = TxRaw.toBytes({ bodyBytes, authInfoBytes, signatures: [] });
  return TxRaw.toBytes({ bodyBytes, authInfoBytes, signatures: [new Uint8Array(length - bare.length - 2).fill(name)] });
}

/** A key of a seed that is one byte repeated. */
export function testKey(seed: number): BatchSigner & { readonly address: Uint8Array } {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, Buffer.alloc(32, seed)]), format: "der", type: "pkcs8" });
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32));
  return {
    publicKey,
    address: validatorAddress(crypto.sha256, publicKey),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

export type TestBlock = MadeBlock & SignedHeader & Pick<Block, "txs" | "evidence">;

type TestKey = ReturnType<typeof testKey>;

/** The set of one validator. */
export function loneValidator({ publicKey }: Pick<TestKey, "publicKey">): RankedSet {
  return createRankedSet(crypto.sha256, [{ publicKey, power: 10n }]);
}

/** A chain from height 1 on, or after another block, whose blocks hold the given transactions, sealed by one key, or by those that heights have. */
export function sealedBlocks(blocks: readonly (readonly Uint8Array[])[], by: TestKey | ((height: number) => TestKey) = testKey(1), after?: TestBlock): TestBlock[] {
  const keyAt = typeof by === "function" ? by : () => by;
  const setAt = (at: number): RankedSet => loneValidator(keyAt(at));
  const sealed: TestBlock[] = [];
  let last: { readonly made: MadeBlock; readonly commit: Commit } | undefined = after === undefined ? undefined : { made: after, commit: after.commit };
  const first = Number(after?.header.height ?? 0n);
  for (const [i, txs] of blocks.entries()) {
    const index = first + i;
    const key = keyAt(index + 1);
    const made = makeBlock(crypto.sha256, {
      chainId: CHAIN_ID,
      appVersion: 0n,
      height: height(BigInt(index) + 1n),
      time: unixNanos(START + BigInt(index) * SECOND),
      lastBlockId: last?.made.blockId ?? ZERO_BLOCK_ID,
      lastCommit: last?.commit ?? EMPTY_COMMIT,
      txs,
      validators: setAt(index + 1),
      nextValidators: setAt(index + 2),
      consensusHash: consensusHash(crypto.sha256, { maxBytes: 1_000_000n, maxGas: -1n }),
      appHash: crypto.sha256(Uint8Array.of(index & 0xff)),
      lastResultsHash: resultsHash(crypto.sha256, []),
      proposerAddress: key.address,
    });
    const { header } = made.block;
    const vote = { type: PRECOMMIT, height: header.height, round: 0, blockId: made.blockId, timestamp: header.time + SECOND } as const;
    const signature = key.sign(voteSignBytes(CHAIN_ID, vote));
    const signatures = [{ blockIdFlag: BLOCK_ID_FLAG_COMMIT, validatorAddress: key.address, timestamp: vote.timestamp, signature }];
    const commit = { height: header.height, round: 0, blockId: made.blockId, signatures };
    sealed.push({ ...made, header, commit, txs: made.block.txs, evidence: made.block.evidence });
    last = { made, commit };
  }
  return sealed;
}
