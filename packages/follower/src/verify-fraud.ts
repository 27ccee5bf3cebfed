import {
  blockWithId,
  CometError,
  createValidatorSet,
  decodeBlock,
  headerHash,
  validateBlock,
  validatorsHash,
  verifyCommit,
  verifyDuplicateVote,
  decodeDuplicateVote,
  type Block,
  type SignedHeader,
  type ValidatorSet,
} from "@openledger/comet";
import { crossingOf } from "@openledger/derivation";
import { equalBytes, toHex, type Crypto } from "@openledger/primitives";
import { createReplayer, validatorsFor, type Replayer } from "@openledger/sequencer";
import type { App, InitChainRequest } from "@openledger/state-machine";
import { fraudHeight, type EquivocationFraud, type ExecutionFraud, type FraudRecord } from "./fraud-record.ts";

/** What a record was found to prove. */
export interface FraudVerdict {
  /** `unproven`: what is needed to judge is missing. `refuted`: the record accuses nobody of anything. */
  readonly verdict: "proven" | "refuted" | "unproven";
  /** Sentence with the reason. */
  readonly says: string;
}

export interface VerifyFraudOptions {
  readonly crypto: Crypto;
  readonly genesis: InitChainRequest;
  /** Without genesis or state. */
  readonly app: App;
  /** Encoded blocks of the chain, from anywhere: they count only if hashes link them to the record's header. */
  readonly blockAt: (height: bigint) => Uint8Array | undefined;
}

/**
 * Judges a record by the rules and genesis alone, trusting nobody: the blocks up to it are linked to its header by their
 * hashes and executed from genesis, which gives the validators whose signature must be on it. An equivocation at
 * the first height needs no blocks.
 */
export async function verifyFraud(options: VerifyFraudOptions, record: FraudRecord): Promise<FraudVerdict> {
  const { chainId } = options.genesis;
  if (record.kind === "omission") return { verdict: "unproven", says: "what is on DA, and what is not, is seen there alone: give --da" };
  const at = fraudHeight(record);
  if (at < options.genesis.initialHeight) return { verdict: "refuted", says: `the chain begins at ${options.genesis.initialHeight}, and the record is of block ${at}` };
  if (record.chainId !== chainId) return { verdict: "refuted", says: `the record is of chain ${record.chainId}, and this genesis of ${chainId}` };
  try {
    return await (record.kind === "execution" ? verifyExecution(options, record) : verifyEquivocation(options, record));
  } catch (error) {
    if (!(error instanceof CometError)) throw error;
    return { verdict: "refuted", says: `the record does not hold together: ${error.message}` };
  }
}

async function verifyExecution(options: VerifyFraudOptions, { block, bytes, commit }: ExecutionFraud): Promise<FraudVerdict> {
  const { crypto, genesis } = options;
  const { header } = block;
  validateBlock(crypto.sha256, block);
  const made = blockWithId(crypto.sha256, block);
  const replayer = createReplayer(options);
  const problem = await replayTo(options, replayer, block);
  if (problem !== undefined) return problem;
  verifyCommit(crypto, genesis.chainId, validatorsFor(crypto.sha256, replayer.validators, block).at(header.height), commit, header);
  if (!equalBytes(made.blockId.partSetHeader.hash, commit.blockId.partSetHeader.hash) || !equalBytes(made.bytes, bytes)) {
    return { verdict: "refuted", says: "the commit is for other parts" };
  }
  const wrong = await replayer.execute(made);
  if (wrong === undefined) return { verdict: "refuted", says: `block ${header.height} agrees with the execution` };
  return { verdict: "proven", says: `block ${header.height} with hash ${toHex(made.blockId.hash)} is signed by its validators and contradicts the execution: ${wrong}` };
}

