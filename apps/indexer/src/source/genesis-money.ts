import { createHash } from "node:crypto";
import { addressFromBytes, addressToBytes, compareBytes, EncodingError, fromHex, fromUtf8 } from "@openledger/primitives";
import { z } from "zod";
import type { SourceGenesis } from "./committed-block.ts";

const UNITS_PER_POWER = 1_000_000n;
const MAX_VALIDATORS = 100;

const amount = z.string().regex(/^\d{1,78}$/).transform(BigInt);
const coin = z.object({ denom: z.string(), amount });
const validator = z.object({ operator_address: z.string(), status: z.string(), jailed: z.boolean().default(false), tokens: amount });
const genesisTx = z.object({
  body: z.object({ messages: z.array(z.object({ validator_address: z.string(), value: coin })).length(1) }),
  auth_info: z.object({ fee: z.object({ amount: z.array(coin).default([]), payer: z.string().default("") }).optional() }),
});

/** The parts of a genesis document's `app_state` that say who holds what when the first block begins. */
export const genesisMoneyShape = z.object({
  bank: z.object({ balances: z.array(z.object({ address: z.string(), coins: z.array(coin) })).default([]) }).optional(),
  staking: z
    .object({
      params: z.object({ max_validators: z.number().int().optional() }).optional(),
      validators: z.array(validator).default([]),
      exported: z.boolean().default(false),
    })
    .optional(),
  genutil: z.object({ gen_txs: z.array(genesisTx).default([]) }).optional(),
  gate: z.object({ store: z.record(z.string(), z.string()).optional() }).optional(),
});

export type GenesisMoney = z.output<typeof genesisMoneyShape>;
type Balances = SourceGenesis["balances"];

interface Stake {
  readonly operator: Uint8Array;
  readonly tokens: bigint;
  readonly jailed: boolean;
  isBonded: boolean;
}

/**
 * Who holds what when the first block begins: the bank's balances after genesis has bonded validators and run its own
 * transactions, which no block's events tell. Throws EncodingError for an address that is none.
 */
export function balancesAfterGenesis(bech32Prefix: string, genesis: GenesisMoney): Balances {
  const held = new Map<string, Balances[number]>();
  const add = (address: string, denom: string, change: bigint): void => {
    const key = `${address}/${denom}`;
    held.set(key, { address, denom, external: 0n, ...held.get(key), amount: (held.get(key)?.amount ?? 0n) + change });
  };
  for (const { address, coins } of genesis.bank?.balances ?? []) for (const one of coins) add(address, one.denom, one.amount);
  const denom = bondDenom(genesis, bech32Prefix, held);
  const [bonded, notBonded, feeCollector] = ["bonded_tokens_pool", "not_bonded_tokens_pool", "fee_collector"].map((name) => moduleAddress(bech32Prefix, name)) as [string, string, string];
  const bond = (units: bigint): void => {
    add(bonded, denom, units);
    add(notBonded, denom, -units);
  };
  const stakes = (genesis.staking?.validators ?? []).map((one) => stakeOf(bech32Prefix, one));
  if (genesis.staking?.exported !== true) bond(applySet(genesis, stakes));
  const txs = genesis.genutil?.gen_txs ?? [];
  for (const { body, auth_info } of txs) {
    for (const { validator_address, value } of body.messages) {
      const operator = addressToBytes(`${bech32Prefix}valoper`, validator_address);
      const account = addressFromBytes(bech32Prefix, operator);
      for (const fee of auth_info.fee?.amount ?? []) {
        add(auth_info.fee?.payer || account, fee.denom, -fee.amount);
        add(feeCollector, fee.denom, fee.amount);
      }
      add(account, value.denom, -value.amount);
      add(notBonded, value.denom, value.amount);
      stakes.push({ operator, tokens: value.amount, jailed: false, isBonded: false });
    }
  }
  if (txs.length > 0) bond(applySet(genesis, stakes));
  noteExternal(bech32Prefix, genesis, held);
  return [...held.values()].filter((balance) => balance.amount > 0n);
}

function stakeOf(bech32Prefix: string, { operator_address, tokens, jailed, status }: z.output<typeof validator>): Stake {
  return { operator: addressToBytes(`${bech32Prefix}valoper`, operator_address), tokens, jailed, isBonded: status === "BOND_STATUS_BONDED" };
}

/** Pools hold one denom when anything is staked at genesis; the transactions name it too. */
function bondDenom(genesis: GenesisMoney, bech32Prefix: string, held: ReadonlyMap<string, Balances[number]>): string {
  const pools = ["bonded_tokens_pool", "not_bonded_tokens_pool"].map((name) => moduleAddress(bech32Prefix, name));
  for (const { address, denom } of held.values()) if (pools.includes(address)) return denom;
  return genesis.genutil?.gen_txs[0]?.body.messages[0]?.value.denom ?? "";
}

/** Bonds those with most power and unbonds the others; returns by how many units the bonded pool grows. */
function applySet({ staking }: GenesisMoney, stakes: readonly Stake[]): bigint {
  const power = ({ tokens }: Stake): bigint => tokens / UNITS_PER_POWER;
  const able = stakes.filter((stake) => !stake.jailed && power(stake) > 0n);
  able.sort((a, b) => (power(a) === power(b) ? compareBytes(a.operator, b.operator) : power(a) > power(b) ? -1 : 1));
  const top = new Set(able.slice(0, staking?.params?.max_validators ?? MAX_VALIDATORS));
  let grown = 0n;
  for (const stake of stakes) {
    if (top.has(stake) === stake.isBonded) continue;
    stake.isBonded = !stake.isBonded;
    grown += stake.isBonded ? stake.tokens : -stake.tokens;
  }
  return grown;
}

/** Address of a module's account: the first 20 bytes of sha256 of its name. */
export function moduleAddress(bech32Prefix: string, name: string): string {
  return addressFromBytes(bech32Prefix, Uint8Array.from(createHash("sha256").update(name).digest().subarray(0, 20)));
}

/** An exported gate lists the pairs of its store; under 0x03 ‖ length ‖ address ‖ denom stand external units as text. */
function noteExternal(bech32Prefix: string, { gate }: GenesisMoney, held: Map<string, Balances[number]>): void {
  for (const [key, value] of Object.entries(gate?.store ?? {})) {
    if (!key.startsWith("03")) continue;
    const bytes = fromHex(key);
    const end = 2 + (bytes[1] ?? 0);
    const at = `${addressFromBytes(bech32Prefix, bytes.slice(2, end))}/${fromUtf8(bytes.slice(end))}`;
    const balance = held.get(at);
    if (balance === undefined) throw new EncodingError(`the gate's genesis names external units of ${at}, who has none`);
    held.set(at, { ...balance, external: BigInt(fromUtf8(fromHex(value))) });
  }
}
