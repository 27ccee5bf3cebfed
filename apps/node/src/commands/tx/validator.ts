import { readFileSync } from "node:fs";
import { outgoing } from "@openledger/client";
import { MsgUnjail } from "@openledger/messages/cosmos/slashing/v1beta1";
import { MsgCreateValidator, MsgEditValidator } from "@openledger/messages/cosmos/staking/v1beta1";
import { EncodingError, fromBase64 } from "@openledger/primitives";
import type { Command } from "commander";
import { z } from "zod";
import { withSignFlags, type SignFlags } from "../../cli/chain-flags.ts";
import { parseCoin, parseId } from "../../cli/parse-arguments.ts";
import { signAndReport } from "../../cli/sign-and-report.ts";
import { commissionOf, requireTerms, shareOf } from "../../cli/validator-terms.ts";
import { createValidatorMessage, type NewValidator } from "../../genesis/create-gentx.ts";
import { nodeError } from "../../node-error.ts";

/** What the chain reads as "leave this as it is". */
const KEEP = "[do-not-modify]";

interface EditFlags extends SignFlags {
  readonly newMoniker: string;
  readonly identity: string;
  readonly website: string;
  readonly securityContact: string;
  readonly details: string;
  readonly commissionRate?: string;
  readonly minSelfDelegation?: string;
}

/** `tx create-validator` and `edit-validator`; below `tx staking` too. */
export function registerValidatorTx(tx: Command): void {
  const create = tx
    .command("create-validator <file>")
    .description("make your account the operator of a validator; the file is JSON as on Cosmos SDK chains, its pubkey what `comet show-validator` prints");
  withSignFlags(create).action(async (file: string, flags: SignFlags) => {
    const terms = readTerms(file);
    const { bond, description, minSelfDelegation } = terms;
    await signAndReport(flags, ({ address, client }) => ({
      words: [
        `create the validator ${JSON.stringify(description.moniker)}`,
        `bond ${bond.amount} ${bond.denom} to it, and never let its own bond fall below ${minSelfDelegation}`,
      ],
      messages: [outgoing(MsgCreateValidator, createValidatorMessage({ ...terms, bech32Prefix: client.chain.bech32Prefix }, address))],
    }));
  });
  const edit = tx
    .command("edit-validator")
    .description("change what your validator says about itself, and its commission; what is not named stays")
    .option("--new-moniker <name>", "name of the validator", KEEP)
    .option("--website <url>", "of the validator", KEEP)
    .option("--identity <text>", "signature of an identity, e.g. at Keybase", KEEP)
    .option("--details <text>", "about the validator", KEEP)
    .option("--security-contact <text>", "where to report a fault", KEEP)
    .option("--commission-rate <share>", "what it keeps of its delegators' rewards, once a day at most")
    .option("--min-self-delegation <units>", "least that the operator must keep bonded; it can only rise");
  withSignFlags(edit).action(async (flags: EditFlags) => {
    const { newMoniker: moniker, website, identity, details, securityContact } = flags;
    const rate = flags.commissionRate === undefined ? "" : shareOf(flags.commissionRate, "--commission-rate");
    const least = flags.minSelfDelegation === undefined ? "" : `${parseId(flags.minSelfDelegation, "--min-self-delegation")}`;
    const description = { moniker, website, identity, details, securityContact };
    const named = Object.entries(description).filter(([, text]) => text !== KEEP);
    await signAndReport(flags, ({ operator: validatorAddress }) => ({
      words: [
        `change validator ${validatorAddress}`,
        ...named.map(([name, text]) => `  ${name}: ${JSON.stringify(text)}`),
        ...(rate === "" ? [] : [`  commission: ${flags.commissionRate}`]),
        ...(least === "" ? [] : [`  never let its own bond fall below ${least}`]),
      ],
      messages: [outgoing(MsgEditValidator, { validatorAddress, description, commissionRate: rate, minSelfDelegation: least })],
    }));
  });
}

/** `tx unjail`; below `tx slashing` too. */
export function registerUnjailTx(tx: Command): void {
  withSignFlags(tx.command("unjail").description("let your jailed validator back in")).action(async (flags: SignFlags) => {
    await signAndReport(flags, ({ operator: validatorAddr }) => ({
      words: [`let validator ${validatorAddr} back in`],
      messages: [outgoing(MsgUnjail, { validatorAddr })],
    }));
  });
}

const text = z.string().default("");
const schema = z.strictObject({
  pubkey: z.strictObject({ "@type": z.literal("/cosmos.crypto.ed25519.PubKey"), key: z.string() }),
  amount: z.string(),
  moniker: z.string().min(1),
  ...{ identity: text, website: text, security: text, details: text },
  "commission-rate": z.string(),
  "commission-max-rate": z.string(),
  "commission-max-change-rate": z.string(),
  "min-self-delegation": z.string(),
});

/** Throws `CONFIG` with the part of the file that is wrong. */
function readTerms(file: string): Omit<NewValidator, "bech32Prefix"> {
  const parsed = schema.safeParse(readJson(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw nodeError("CONFIG", `${file}: ${issue?.path.join(".") || "the file"}: ${issue?.message ?? "is wrong"}`);
  }
  const { pubkey, amount, moniker, identity, website, security: securityContact, details, ...rates } = parsed.data;
  const terms = {
    bond: parseCoin(amount, `${file}: amount`),
    description: { moniker, identity, website, securityContact, details },
    commission: commissionOf(rates["commission-rate"], rates["commission-max-rate"], rates["commission-max-change-rate"], `${file}: commission-`),
    minSelfDelegation: parseId(rates["min-self-delegation"], `${file}: min-self-delegation`).toString(),
    consensusKey: readKey(pubkey.key, file),
  };
  requireTerms(terms, `${file}: min-self-delegation`);
  return terms;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? `is not JSON: ${error.message}` : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw nodeError("CONFIG", `${file} ${why}`, error);
  }
}

function readKey(key: string, file: string): Uint8Array {
  try {
    const bytes = fromBase64(key);
    if (bytes.length === 32) return bytes;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
  }
  throw nodeError("CONFIG", `${file}: pubkey.key must be 32 bytes in base64; "openledgerd comet show-validator" prints it`);
}
