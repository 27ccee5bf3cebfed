import { decodeFrontier, type Frontier } from "@openledger/attribution";
import { CometError, type LightBlock } from "@openledger/comet";
import { DecodeError } from "@openledger/messages";
import { Settlement, SettlementLeaf, SettlementOutcome } from "@openledger/messages/openledger/market/v1";
import { EncodingError, fromBase64, fromHex, InvariantViolation, type Sha256 } from "@openledger/primitives";
import type { StoreProof } from "../proof/prove-query.ts";
import type { ChainProof, FactProof } from "./chain-proof.ts";
import { lightBlockFromFile } from "./light-block-file.ts";

/** A chain proof whose bytes were decoded; nothing of it is verified. */
export interface ReadProof {
  readonly settlement: Settlement;
  /** Undefined while it is pending. */
  readonly leaf: SettlementLeaf | undefined;
  readonly receiptPath: readonly Uint8Array[];
  readonly logIndex: number;
  readonly logPath: readonly Uint8Array[];
  readonly state: StoreProof;
  /** Of the same height as `state`. */
  readonly facts: readonly StoreProof[];
  readonly block: LightBlock;
  /** By height. */
  readonly path: readonly LightBlock[];
}

/** Undefined for bytes that are not canonical. */
export function readChainProof(sha256: Sha256, proof: ChainProof): ReadProof | undefined {
  return attempt(() => {
    const { settlement: settled, state, facts, block, path } = proof;
    const height = BigInt(state.height);
    const bytes = fromBase64(settled.bytes);
    const leaf = settled.place === "log" ? SettlementLeaf.fromBytes(bytes) : undefined;
    const settlement = leaf === undefined ? Settlement.fromBytes(bytes) : leaf.settlement;
    if (settlement === undefined) return undefined;
    return {
      ...{ settlement, leaf, receiptPath: settled.receiptPath.map(fromHex) },
      ...{ logIndex: Number(settled.logIndex), logPath: settled.logPath.map(fromHex) },
      state: storeProof({ ...state, store: "market" }, height),
      facts: facts.map((fact) => storeProof(fact, height)),
      block: lightBlockFromFile(sha256, block),
      path: path
        .map((one) => lightBlockFromFile(sha256, one))
        .sort((a, b) => (a.header.height < b.header.height ? -1 : a.header.height > b.header.height ? 1 : 0)),
    };
  });
}

function storeProof({ store, key, value, ops }: FactProof, height: bigint): StoreProof {
  return {
    ...{ store, key: fromHex(key), value: fromBase64(value), height },
    ops: ops.map((op) => ({ type: op.type, key: fromHex(op.key), data: fromBase64(op.data) })),
  };
}

/** The frontier that bytes of a file encode, or undefined. */
export function readFrontier(bytes: Uint8Array): Frontier | undefined {
  return bytes.length < 8 ? undefined : attempt(() => decodeFrontier(bytes));
}

/** True for a settlement that left state without being paid. */
export function isVoid({ leaf }: ReadProof): boolean {
  return leaf !== undefined && leaf.outcome !== SettlementOutcome.SETTLEMENT_OUTCOME_FINAL;
}

/** What `action` returns, or undefined when the bytes or numbers that it reads are malformed. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (MALFORMED.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

/** A frontier out of a file is not our own state, so its InvariantViolation only says that the file is wrong. */
const MALFORMED = [EncodingError, DecodeError, CometError, InvariantViolation, SyntaxError, RangeError] as const;
