import { decodeDuplicateVote, type Block } from "@openledger/comet";
import { assert, toHex, type Crypto } from "@openledger/primitives";
import type { App } from "@openledger/state-machine";
import { createRecent } from "./recent.ts";
import { evidenceBytesMax, evidenceProblem, type EvidenceContext } from "./check-evidence.ts";
import { sequencerError } from "./errors.ts";
import type { OpenedChain } from "./recover.ts";

/** Evidence that was checked and waits for a block; in memory, so that whoever holds it hands it in again after a restart. */
export interface EvidencePool {
  readonly count: number;
  /** Takes a piece of evidence, once per validator and height. Throws `EVIDENCE_REFUSED` with the reason. */
  submit(item: Uint8Array): void;
  /** What the block with this height and time holds: the oldest that fit. What may be in no block any more is dropped. */
  reap(block: Pick<Block["header"], "height" | "time">): readonly Uint8Array[];
  /** After a commit: forgets what the block holds. */
  update(committed: readonly Uint8Array[]): void;
}

const PENDING_MAX = 1_000;
const KNOWN_MAX = 10_000;

export function createEvidencePool(crypto: Crypto, app: Pick<App, "info">, chain: OpenedChain): EvidencePool {
  const pending = new Map<string, Uint8Array>();
  const committed = createRecent<string, true>(KNOWN_MAX);

  return {
    get count() {
      return pending.size;
    },
    submit(item) {
      const context = evidenceContextOf(crypto, app, chain);
      const last = chain.store.block(chain.store.stateHeight);
      if (last === undefined) throw refused("there is no block yet");
      const { height, time } = last.block.header;
      const problem = evidenceProblem(context, item, { height: (height + 1n) as typeof height, time });
      if (problem !== undefined) throw refused(problem);
      const name = nameOf(item);
      if (pending.has(name) || committed.get(name) === true) return;
      if (pending.size >= PENDING_MAX || item.length > evidenceBytesMax(context.params)) throw refused("too much of it waits; try again later");
      pending.set(name, new Uint8Array(item));
    },
    reap(block) {
      const context = evidenceContextOf(crypto, app, chain);
      const { params } = context;
      const reaped: Uint8Array[] = [];
      let bytes = 0;
      for (const [name, item] of pending) {
        if (evidenceProblem(context, item, block) !== undefined) {
          pending.delete(name);
          continue;
        }
        bytes += item.length;
        if (bytes > evidenceBytesMax(params)) break;
        reaped.push(item);
      }
      return reaped;
    },
    update(items) {
      for (const item of items) {
        const name = nameOf(item);
        pending.delete(name);
        committed.set(name, true);
      }
    },
  };
}

/** Of the block after the last one. */
export function evidenceContextOf(crypto: Crypto, app: Pick<App, "info">, { store, validators, genesis }: OpenedChain): EvidenceContext {
  return {
    crypto,
    chainId: genesis.chainId,
    params: app.info().consensusParams ?? genesis.consensusParams,
    at(height) {
      if (height < store.firstHeight || height > store.stateHeight) return undefined;
      const sealed = store.block(height as typeof store.stateHeight);
      assert(sealed !== undefined, `block ${height} is in the log`);
      return { validators: validators.at(height), time: sealed.block.header.time };
    },
  };
}

/** One validator is punished once for a height, however many pairs of its votes there are. */
function nameOf(item: Uint8Array): string {
  const { voteA } = decodeDuplicateVote(item);
  return `${voteA.height}/${toHex(voteA.validatorAddress)}`;
}

function refused(reason: string): Error {
  return sequencerError("EVIDENCE_REFUSED", `evidence was not taken: ${reason}`);
}
