import { existsSync, readFileSync } from "node:fs";
import { CometError, decodeVoteSignBytes, voteSignBytes, type Timestamp } from "@openledger/comet";
import { equalBytes, fromBase64, fromHex, fromUtf8, toBase64, toHex, toUtf8 } from "@openledger/primitives";
import { kvError, onDisk } from "./errors.ts";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";
import { writeFileAtomic } from "./write-file-atomic.ts";

/** CometBFT's step numbers of a round. */
export const STEP_PROPOSE = 1;
export const STEP_PREVOTE = 2;
export const STEP_PRECOMMIT = 3;

/** What is to be signed, and where in consensus it stands. */
export interface SignRequest {
  readonly height: bigint;
  readonly round: number;
  readonly step: typeof STEP_PROPOSE | typeof STEP_PREVOTE | typeof STEP_PRECOMMIT;
  readonly signBytes: Uint8Array;
}

/** A signature that is safe to publish. */
export interface SignedMessage {
  readonly signature: Uint8Array;
  /** What was signed: the requested bytes, or those of an earlier vote that differs in its time only. */
  readonly signBytes: Uint8Array;
}

/** The last thing a validator key signed, and the only gate to signing with it. */
export interface SignState {
  /** Undefined before the first signature. */
  readonly last: (SignRequest & SignedMessage) | undefined;
  /**
   * Signs, unless that could contradict what was signed before; the new state is durable before the signature is
   * returned. The same request again, or the same vote at another time, gets the earlier signature, as in CometBFT.
   * Throws `SIGN_CONFLICT` for a lower height, round or step and for other data at the same ones.
   */
  sign(request: SignRequest, signer: (signBytes: Uint8Array) => Uint8Array): SignedMessage;
}

type LastSigned = SignRequest & SignedMessage;

/**
 * Opens the state file, which has the form of CometBFT's `priv_validator_state.json`. A missing file throws
 * `SIGN_STATE_MISSING` unless `create` is set, because a key without its history may sign twice.
 */
export function openSignState(
  path: string,
  options: { readonly create?: boolean; readonly fileSystem?: FileSystem } = {},
): SignState {
  const fileSystem = options.fileSystem ?? nodeFileSystem;
  let last = load(path, options.create ?? false);
  return {
    get last() {
      return last;
    },
    sign(request, signer) {
      const earlier = last === undefined ? undefined : reusable(last, request);
      if (earlier !== undefined) return earlier;
      const signBytes = new Uint8Array(request.signBytes);
      const next: LastSigned = { ...request, signBytes, signature: new Uint8Array(signer(signBytes)) };
      writeFileAtomic(path, toUtf8(toJson(next)), { mode: 0o600, fileSystem });
      last = next;
      return { signature: next.signature, signBytes };
    },
  };
}

/** The earlier signature if it answers the request, undefined if the request is new; else throws. */
function reusable(last: LastSigned, request: SignRequest): SignedMessage | undefined {
  const order =
    compare(request.height, last.height) || compare(request.round, last.round) || compare(request.step, last.step);
  if (order > 0) return undefined;
  if (order < 0) {
    throw kvError("SIGN_CONFLICT", `asked to sign ${place(request)} after ${place(last)}; a key never goes back`);
  }
  if (equalBytes(request.signBytes, last.signBytes) || differInTimeOnly(request.signBytes, last.signBytes)) {
    return { signature: last.signature, signBytes: last.signBytes };
  }
  throw kvError("SIGN_CONFLICT", `asked to sign other data at ${place(request)}, which would be equivocation`);
}

function differInTimeOnly(a: Uint8Array, b: Uint8Array): boolean {
  try {
    const timeless: Timestamp = 0n;
    const [left, right] = [decodeVoteSignBytes(a), decodeVoteSignBytes(b)];
    return equalBytes(
      voteSignBytes(left.chainId, { ...left.vote, timestamp: timeless }),
      voteSignBytes(right.chainId, { ...right.vote, timestamp: timeless }),
    );
  } catch (error) {
    // Proposals and other messages must be identical to get the earlier signature.
    if (error instanceof CometError) return false;
    throw error;
  }
}

function compare(a: bigint | number, b: bigint | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function place(at: SignRequest): string {
  return `height ${at.height}, round ${at.round}, step ${at.step}`;
}

function load(path: string, create: boolean): LastSigned | undefined {
  if (!onDisk(path, () => existsSync(path))) {
    if (create) return undefined;
    throw kvError("SIGN_STATE_MISSING", `${path} is missing; restore it, or create it for a key that never signed`);
  }
  const bytes = onDisk(path, () => readFileSync(path));
  try {
    return fromJson(fromUtf8(bytes));
  } catch (error) {
    throw kvError("SIGN_STATE_CORRUPT", `${path} is not a last-sign state; restore it before signing`, error);
  }
}

function toJson(last: LastSigned): string {
  const { height, round, step, signature, signBytes } = last;
  const fields = {
    height: `${height}`,
    round,
    step,
    signature: toBase64(signature),
    signbytes: toHex(signBytes).toUpperCase(),
  };
  return `${JSON.stringify(fields, undefined, 2)}\n`;
}

/** CometBFT writes height "0", round 0 and step 0 without a signature for a key that never signed. */
function fromJson(text: string): LastSigned | undefined {
  const fields: unknown = JSON.parse(text);
  if (typeof fields !== "object" || fields === null) throw new TypeError("not an object");
  const { height, round, step, signature, signbytes } = fields as Readonly<Record<string, unknown>>;
  if (typeof height !== "string" || !/^\d{1,19}$/.test(height)) throw new TypeError("height");
  if (typeof round !== "number" || !Number.isSafeInteger(round) || round < 0) throw new TypeError("round");
  if (step === 0 && height === "0") return undefined;
  if (step !== STEP_PROPOSE && step !== STEP_PREVOTE && step !== STEP_PRECOMMIT) throw new TypeError("step");
  if (typeof signature !== "string" || typeof signbytes !== "string") throw new TypeError("signature");
  return {
    height: BigInt(height),
    round,
    step,
    signature: fromBase64(signature),
    signBytes: fromHex(signbytes),
  };
}
