/** State sync: snapshots that others fetch here, and those that this node begins from. */
import {
  ResponseApplySnapshotChunk_Result as Applied,
  ResponseOfferSnapshot_Result as Offered,
  type RequestApplySnapshotChunk,
  type RequestLoadSnapshotChunk,
  type RequestOfferSnapshot,
  type ResponseApplySnapshotChunk,
  type ResponseListSnapshots,
  type ResponseLoadSnapshotChunk,
  type ResponseOfferSnapshot,
} from "@openledger/messages/tendermint/abci";
import { OperationalError } from "@openledger/ports";
import { height } from "@openledger/primitives";
import type { AbciSnapshot, ApplyAnswer, OfferAnswer, SnapshotRestorer, SnapshotShelf } from "@openledger/sequencer";
import type { App } from "@openledger/state-machine";
import type { AppStorage } from "./app-storage.ts";

export interface SnapshotOptions {
  readonly app: App;
  readonly storage: AppStorage;
  readonly shelf: SnapshotShelf;
  readonly restorer: SnapshotRestorer;
  /** Why a snapshot or chunk was refused, or could not be read. */
  readonly onProblem?: (sentence: string) => void;
}

export interface SnapshotCalls {
  list(): ResponseListSnapshots;
  load(request: RequestLoadSnapshotChunk): ResponseLoadSnapshotChunk;
  offer(request: RequestOfferSnapshot): ResponseOfferSnapshot;
  apply(request: RequestApplySnapshotChunk): Promise<ResponseApplySnapshotChunk>;
}

const NOTHING = new Uint8Array(0);
const OFFERED: { readonly [Result in OfferAnswer["result"]]: Offered } = {
  accept: Offered.ACCEPT,
  abort: Offered.ABORT,
  reject: Offered.REJECT,
  "reject-format": Offered.REJECT_FORMAT,
};
const APPLIED: { readonly [Result in ApplyAnswer["result"]]: Applied } = {
  accept: Applied.ACCEPT,
  abort: Applied.ABORT,
  retry: Applied.RETRY,
  "reject-snapshot": Applied.REJECT_SNAPSHOT,
};

export function createSnapshotCalls({ app, storage, shelf, restorer, onProblem = () => undefined }: SnapshotOptions): SnapshotCalls {
  let offered: { readonly snapshot: AbciSnapshot; readonly appHash: Uint8Array } | undefined;

  /** A damaged file here is no reason to stop: others have the snapshot too. */
  function readable<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      onProblem(error.message);
      return otherwise;
    }
  }

  return {
    list: () => ({ snapshots: readable(() => shelf.list().map((snapshot) => ({ ...snapshot })), []) }),
    load({ height: at, format, chunk }) {
      return { chunk: readable(() => shelf.load(at, format, chunk), undefined) ?? NOTHING };
    },
    offer({ snapshot, appHash }) {
      if (snapshot === undefined) return { result: Offered.REJECT };
      const whole = { ...snapshot, height: height(snapshot.height) };
      const { result, problem } = restorer.offer(whole, appHash);
      if (problem !== undefined) onProblem(`the snapshot at height ${snapshot.height} is not taken: ${problem}`);
      offered = result === "accept" ? { snapshot: whole, appHash } : undefined;
      return { result: OFFERED[result] };
    },
    async apply({ index, chunk, sender }) {
      const { result, problem, refetchChunks, rejectSenders } = await restorer.apply(index, chunk, sender);
      if (problem !== undefined) onProblem(problem);
      // The last chunk alone gives the App a state; from here on a restart must find it.
      if (offered !== undefined && result === "accept" && app.info().height === offered.snapshot.height) {
        storage.adopt({ height: offered.snapshot.height, appHash: offered.appHash });
        offered = undefined;
      }
      return { result: APPLIED[result], refetchChunks: [...refetchChunks], rejectSenders: [...rejectSenders] };
    },
  };
}
