/** An App as ABCI 2.0 sees it: each request to the part that answers it. */
import { setTimeout as delay } from "node:timers/promises";
import type { Request, RequestCheckTx, RequestInfo, RequestQuery, Response, ResponseCheckTx, ResponseInfo, ResponseQuery } from "@openledger/messages/tendermint/abci";
import {
  CheckTxType,
  ResponseApplySnapshotChunk_Result as Applied,
  ResponseOfferSnapshot_Result as Offered,
  ResponseVerifyVoteExtension_VerifyStatus as Verified,
} from "@openledger/messages/tendermint/abci";
import type { SignatureVerifier } from "@openledger/ports";
import { InvariantViolation } from "@openledger/primitives";
import { createVerifyAhead } from "@openledger/sequencer";
import type { QueryRequest, QueryResponse } from "@openledger/state-machine";
import { createConsensusCalls, type ConsensusOptions } from "./consensus-calls.ts";
import { abciError } from "./errors.ts";
import { createQuarantine } from "./quarantine.ts";
import type { AbciHandler, EncodedAnswer } from "./server.ts";
import { createSnapshotCalls, type SnapshotOptions } from "./snapshot-calls.ts";
import { checkToComet, queryToComet, refusedCheck } from "./to-comet.ts";

export interface AbciApplicationOptions extends Omit<ConsensusOptions, "quarantine" | "ahead"> {
  /** Free text for `abci_info`. */
  readonly name: string;
  readonly softwareVersion: string;
  /** Threads for signatures; without them they are verified where transactions run. */
  readonly verifier?: SignatureVerifier | undefined;
  /** Undefined for an App that makes no snapshots. */
  readonly snapshots?: Pick<SnapshotOptions, "shelf" | "restorer" | "onProblem">;
  readonly onQuarantined?: (tx: Uint8Array, reason: string) => void;
  /** Answers queries, those about blocks by asking CometBFT; the App alone by default. */
  readonly answerQuery?: (request: QueryRequest) => QueryResponse | Promise<QueryResponse>;
  /** A query or check failed for a reason of our own and was answered with code 1. */
  readonly onDefect?: (error: unknown, call: string) => void;
}

/** ABCI 2.0.x is what CometBFT v0.38 to v0.40 speak. */
const DIALECT = /^2\.0\.\d+$/;
/** `ErrLogic` of codespace `sdk`. */
const LOGIC_ERROR = 35;
const CONSENSUS_KINDS = ["initChain", "prepareProposal", "processProposal", "extendVote", "verifyVoteExtension", "finalizeBlock", "commit"] as const;
/** A connection that has nothing to do any more is seen to be closed within a few turns. */
const TAKE_OVER_MS = 1_000;
const TAKE_OVER_STEP_MS = 20;
const NOTHING = new Uint8Array(0);

/**
 * Answers the requests of one CometBFT. Throws, which ends it, for another dialect of ABCI (`DIALECT`), a second engine
 * (`SECOND_ENGINE`), calls out of order, a disk that fails, and a ChainHalt.
 */
