import { existsSync, readFileSync } from "node:fs";
import { recoveryOf, type Recovery } from "@openledger/chain";
import { createNodeCrypto } from "@openledger/crypto";
import { encodeRotationBlob, rotationSignBytes, whyNotSigned, type RotationBody } from "@openledger/derivation";
import { fraudFromJson, type OmissionFraud } from "@openledger/follower";
import { compareBytes, equalBytes, EncodingError, fromBase64, toBase64, toHex } from "@openledger/primitives";
import { createValidatorKey, loadValidatorKey } from "@openledger/sequencer";
import type { Command } from "commander";
import { readRotationFile, writeRotationFile } from "../cli/rotation-file.ts";
import { postOpenly } from "../da/post-to-da.ts";
import { readGenesisFile } from "../genesis-file.ts";
import { nodeError } from "../node-error.ts";

/** `openledgerd rotation`: recovery keys put another sequencer in the place of one that left out what it must include. */
export function registerRotation(program: Command): void {
  const rotation = program.command("rotation").description("go on with another sequencer after one that left out a transaction which was posted to DA");
  rotation
    .command("key <file>")
    .description("make an ed25519 key, and print its public part for app_state.rollup.recovery of a genesis, or for --new-key")
    .action((file: string) => void process.stdout.write(`${toBase64(createValidatorKey(file, createNodeCrypto().sha256).publicKey)}\n`));
  rotation
    .command("propose <record>")
    .description("write an unsigned rotation for the miss that a follower kept in HOME/fraud/omission-….json")
    .requiredOption("--new-key <key>", "the new sequencer's consensus key: base64, or its priv_validator_key.json")
    .requiredOption("--genesis <file>", "genesis file of the chain")
    .option("--number <number>", "of this rotation; that of the record by default")
    .option("--output <file>", "where it is written", "rotation.json")
    .action(propose);
  rotation
    .command("sign <file>")
    .description("look at a rotation and add the signature of a recovery key")
    .requiredOption("--key <file>", "recovery key in the form of priv_validator_key.json")
    .option("--genesis <file>", "genesis file of the chain, to see that the key is one of its recovery keys")
    .action(sign);
  rotation
    .command("post <file>")
    .description("check a signed rotation against genesis, and post it to DA, where the first valid one counts")
    .requiredOption("--genesis <file>", "genesis file of the chain")
    .requiredOption("--da <where>", "celestia:URL, or file:FOLDER that no process uses")
    .action(post);
}

interface ProposeFlags {
  readonly newKey: string;
  readonly genesis: string;
  readonly number?: string;
  readonly output: string;
}

function propose(recordFile: string, { newKey, genesis, number: asked, output }: ProposeFlags): void {
  const { chainId, initialHeight } = chainOf(genesis);
  const record = omissionOf(recordFile);
  if (record.chainId !== chainId) throw nodeError("CONFIG", `the record is of chain ${record.chainId}, and ${genesis} of ${chainId}`);
  if (record.lastHeight < initialHeight) throw nodeError("CONFIG", "no block was on DA by then: there is nothing to go on from, begin the chain anew with another genesis");
  const number = asked === undefined ? (record.rotationNumber ?? 1n) : numberFrom(asked);
  if (existsSync(output)) throw nodeError("CONFIG", `${output} exists; choose another --output`);
  const { sha256 } = createNodeCrypto();
  const miss = { txHash: sha256(record.tx), daHeight: record.batch.daHeight, deadline: record.deadline };
  const body: RotationBody = { number, lastHeight: record.lastHeight, lastHash: record.lastHash, miss, newKey: newKeyOf(newKey) };
  writeRotationFile(output, { chainId, rotation: { ...body, signatures: [] } });
  process.stdout.write(`${sentence(body)}\nIt is in ${output}: check the record with "openledgerd verify-fraud", then sign it with "openledgerd rotation sign ${output} --key FILE".\n`);
}

interface SignFlags {
  readonly key: string;
  readonly genesis?: string;
}

