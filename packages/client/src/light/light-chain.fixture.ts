/** Signed headers of any validators, for tests. */
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import {
  BLOCK_PROTOCOL,
  commitSignBytes,
  createValidatorSet,
  GO_ZERO_TIME,
  headerHash,
  validatorsHash,
  ZERO_BLOCK_ID,
  type BlockIdFlag,
  type Commit,
  type Header,
  type LightBlock,
  type ValidatorSet,
} from "@openledger/comet";
import { createNodeCrypto } from "@openledger/crypto";
import { equalBytes, height, unixNanos, type Crypto } from "@openledger/primitives";
import { LightError } from "./light-error.ts";
import type { LightProvider } from "./light-provider.ts";

export const crypto: Crypto = createNodeCrypto();
const { sha256 } = crypto;

export interface TestKey {
  readonly secret: KeyObject;
  readonly publicKey: Uint8Array;
}

const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const known: TestKey[] = [];

/** The same key for the same number. */
export function testKey(seed: number): TestKey {
  const raw = createHash("sha256").update(`validator ${seed}`).digest();
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: "der", type: "pkcs8" });
  const publicKey = new Uint8Array(createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(12));
  const key = { secret, publicKey };
  known.push(key);
  return key;
}

/** Keys with their powers. */
export type Members = readonly (readonly [TestKey, bigint])[];

export function setOf(members: Members): ValidatorSet {
  return createValidatorSet(
    sha256,
    members.map(([{ publicKey }, power]) => ({ publicKey, power })),
  );
}

export interface BlockPlan {
  readonly chainId: string;
  readonly height: bigint;
  readonly time: bigint;
  readonly members: Members;
  readonly nextMembers?: Members;
  /** Keys that sign; all by default. */
  readonly signers?: readonly TestKey[];
  readonly appHash?: Uint8Array;
  readonly previous?: Header | undefined;
}

/** A light block, signed. */
export function signedBlock(plan: BlockPlan): LightBlock {
  const validators = setOf(plan.members);
  const hashOf = (text: string): Uint8Array => sha256(new TextEncoder().encode(text));
  const header: Header = {
    version: { block: BLOCK_PROTOCOL, app: 1n },
    ...{ chainId: plan.chainId, height: height(plan.height), time: unixNanos(plan.time) },
    lastBlockId:
      plan.previous === undefined
        ? ZERO_BLOCK_ID
        : { hash: headerHash(sha256, plan.previous), partSetHeader: { total: 1, hash: hashOf("parts") } },
    ...{ lastCommitHash: hashOf("last commit"), dataHash: hashOf("data"), consensusHash: hashOf("consensus") },
    validatorsHash: validatorsHash(sha256, validators),
    nextValidatorsHash: validatorsHash(sha256, setOf(plan.nextMembers ?? plan.members)),
    appHash: plan.appHash ?? hashOf("app"),
    ...{ lastResultsHash: hashOf("results"), evidenceHash: hashOf("evidence") },
    proposerAddress: validators.validators[0]?.address ?? new Uint8Array(20),
  };
  return { header, commit: commitOf(header, validators, plan.signers), validators };
}

function commitOf(header: Header, validators: ValidatorSet, signers: readonly TestKey[] | undefined): Commit {
  const keys = validators.validators.map(({ publicKey }) => known.find((key) => equalBytes(key.publicKey, publicKey)));
  const unsigned: Commit = {
    ...{ height: header.height, round: 1 },
    blockId: { hash: headerHash(sha256, header), partSetHeader: { total: 1, hash: new Uint8Array(32) } },
    signatures: validators.validators.map(({ address }, i) => {
      const signs = signers === undefined || signers.some(({ publicKey }) => equalBytes(publicKey, keys[i]?.publicKey ?? publicKey));
      const blockIdFlag: BlockIdFlag = signs ? 2 : 1;
      return {
        ...{ blockIdFlag, signature: new Uint8Array(0) },
        validatorAddress: signs ? address : new Uint8Array(0),
        timestamp: signs ? header.time : GO_ZERO_TIME,
      };
    }),
  };
  const signatures = unsigned.signatures.map((sig, i) => {
    const key = keys[i];
    if (sig.blockIdFlag === 1 || key === undefined) return sig;
    return { ...sig, signature: new Uint8Array(sign(null, commitSignBytes(header.chainId, unsigned, i), key.secret)) };
  });
  return { ...unsigned, signatures };
}

/** A provider out of a list, and the heights that it was asked for. */
export function listProvider(
  name: string,
  blocks: readonly LightBlock[],
): LightProvider & { readonly asked: bigint[] } {
  const asked: bigint[] = [];
  return {
    ...{ name, asked },
    lightBlock(at) {
      const last = blocks.at(-1);
      if (last === undefined) return Promise.reject(new LightError("no-response", `${name} is down`));
      if (at === "latest") return Promise.resolve(last);
      asked.push(at);
      const found = blocks.find(({ header }) => header.height === at);
      const code = at > last.header.height ? "height-too-high" : "not-found";
      return found === undefined ? Promise.reject(new LightError(code, `${name} has no block ${at}`)) : Promise.resolve(found);
    },
  };
}