export function createAbciApplication(options: AbciApplicationOptions): AbciHandler {
  const { app, storage, sha256, onDefect = () => undefined, answerQuery = (request: QueryRequest): QueryResponse => app.query(request) } = options;
  const quarantine = createQuarantine(sha256, options.onQuarantined);
  const { verifier } = options;
  const ahead = verifier === undefined ? undefined : createVerifyAhead({ app, verifier, onBroken: (error) => onDefect(error, "SignatureVerifier") });
  const consensus = createConsensusCalls({ ...options, quarantine, ahead });
  const snapshots = options.snapshots === undefined ? undefined : createSnapshotCalls({ app, storage, ...options.snapshots });
  let engine: object | undefined;
  let underWay: Promise<unknown> = Promise.resolve();

  /** An engine that was killed in the middle of a block is seen to be gone when that block is done. */
  async function takeOver(request: Request, connection: object): Promise<Response | EncodedAnswer> {
    await underWay.catch(() => undefined);
    for (let waited = 0; engine !== undefined && waited < TAKE_OVER_MS; waited += TAKE_OVER_STEP_MS) await delay(TAKE_OVER_STEP_MS);
    if (engine !== undefined) throw abciError("SECOND_ENGINE", "another CometBFT drives this node already; give each its own openledgerd");
    engine = connection;
    return answer(request);
  }

  function answer(request: Request): Response | Promise<Response | EncodedAnswer> {
    const { prepareProposal, processProposal, finalizeBlock, applySnapshotChunk } = request;
    if (request.query !== undefined) return query(request.query);
    const isLong = prepareProposal ?? processProposal ?? finalizeBlock ?? applySnapshotChunk;
    if (isLong === undefined) return answerAtOnce(request);
    const answered = answerInSlices(request);
    if (applySnapshotChunk === undefined) underWay = answered;
    return answered;
  }

  function info({ abciVersion, version }: RequestInfo): ResponseInfo {
    // Whoever asks on behalf of an RPC client names no version.
    if (abciVersion !== "" && !DIALECT.test(abciVersion)) {
      throw abciError("DIALECT", `CometBFT ${version} speaks ABCI ${abciVersion}, and this node 2.0 alone; run CometBFT v0.38`);
    }
    const { height, appHash, data = options.name, version: appText = options.softwareVersion, appVersion = 0n } = app.info();
    return { data, version: appText, appVersion, lastBlockHeight: height, lastBlockAppHash: height === 0n ? NOTHING : appHash };
  }

  function checkTx({ tx, type }: RequestCheckTx): ResponseCheckTx {
    if (quarantine.has(tx)) return refusedCheck(LOGIC_ERROR, "the transaction trips an internal check and was set aside: internal logic error");
    try {
      const isRecheck = type === CheckTxType.RECHECK;
      const answer = app.checkTx(tx, isRecheck);
      // Nobody sees the events of a recheck, and writing them takes longer than the recheck itself.
      return checkToComet(isRecheck ? { ...answer, events: [] } : answer);
    } catch (error) {
      // It concerns this transaction alone: its branch is dropped. An exception would end every validator it reaches.
      if (!(error instanceof InvariantViolation)) onDefect(error, "CheckTx");
      // A node that waits for a snapshot can check nothing, which says nothing about the transaction.
      else if (app.info().height === 0n) return refusedCheck(LOGIC_ERROR, "this node has no state yet, hand the transaction to another one: internal logic error");
      else quarantine.add(tx, error.message);
      return refusedCheck(LOGIC_ERROR, "the transaction trips an internal check: internal logic error");
    }
  }

  function query({ path, data, height, prove }: RequestQuery): Response | Promise<Response> {
    // Asked for each peer where CometBFT filters them; any peer will do.
    if (/^\/?p2p\/filter\//.test(path)) return { query: emptyQuery(0, "") };
    const failed = (error: unknown): Response => {
      onDefect(error, `Query ${path.slice(0, 200)}`);
      return { query: emptyQuery(1, "unexpected failure; the log of openledgerd says more") };
    };
    try {
      const answered = answerQuery({ path, data, height, prove });
      if (answered instanceof Promise) return answered.then((response) => ({ query: queryToComet(response) }), failed);
      return { query: queryToComet(answered) };
    } catch (error) {
      return failed(error);
    }
  }

  return {
    handle(request, connection) {
      if (!CONSENSUS_KINDS.some((kind) => request[kind] !== undefined)) return answer(request);
      engine ??= connection;
      return engine === connection ? answer(request) : takeOver(request, connection);
    },
    foresee(requests) {
      ahead?.checks(requests.flatMap(({ checkTx: check }) => (check === undefined || check.type === CheckTxType.RECHECK ? [] : [check.tx])));
    },
    onClosed(connection) {
      if (engine === connection) engine = undefined;
    },
  };

  async function answerInSlices(request: Request): Promise<Response | EncodedAnswer> {
    const { prepareProposal, processProposal, finalizeBlock, applySnapshotChunk } = request;
    if (prepareProposal !== undefined) return { prepareProposal: await consensus.prepareProposal(prepareProposal) };
    if (processProposal !== undefined) return { processProposal: await consensus.processProposal(processProposal) };
    if (finalizeBlock !== undefined) return consensus.finalizeBlock(finalizeBlock);
    if (applySnapshotChunk === undefined || snapshots === undefined) return { applySnapshotChunk: { result: Applied.ABORT, refetchChunks: [], rejectSenders: [] } };
    return { applySnapshotChunk: await snapshots.apply(applySnapshotChunk) };
  }

  function answerAtOnce(request: Request): Response {
    if (request.flush !== undefined) return { flush: {} };
    if (request.checkTx !== undefined) return { checkTx: checkTx(request.checkTx) };
    if (request.echo !== undefined) return { echo: { message: request.echo.message } };
    if (request.info !== undefined) return { info: info(request.info) };
    if (request.initChain !== undefined) return { initChain: consensus.initChain(request.initChain) };
    if (request.commit !== undefined) return { commit: consensus.commit() };
    // Never asked for while vote_extensions_enable_height is 0; an empty extension says nothing.
    if (request.extendVote !== undefined) return { extendVote: { voteExtension: NOTHING } };
    if (request.verifyVoteExtension !== undefined) {
      const isEmpty = request.verifyVoteExtension.voteExtension.length === 0;
      return { verifyVoteExtension: { status: isEmpty ? Verified.ACCEPT : Verified.REJECT } };
    }
    return answerSnapshots(request);
  }

  function answerSnapshots(request: Request): Response {
    if (request.listSnapshots !== undefined) return { listSnapshots: snapshots?.list() ?? { snapshots: [] } };
    if (request.loadSnapshotChunk !== undefined) return { loadSnapshotChunk: snapshots?.load(request.loadSnapshotChunk) ?? { chunk: NOTHING } };
    if (request.offerSnapshot !== undefined) return { offerSnapshot: snapshots?.offer(request.offerSnapshot) ?? { result: Offered.ABORT } };
    throw abciError("DIALECT", "a request of no kind that ABCI 2.0 has; run CometBFT v0.38");
  }
}

function emptyQuery(code: number, log: string): ResponseQuery {
  return { code, log, info: "", index: 0n, key: NOTHING, value: NOTHING, height: 0n, codespace: code === 0 ? "" : "sdk" };
}
