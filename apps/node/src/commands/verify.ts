import {
  ClientError,
  connect,
  createCitedFacts,
  fetchModelFacts,
  fetchRuleFacts,
  fetchSessionFacts,
  fetchSplitFacts,
  fetchVersionFacts,
  findSettlement,
  isNotFound,
  orNotFound,
  verifyReceiptFile,
  type ChainClient,
  type ReceiptCheck,
  type ReceiptFile,
  type TrustedFacts,
} from "@openledger/client";
import { isChainProven, verifyChainProofOf, verifyReceiptOffline, type ChainCheck, type TrustedHeader } from "@openledger/client/offline";
import { createNodeCrypto } from "@openledger/crypto";
import { DecodeError } from "@openledger/messages";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { EncodingError, fromBase64, type Crypto } from "@openledger/primitives";
import type { Command } from "commander";
import { withNodeFlags, type NodeFlags } from "../cli/chain-flags.ts";
import { readReceipt } from "../cli/read-receipt.ts";
import { crossingsFromFiles } from "../cli/crossings.ts";
import { isHeaderTrusted, trustedHeaderOf, trustingPeriodOf, withTrustFlags, type TrustFlags } from "../cli/trusted-header.ts";
import { DEFAULT_HOME } from "../home.ts";

interface VerifyFlags extends NodeFlags, TrustFlags {
  readonly home: string;
  readonly buyer: string;
  readonly offline: boolean;
  readonly json: boolean;
}

/** `openledgerd verify`: recomputes a receipt, with a node's facts or without. */
export function registerVerify(program: Command): void {
  const command = program
    .command("verify <receipt>")
    .description("check a RECEIPT.json, or session/index of your own: signatures, sources, weights, amounts, settlement")
    .option("--home <folder>", "the buyer's home, for session/index", DEFAULT_HOME)
    .option("--buyer <url>", "the buyer's running proxy, for a session/index that the home has not", "http://127.0.0.1:8081")
    .option("--offline", "use no network: what the chain says is then only what the file proves, from a header that you trust", false)
    .option("--json", "print one JSON array of checks", false);
  withTrustFlags(withNodeFlags(command)).action(async (receipt: string, flags: VerifyFlags) => {
    const file = await readReceipt(receipt, flags);
    const checks = await checksOf(createNodeCrypto(), file, flags);
    const { isGood, sentence } = verdictOf(checks, flags);
    process.stdout.write(flags.json ? `${JSON.stringify(checks)}\n` : `${[...linesOf(file, checks), sentence].join("\n")}\n`);
    if (flags.json && !isGood) process.stderr.write(`${sentence}\n`);
    if (!isGood) process.exitCode = 1;
  });
}

type Checks = readonly (ReceiptCheck | ChainCheck)[];

/** With a node, the lines of the chain proof come in only when the file has one or flags name a trusted header. */
async function checksOf(crypto: Crypto, file: ReceiptFile, flags: VerifyFlags): Promise<Checks> {
  const { chainProof } = file;
  const about = { chainId: file.facts.chainId, proof: chainProof };
  const trusted: TrustedHeader | undefined = trustedHeaderOf(crypto, flags, about);
  const trust = { trusted, trustingPeriodHours: trustingPeriodOf(flags), crossings: crossingsFromFiles(flags.genesis, flags.rotations), now: BigInt(Date.now()) * 1_000_000n };
  if (flags.offline) return verifyReceiptOffline(crypto, file, chainProof, trust);
  const checks = verifyReceiptFile(crypto, file, await askNode(flags.node, file));
  if (chainProof === undefined && !isHeaderTrusted(flags)) return checks;
  return [...checks, ...verifyChainProofOf(crypto, file, chainProof, trust)];
}

