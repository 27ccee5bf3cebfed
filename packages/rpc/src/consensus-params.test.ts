import { QueryService } from "@openledger/messages/cosmos/consensus/v1";
import type { QueryRequest, QueryResponse } from "@openledger/state-machine";
import { expect, test } from "vitest";
import type { RpcBackend } from "./backend.ts";
import { consensusParamsAt } from "./consensus-params.ts";

/** An App whose parameters changed with the state at height 5, and which has forgotten heights before 3. */
function backend(query: RpcBackend["app"]["query"]): Pick<RpcBackend, "app" | "genesis"> {
  const app = { info: () => ({}), query } as Partial<RpcBackend["app"]> as RpcBackend["app"];
  const genesis = { consensusParams: { maxBlockBytes: 4_000n, maxBlockGas: -1n } } as Partial<RpcBackend["genesis"]> as RpcBackend["genesis"];
  return { app, genesis };
}

const answer = (code: number, value: Uint8Array): QueryResponse => ({ code, log: "", codespace: "", key: new Uint8Array(0), value, proofOps: [], height: 0n });

test("a block has the parameters of the state before it", () => {
  const changing = backend(({ path, height }: QueryRequest) => {
    expect(path).toBe("/cosmos.consensus.v1.Query/Params");
    if (height > 0n && height < 3n) return answer(18, new Uint8Array(0));
    const block = { maxBytes: height === 0n || height >= 5n ? 7_000n : 5_000n, maxGas: 9n };
    const evidence = { maxAgeNumBlocks: 3n, maxAgeDuration: { seconds: 2n, nanos: 5 }, maxBytes: 1n };
    return answer(0, QueryService.Params.response.toBytes(QueryService.Params.response.create({ params: { block, evidence } })));
  });
  const bytesAt = (height: bigint): unknown => (consensusParamsAt(changing, height) as { readonly block: { readonly max_bytes: string } }).block.max_bytes;
  expect([2n, 5n, 6n].map(bytesAt)).toEqual(["7000", "5000", "7000"]);
  expect(consensusParamsAt(changing, 6n)).toMatchObject({ block: { max_gas: "9" }, evidence: { max_age_num_blocks: "3", max_age_duration: "2000000005" } });
});

test("an App without parameters has those of genesis", () => {
  expect(consensusParamsAt(backend(() => answer(6, new Uint8Array(0))), 1n)).toMatchObject({
    block: { max_bytes: "4000", max_gas: "-1" },
    evidence: { max_age_num_blocks: "100000", max_age_duration: "172800000000000", max_bytes: "1048576" },
    validator: { pub_key_types: ["ed25519"] },
  });
});
