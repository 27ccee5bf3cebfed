import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { duplicateVotes, encodeDuplicateVote, headerHash, type SignedHeader } from "@openledger/comet";
import type { Break, ForcedTx } from "@openledger/derivation";
import { writeFileAtomic } from "@openledger/kv";
import { concatBytes, toHex, toUtf8 } from "@openledger/primitives";
import type { SealedBlock } from "@openledger/sequencer";
import type { FollowerOptions } from "./follower-options.ts";
import { fraudHeight, fraudToJson, type BatchId, type FraudRecord } from "./fraud-record.ts";

/** Keeps proof of broken rules in files; each method returns the one that it wrote. */
export interface FraudKeeper {
  /** Heights at which two sealed headers were found, the last ones. */
  readonly equivocations: readonly bigint[];
  execution(sealed: SealedBlock, batch: BatchId | undefined, says: string): string;
  equivocation(first: SignedHeader, second: SignedHeader, batch: BatchId | undefined, says: string): string;
  omission(missed: ForcedTx, at: Pick<Break, "number" | "lastHeight" | "lastHash">, says: string): string;
}

const EQUIVOCATIONS_KEPT = 16;

export function createFraudKeeper({ app, chain, crypto, fraudFolder, fileSystem, onFraud }: FollowerOptions): FraudKeeper {
  const { store, validators, genesis } = chain;
  const { chainId } = genesis;
  let equivocations: readonly bigint[] = [];

  /** An equivocation is one file, wherever on DA anybody repeats it, and after restarts too. */
  function nameOf(record: FraudRecord, bytes: Uint8Array): string {
    if (record.kind !== "equivocation") return toHex(crypto.sha256(bytes)).slice(0, 16);
    const hashes = [record.first, record.second].map(({ header }) => headerHash(crypto.sha256, header));
    return toHex(crypto.sha256(concatBytes(...hashes))).slice(0, 16);
  }

  function keep(record: FraudRecord): string {
    mkdirSync(fraudFolder, { recursive: true, mode: 0o755 });
    const bytes = toUtf8(fraudToJson(record));
    const file = join(fraudFolder, `${record.kind}-${fraudHeight(record)}-${nameOf(record, bytes)}.json`);
    if (record.kind !== "equivocation" || !existsSync(file)) writeFileAtomic(file, bytes, fileSystem === undefined ? {} : { fileSystem });
    onFraud?.(record, file);
    return file;
  }

  return {
    get equivocations() {
      return equivocations;
    },
    execution({ block, bytes, commit }, batch, says) {
      const { appHash } = store.lastHeight === 0n ? { appHash: chain.genesisAppHash } : app.info();
      return keep({ kind: "execution", chainId, says, expectedAppHash: appHash, batch, block, bytes, commit });
    },
    equivocation(first, second, batch, says) {
      const { height } = first.header;
      const set = validators.at(height);
      const evidence = duplicateVotes(set, first, second).map(encodeDuplicateVote);
      equivocations = [...equivocations.filter((one) => one !== height), height].slice(-EQUIVOCATIONS_KEPT);
      const members = set.validators.map(({ publicKey, power }) => ({ publicKey, power }));
      return keep({ kind: "equivocation", chainId, says, batch, validators: members, first, second, evidence });
    },
    omission: ({ daHeight, commitment, tx, deadline }, { number, lastHeight, lastHash }, says) =>
      keep({ kind: "omission", chainId, says, batch: { daHeight, commitment }, tx, deadline, lastHeight, lastHash, rotationNumber: number }),
  };
}