async function verifyEquivocation(options: VerifyFraudOptions, record: EquivocationFraud): Promise<FraudVerdict> {
  const { crypto, genesis } = options;
  const { sha256 } = crypto;
  const { first, second } = record;
  const { height } = first.header;
  if (height !== second.header.height) return { verdict: "refuted", says: "the headers are of two heights" };
  if (equalBytes(headerHash(sha256, first.header), headerHash(sha256, second.header))) return { verdict: "refuted", says: "the headers are the same" };
  const set = createValidatorSet(sha256, record.validators);
  for (const { header, commit } of [first, second]) verifyCommit(crypto, genesis.chainId, set, commit, header);
  for (const item of record.evidence) verifyDuplicateVote(crypto, genesis.chainId, decodeDuplicateVote(item), set, first.header.time);
  const unknown = await whyUnknownSet(options, record, set);
  if (unknown !== undefined) return unknown;
  const isOneRound = first.commit.round === second.commit.round;
  const slashable = isOneRound ? `in one round; the record holds ${record.evidence.length} pieces of evidence for slashing` : "in different rounds, for which slashing has no rule";
  return { verdict: "proven", says: `the validators of block ${height} sealed two blocks of that height, ${slashable}` };
}

/** Undefined when the set is that of the record's height by genesis, or by executing what came before. */
async function whyUnknownSet(options: VerifyFraudOptions, { first }: EquivocationFraud, set: ValidatorSet): Promise<FraudVerdict | undefined> {
  const { sha256 } = options.crypto;
  const { initialHeight } = options.genesis;
  const { height } = first.header;
  const replayer = createReplayer(options);
  const claimed = validatorsHash(sha256, set);
  const isOfGenesis = equalBytes(claimed, validatorsHash(sha256, replayer.validators.at(initialHeight)));
  // Later ones may be others: whoever sealed first can sign for any height, and accuses nobody but itself.
  if (isOfGenesis && height === initialHeight) return undefined;
  const problem = await replayTo(options, replayer, first);
  if (problem !== undefined) {
    return isOfGenesis ? { ...problem, says: `the validators of genesis sealed both; that they are those of block ${height}, only the blocks before it show: ${problem.says}` } : problem;
  }
  const isKnown = (): boolean => equalBytes(validatorsHash(sha256, replayer.validators.at(height)), claimed);
  if (isKnown()) return undefined;
  const crossing = await executeCrossing(options, replayer, first);
  if (crossing === undefined) return { verdict: "unproven", says: `whoever signed was no validator by the blocks before ${height}; whether a rotation puts it in place, only block ${height} itself shows: give --home of a node that has it` };
  return crossing === "executed" && isKnown() ? undefined : { verdict: "refuted", says: "whoever signed was no validator of that height" };
}

/** Executes the block at the height of a header if it begins with a rotation, which tells who seals that very block; undefined when it is not here. */
async function executeCrossing({ crypto, blockAt }: VerifyFraudOptions, replayer: Replayer, { header }: SignedHeader): Promise<"executed" | "none" | undefined> {
  const bytes = blockAt(header.height);
  const block = bytes === undefined ? undefined : decodeBlock(bytes);
  if (block === undefined || !equalBytes(block.header.lastBlockId.hash, header.lastBlockId.hash)) return undefined;
  validateBlock(crypto.sha256, block);
  if (crossingOf(crypto.sha256, block) === undefined) return "none";
  return (await replayer.execute(blockWithId(crypto.sha256, block))) === undefined ? "executed" : "none";
}

/** Executes every block before one; the verdict when that cannot be. */
async function replayTo({ crypto, genesis, blockAt }: VerifyFraudOptions, replayer: Replayer, { header: last }: Pick<Block, "header">): Promise<FraudVerdict | undefined> {
  let before: Uint8Array = new Uint8Array(0);
  for (let at: bigint = genesis.initialHeight; at < last.height; at++) {
    const bytes = blockAt(at);
    if (bytes === undefined) return { verdict: "unproven", says: `block ${at} is needed to execute the chain up to ${last.height}: give --home of a node that has every block` };
    const block = decodeBlock(bytes);
    validateBlock(crypto.sha256, block);
    if (!equalBytes(block.header.lastBlockId.hash, before)) return { verdict: "unproven", says: `block ${at} does not follow the one before it` };
    const made = blockWithId(crypto.sha256, block);
    const wrong = await replayer.execute(made);
    if (wrong !== undefined) return { verdict: "unproven", says: `the chain contradicts the execution before that: ${wrong}` };
    before = made.blockId.hash;
  }
  if (equalBytes(last.lastBlockId.hash, before)) return undefined;
  return { verdict: "unproven", says: `block ${last.height} of the record does not follow the blocks that are here` };
}
