/** What the App says, in CometBFT's words. */
import type { Event, ExecTxResult as WireResult, ResponseCheckTx, ResponseFinalizeBlock, ResponseQuery, ValidatorUpdate as WireUpdate } from "@openledger/messages/tendermint/abci";
import type { ConsensusParams as WireParams } from "@openledger/messages/tendermint/types";
import type { AbciEvent, CheckTxResponse, ConsensusParams, ExecTxResult, ExecutedBlock, QueryResponse, ValidatorUpdate } from "@openledger/state-machine";

const NANOS_PER_SECOND = 1_000_000_000n;
const NOTHING = new Uint8Array(0);

export function eventsToComet(events: readonly AbciEvent[]): Event[] {
  return events.map(({ type, attributes }) => ({ type, attributes: attributes as Event["attributes"] }));
}

export function updatesToComet(updates: readonly ValidatorUpdate[]): WireUpdate[] {
  return updates.map(({ publicKey, power }) => ({ pubKey: { ed25519: publicKey }, power }));
}

export function resultToComet({ code, data, log, info, gasWanted, gasUsed, events, codespace }: ExecTxResult): WireResult {
  return { code, data, log, info, gasWanted, gasUsed, events: eventsToComet(events), codespace };
}

/** Everything of a block's answer but the results of its transactions. */
export function blockToComet({ response, consensusParams }: ExecutedBlock): ResponseFinalizeBlock {
  const { events, validatorUpdates, appHash } = response;
  return {
    events: eventsToComet(events),
    txResults: [],
    validatorUpdates: updatesToComet(validatorUpdates),
    consensusParamUpdates: consensusParams === undefined ? undefined : paramsToComet(consensusParams),
    appHash,
  };
}

function paramsToComet({ maxBlockBytes, maxBlockGas, evidence, pubKeyTypes }: ConsensusParams): WireParams {
  return {
    block: { maxBytes: maxBlockBytes, maxGas: maxBlockGas },
    evidence:
      evidence === undefined
        ? undefined
        : {
            maxAgeNumBlocks: evidence.maxAgeBlocks,
            maxAgeDuration: { seconds: evidence.maxAgeNanos / NANOS_PER_SECOND, nanos: Number(evidence.maxAgeNanos % NANOS_PER_SECOND) },
            maxBytes: evidence.maxBytes,
          },
    validator: pubKeyTypes === undefined ? undefined : { pubKeyTypes: [...pubKeyTypes] },
  };
}

export function checkToComet({ code, data, log, gasWanted, gasUsed, events, codespace }: CheckTxResponse): ResponseCheckTx {
  return { code, data, log, info: "", gasWanted, gasUsed, events: eventsToComet(events), codespace };
}

export function queryToComet({ code, log, index = 0n, key, value, proofOps, height, codespace }: QueryResponse): ResponseQuery {
  const ops = proofOps.map(({ type, key: at, data }) => ({ type, key: at, data }));
  return { code, log, info: "", index, key, value, proofOps: ops.length === 0 ? undefined : { ops }, height, codespace };
}

/** An answer to CheckTx that refuses; `code` is of codespace `sdk`. */
export function refusedCheck(code: number, log: string): ResponseCheckTx {
  return { code, data: NOTHING, log, info: "", gasWanted: 0n, gasUsed: 0n, events: [], codespace: "sdk" };
}
