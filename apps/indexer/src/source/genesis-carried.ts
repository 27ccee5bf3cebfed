import { Ledger } from "@openledger/messages/openledger/gate/v1";
import { EncodingError, fromHex } from "@openledger/primitives";
import { z } from "zod";
import type { CarriedState } from "./committed-block.ts";
import { nanosFromRfc3339 } from "./timestamps.ts";

const LEDGER_PREFIX = "04";
const OPTION_PREFIX = "VOTE_OPTION_";

const whole = z.union([z.string().regex(/^\d{1,19}$/), z.number().int().nonnegative()]).transform(BigInt);
const hash = z.string().regex(/^[0-9a-fA-F]{64}$/, "is not a hash").transform(fromHex);
const time = z.string().transform((text, context) => {
  const nanos = nanosFromRfc3339(text);
  if (nanos !== undefined) return nanos;
  context.addIssue({ code: "custom", message: "is not an RFC 3339 time" });
  return z.NEVER;
});

const header = z.object({ signed_header: z.object({ header: z.object({ height: whole }), commit: z.object({ block_id: z.object({ hash }) }) }) });

/** The parts of `app_state` that an export carries over and no block tells. */
const carriedShape = z.object({
  system: z.object({ previous_chains: z.array(z.object({ chain_id: z.string(), exported_height: whole, first: header, last: header })).default([]) }).optional(),
  gov: z
    .object({
      votes: z.array(z.object({ proposal_id: whole, voter: z.string(), options: z.array(z.object({ option: z.string(), weight: z.string() })) })).default([]),
      deposits: z.array(z.object({ proposal_id: whole, depositor: z.string(), amount: z.array(z.object({ denom: z.string(), amount: z.string() })) })).default([]),
    })
    .optional(),
  slashing: z
    .object({ signing_infos: z.array(z.object({ address: z.string(), validator_signing_info: z.object({ start_height: whole.default(0n), jailed_until: time, tombstoned: z.boolean().default(false) }) })).default([]) })
    .optional(),
  gate: z.object({ store: z.record(z.string(), z.string()).optional() }).optional(),
});

/**
 * What an exported genesis carries over: chains before, open votes and deposits, signing infos, and what entered, left and
 * was spent until then; empty lists for a chain that begins from nothing. Throws EncodingError for other shapes.
 */
export function carriedStateOf(appState: unknown): CarriedState {
  const parsed = carriedShape.safeParse(appState);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EncodingError(`app_state.${issue?.path.join(".")} of genesis ${issue?.message}`);
  }
  const { system, gov, slashing, gate } = parsed.data;
  return {
    previousChains: (system?.previous_chains ?? []).map(({ chain_id: chainId, exported_height: exportedHeight, first, last }) => ({
      chainId,
      exportedHeight,
      firstHeight: first.signed_header.header.height,
      firstHash: first.signed_header.commit.block_id.hash,
      lastHeight: last.signed_header.header.height,
      lastHash: last.signed_header.commit.block_id.hash,
    })),
    votes: (gov?.votes ?? []).map(({ proposal_id: proposalId, voter, options }) => ({
      proposalId,
      voter,
      options: options.map(({ option, weight }) => ({ option: option.startsWith(OPTION_PREFIX) ? option.slice(OPTION_PREFIX.length) : option, weight })),
    })),
    deposits: (gov?.deposits ?? []).map(({ proposal_id: proposalId, depositor, amount }) => ({ proposalId, depositor, amount: amount.map((coin) => `${coin.amount}${coin.denom}`).join(",") })),
    signingInfos: (slashing?.signing_infos ?? []).map(({ address, validator_signing_info: info }) => {
      return { consensusAddress: address, startHeight: info.start_height, jailedUntilNs: info.jailed_until, tombstoned: info.tombstoned };
    }),
    demand: Object.entries(gate?.store ?? {}).flatMap(([key, value]) => (key.startsWith(LEDGER_PREFIX) ? [demandOf(value)] : [])),
  };
}

function demandOf(value: string): CarriedState["demand"][number] {
  const { denom, total } = Ledger.fromBytes(fromHex(value));
  const units = (text: string | undefined): bigint => BigInt(text || 0);
  return {
    denom,
    entered: units(total?.entered),
    left: units(total?.left),
    leftExternal: units(total?.leftExternal),
    external: units(total?.externalDemand),
    internal: units(total?.internalDemand),
    toProtocol: units(total?.toProtocol),
  };
}