function sign(file: string, { key: keyFile, genesis }: SignFlags): void {
  const { sha256 } = createNodeCrypto();
  const { chainId, rotation } = readRotationFile(file);
  const key = loadValidatorKey(keyFile, sha256);
  if (genesis !== undefined) requireRecoveryKey(chainOf(genesis), chainId, key.publicKey, keyFile);
  const signature = key.sign(rotationSignBytes(sha256, chainId, rotation));
  const others = rotation.signatures.filter(({ publicKey }) => !equalBytes(publicKey, key.publicKey));
  const signatures = [...others, { publicKey: key.publicKey, signature }].toSorted((a, b) => compareBytes(a.publicKey, b.publicKey));
  writeRotationFile(file, { chainId, rotation: { ...rotation, signatures } });
  process.stdout.write(`${sentence(rotation)}\nSigned by ${toBase64(key.publicKey)}; ${signatures.length} signatures so far.\n`);
}

function requireRecoveryKey(chain: RecoverableChain, chainId: string, publicKey: Uint8Array, keyFile: string): void {
  if (chain.chainId !== chainId) throw nodeError("CONFIG", `the rotation is of chain ${chainId}, and the genesis of ${chain.chainId}`);
  if (chain.recovery.keys.some((key) => equalBytes(key, publicKey))) return;
  throw nodeError("CONFIG", `${keyFile} is no recovery key of this genesis, which names ${chain.recovery.named.map((one) => one.name || toBase64(one.publicKey)).join(", ")}`);
}

interface PostFlags {
  readonly genesis: string;
  readonly da: string;
}

async function post(file: string, { genesis, da }: PostFlags): Promise<void> {
  const crypto = createNodeCrypto();
  const { chainId, recovery } = chainOf(genesis);
  const read = readRotationFile(file);
  if (read.chainId !== chainId) throw nodeError("CONFIG", `the rotation is of chain ${read.chainId}, and ${genesis} of ${chainId}`);
  const reason = whyNotSigned(crypto, chainId, recovery, read.rotation);
  if (reason !== undefined) throw nodeError("CONFIG", `${file} would count for nobody: ${reason}; sign it with "openledgerd rotation sign"`);
  const height = await postOpenly(da, chainId, encodeRotationBlob(crypto.sha256, chainId, read.rotation));
  process.stdout.write(`${sentence(read.rotation)}\nPosted at DA height ${height}. Followers go on when the new sequencer's first block is on DA.\n`);
}

interface RecoverableChain {
  readonly chainId: string;
  readonly initialHeight: bigint;
  readonly recovery: Recovery;
}

function chainOf(genesisFile: string): RecoverableChain {
  const { chainId, initialHeight, appState } = readGenesisFile(genesisFile, createNodeCrypto().sha256).request;
  const recovery = recoveryOf(appState);
  if (recovery === undefined) throw nodeError("CONFIG", `${genesisFile} names no recovery keys in app_state.rollup.recovery: nobody can put another sequencer in the place of this chain's`);
  return { chainId, initialHeight, recovery };
}

function omissionOf(file: string): OmissionFraud {
  const record = fraudFromJson(readText(file));
  if (record.kind === "omission") return record;
  throw nodeError("CONFIG", `${file} is a record of kind "${record.kind}"; only an omission can be answered with a rotation`);
}

function newKeyOf(given: string): Uint8Array {
  if (existsSync(given)) return loadValidatorKey(given, createNodeCrypto().sha256).publicKey;
  try {
    const key = fromBase64(given);
    if (key.length === 32) return key;
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
  }
  throw nodeError("CONFIG", `--new-key ${given.slice(0, 200)}: give 32 bytes of an ed25519 key in base64, or a priv_validator_key.json`);
}

function numberFrom(text: string): bigint {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw nodeError("CONFIG", `--number ${text}: give a number from 1`);
  return BigInt(text);
}

function sentence({ number, lastHeight, lastHash, miss, newKey }: RotationBody): string {
  return `Rotation ${number}: after block ${lastHeight} (${toHex(lastHash)}), which left out transaction ${toHex(miss.txHash)} of DA height ${miss.daHeight} until ${miss.deadline}, ${toBase64(newKey)} makes the blocks.`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw nodeError("CONFIG", `${file} cannot be read; give a record that a follower kept in HOME/fraud`, error);
  }
}
