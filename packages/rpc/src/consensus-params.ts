import { QueryService } from "@openledger/messages/cosmos/consensus/v1";
import { ConsensusParams } from "@openledger/messages/tendermint/types";
import type { RpcBackend } from "./backend.ts";
import type { JsonObject } from "./encode/block.ts";

const NANOS_PER_SECOND = 1_000_000_000n;

/** What CometBFT has where a chain's genesis names only the limits of blocks. */
const DEFAULTS = ConsensusParams.create({
  evidence: { maxAgeNumBlocks: 100_000n, maxAgeDuration: { seconds: 172_800n, nanos: 0 }, maxBytes: 1_048_576n },
  validator: { pubKeyTypes: ["ed25519"] },
});

/**
 * The parameters by which the block at `height` was, or will be, made, in CometBFT's JSON: those of the App's state before
 * it while the App has it, else of its last state, else of genesis.
 */
export function consensusParamsAt({ app, genesis }: Pick<RpcBackend, "app" | "genesis">, height: bigint): JsonObject {
  const { maxBlockBytes, maxBlockGas } = genesis.consensusParams;
  const params = stored(app, height - 1n) ?? stored(app, 0n) ?? DEFAULTS;
  const { block = { maxBytes: maxBlockBytes, maxGas: maxBlockGas }, evidence, validator, abci } = params;
  const age = evidence?.maxAgeDuration;
  return {
    block: { max_bytes: `${block.maxBytes}`, max_gas: `${block.maxGas}` },
    evidence: {
      max_age_num_blocks: `${evidence?.maxAgeNumBlocks ?? 0n}`,
      max_age_duration: `${(age?.seconds ?? 0n) * NANOS_PER_SECOND + BigInt(age?.nanos ?? 0)}`,
      max_bytes: `${evidence?.maxBytes ?? 0n}`,
    },
    validator: { pub_key_types: validator?.pubKeyTypes ?? [] },
    version: { app: `${app.info().appVersion ?? 0n}` },
    abci: { vote_extensions_enable_height: `${abci?.voteExtensionsEnableHeight ?? 0n}` },
  };
}

/** Undefined for an App that keeps no parameters, and for a version that it no longer has. */
function stored(app: RpcBackend["app"], height: bigint): ConsensusParams | undefined {
  const { path, request, response } = QueryService.Params;
  const { code, value } = app.query({ path, data: request.toBytes({}), height, prove: false });
  return code === 0 && value.length > 0 ? response.decode(value).params : undefined;
}
