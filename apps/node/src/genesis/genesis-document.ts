/** The genesis file as commands edit it: the parts they know are checked, everything else is kept as it is. */
import { writeFileAtomic } from "@openledger/kv";
import { toUtf8 } from "@openledger/primitives";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { nodeError } from "../node-error.ts";

/** Units of a denom, as genesis files write them. */
export interface GenesisCoin {
  readonly denom: string;
  readonly amount: string;
}

type Rest = Readonly<Record<string, unknown>>;

/** The parts of `app_state` that commands edit. */
export interface GenesisAppState {
  readonly [module: string]: unknown;
  readonly system: Rest & { readonly bech32_prefix: string; readonly base_denom: string };
  readonly auth: Rest & { readonly accounts: readonly Rest[] };
  readonly bank: Rest & {
    readonly balances: readonly { readonly address: string; readonly coins: readonly GenesisCoin[] }[];
    readonly supply?: readonly GenesisCoin[] | undefined;
  };
  readonly staking?: (Rest & { readonly params?: (Rest & { readonly bond_denom?: string | undefined }) | undefined }) | undefined;
  readonly genutil?: (Rest & { readonly gen_txs: readonly unknown[] }) | undefined;
}

/** A genesis document whose accounts, balances and genesis transactions may be changed. */
export interface GenesisDocument {
  readonly [name: string]: unknown;
  readonly chain_id: string;
  readonly app_state: GenesisAppState;
}

const coin = z.looseObject({ denom: z.string(), amount: z.string().regex(/^\d{1,78}$/) });
const balance = z.looseObject({ address: z.string(), coins: z.array(coin) });

const schema: z.ZodType<GenesisDocument> = z.looseObject({
  chain_id: z.string(),
  app_state: z.looseObject({
    system: z.looseObject({ bech32_prefix: z.string(), base_denom: z.string() }),
    auth: z.looseObject({ accounts: z.array(z.looseObject({})).default([]) }).default({ accounts: [] }),
    bank: z.looseObject({ balances: z.array(balance).default([]), supply: z.array(coin).optional() }).default({ balances: [] }),
    staking: z.looseObject({ params: z.looseObject({ bond_denom: z.string().optional() }).optional() }).optional(),
    genutil: z.looseObject({ gen_txs: z.array(z.unknown()).default([]) }).optional(),
  }),
});

/** Reads a genesis file. Throws `HOME` with the place that is wrong. */
export function readGenesisDocument(path: string): GenesisDocument {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw nodeError("HOME", `${path} is missing; run "openledgerd init --home FOLDER" first`, error);
    }
    throw nodeError("HOME", `${path} cannot be read as JSON: ${String(error)}`, error);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw nodeError("HOME", `${path}: ${issue?.path.join(".") ?? "document"}: ${issue?.message ?? "is wrong"}`);
}

/** Writes it back, for people to read and edit. */
export function writeGenesisDocument(path: string, document: GenesisDocument): void {
  writeFileAtomic(path, toUtf8(`${JSON.stringify(document, undefined, 2)}\n`), { mode: 0o644 });
}

/** The denom that validators bond. */
export function bondDenomOf({ app_state: state }: GenesisDocument): string {
  return state.staking?.params?.bond_denom ?? state.system.base_denom;
}

/** What an address owns at the beginning, in units of a denom. */
export function genesisBalance({ app_state: state }: GenesisDocument, address: string, denom: string): bigint {
  const coins = state.bank.balances.find((entry) => entry.address === address)?.coins ?? [];
  return BigInt(coins.find((one) => one.denom === denom)?.amount ?? 0);
}