/** Facts of a node for all that is still in its state: sessions leave it when they have ended. */
async function askNode(nodeUrl: string, file: ReceiptFile): Promise<TrustedFacts | undefined> {
  let client: ChainClient;
  try {
    client = await connect(nodeUrl);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    process.stderr.write(`note: ${error.message}; checking without the chain\n`);
    return undefined;
  }
  try {
    const { session, model } = file.facts;
    const base = await orNotFound(fetchSessionFacts(client, BigInt(session.id)));
    const settlement = await findSettlement(client, BigInt(session.id), BigInt(file.readable.index));
    const rest = base ?? (await withoutSession(client, BigInt(model.id), BigInt(model.version), file));
    return { ...rest, ...(await citedFacts(client, file)), ...(settlement === undefined ? {} : { settlement }) };
  } finally {
    client.disconnect();
  }
}

async function withoutSession(
  client: ChainClient,
  modelId: bigint,
  version: bigint,
  file: ReceiptFile,
): Promise<TrustedFacts> {
  const [model, rule, split, datanetVersions] = await Promise.all([
    fetchModelFacts(client, modelId, version),
    fetchRuleFacts(client),
    fetchSplitFacts(client),
    Promise.all(
      file.facts.datanetVersions.map((one) => fetchVersionFacts(client, BigInt(one.datanetId), BigInt(one.version))),
    ),
  ]);
  return { chainId: client.chainId, model, rule, split, datanetVersions };
}

/** What the opening cites, as the chain knows it; nothing where the chain knows no such thing, which then differs. */
async function citedFacts(
  client: ChainClient,
  file: ReceiptFile,
): Promise<Pick<TrustedFacts, "contributions" | "datanetVersions">> {
  try {
    const opening = ReceiptOpening.decode(fromBase64(file.opening));
    const { manifest } = file.facts.model;
    const versions = await Promise.all(
      manifest.map((one) => fetchVersionFacts(client, BigInt(one.datanetId), BigInt(one.version))),
    );
    const facts = await createCitedFacts(client).complete({ ...file.facts, datanetVersions: versions }, opening);
    return { contributions: facts.contributions, datanetVersions: facts.datanetVersions };
  } catch (error) {
    const isUnknown = isNotFound(error) || error instanceof DecodeError || error instanceof EncodingError;
    if (isUnknown) return { contributions: [], datanetVersions: [] };
    throw error;
  }
}

interface Verdict {
  readonly isGood: boolean;
  /** For a person who reads only this. */
  readonly sentence: string;
}

/** Whoever names a header asks for a proof from it: then a line of that way which cannot be checked is a failure too. */
function verdictOf(checks: Checks, flags: TrustFlags): Verdict {
  if (checks.some(({ state }) => state === "fails")) return { isGood: false, sentence: "This receipt does NOT hold." };
  if (isHeaderTrusted(flags) && !isChainProven(checks)) {
    // The lines of the chain proof come last.
    const why = checks.findLast(({ state }) => state !== "holds")?.detail ?? "";
    return { isGood: false, sentence: `Nothing fails, but this receipt is NOT proven from the header that you trust: ${why}.` };
  }
  return { isGood: true, sentence: `Nothing fails.${remarks(checks)}${unanswered(checks)}` };
}

function linesOf({ readable, facts }: ReceiptFile, checks: Checks): readonly string[] {
  return [
    `Receipt ${readable.sessionId}/${readable.index} of ${facts.chainId}: "${readable.question.slice(0, 120)}"`,
    ...checks.map(({ state, title, detail }) => `  ${MARKS[state]} ${title}${detail === "" ? "" : ` — ${detail}`}`),
  ];
}

/** What limits the lines that hold. */
function remarks(checks: Checks): string {
  const details = checks.flatMap(({ state, detail }) => (state === "holds" && detail !== "" ? [detail] : []));
  return details.map((detail) => ` Mind: ${detail}.`).join("");
}

/** What a person must know who reads only the last line of a check that could not see everything. */
function unanswered(checks: Checks): string {
  const count = checks.filter(({ state }) => state === "not-in-file").length;
  if (count === 0) return "";
  return ` ${count} of ${checks.length} checks could not be made from what is at hand; ask a node whether the chain agrees (--node), or give a header that you trust (--trusted-header).`;
}

const MARKS = { holds: "holds      ", fails: "FAILS      ", "not-in-file": "not in file" } as const;
