import { randomBytes } from "node:crypto";
import { ClientError, contributeMessage, openContent, outgoing, prepareContent } from "@openledger/client";
import {
  MsgContribute,
  MsgContributeResponse,
  MsgCreateDatanet,
  MsgCreateDatanetResponse,
  MsgFreezeVersion,
  MsgFreezeVersionResponse,
  MsgReview,
  PrivateSessions,
  QueryService as DatanetQuery,
  QuotePolicy,
  RejectReason,
  Use,
  Verdict,
} from "@openledger/messages/openledger/datanet/v1";
import { assertDefined, toHex } from "@openledger/primitives";
import { Option, type Command } from "commander";
import { withSignFlags, type SignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parseCoin, parseCount, parseId, parsePair } from "../../cli/parse-arguments.ts";
import { readDocuments } from "../../cli/read-documents.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

interface CreateFlags extends SignFlags {
  readonly name: string;
  readonly purpose: string;
  readonly licence: string;
  readonly curators: string;
  readonly threshold: string;
  readonly curatorBps: string;
  readonly bondPerKib: string;
  readonly minPriorBps: string;
  readonly uses: string;
  readonly quote: string;
  readonly privateSessions: string;
  readonly commons: boolean;
}

interface ContributeFlags extends SignFlags {
  readonly datanet: string;
  readonly title: string;
  readonly licence: string;
}

interface ReviewFlags extends SignFlags {
  readonly accept?: string;
  readonly reject?: string;
  readonly abstain: boolean;
}

/** `not-author`, `licence` and so on, as the protocol numbers them. */
const REASONS: ReadonlyMap<string, RejectReason> = new Map(
  Object.entries(RejectReason)
    .filter(([, reason]) => reason !== RejectReason.REJECT_REASON_UNSPECIFIED)
    .map(([name, reason]) => [name.slice("REJECT_REASON_".length).toLowerCase().replaceAll("_", "-"), reason]),
);

/** `tx create-datanet`, `contribute`, `review` and `freeze`. */
export function registerDatanetTx(tx: Command): void {
  withSignFlags(tx.command("create-datanet").description("open a datanet with its licence, curators and terms"))
    .requiredOption("--name <text>", "name")
    .option("--purpose <text>", "what the data is for", "")
    .requiredOption("--licence <spdx>", 'SPDX expression, or "mixed" where each contribution names its own')
    .requiredOption("--curators <addresses>", "who accepts contributions, separated by commas")
    .option("--threshold <k>", "curators that must agree", "1")
    .option("--curator-bps <bps>", "curators' share of the datanet's income, at most 500", "0")
    .requiredOption("--bond-per-kib <amount>", "what contributors lock, e.g. 1000uopen")
    .option("--uses <list>", "what the licence allows: train, infer, retrieve, evaluate", "retrieve")
    .option("--min-prior-bps <bps>", "least prior that models must give", "0")
    .addOption(new Option("--quote <when>", "when quoted rows may stand on chain").choices(["public", "demand-only"]).default("public"))
    .option("--private-sessions <rule>", "never, any, or the address of the auditor whom each private session must name", "never")
    .option("--commons", "a register of boilerplate that no manifest lists; for the commons authority only", false)
    .action((flags: CreateFlags) => signAndReport(flags, ({ address }) => createDatanet(flags, address)));
  withSignFlags(tx.command("contribute <path>").description("register a text file, or the text files of a folder"))
    .requiredOption("--datanet <id>", "datanet to contribute to")
    .requiredOption("--title <text>", "title of the contribution")
    .requiredOption("--licence <spdx>", "licence under which you give it")
    .action((path: string, flags: ContributeFlags) => signAndReport(flags, (context) => contribute(path, flags, context)));
  withSignFlags(tx.command("review <datanet/seq>").description("fetch a contribution, check it and give your verdict"))
    .option("--accept <grade>", "accept with a grade from 1 to 100")
    .addOption(new Option("--reject <reason>", "reject, and say why").choices([...REASONS.keys()]))
    .option("--abstain", "abstain", false)
    .action((text: string, flags: ReviewFlags) => signAndReport(flags, (context) => review(text, flags, context)));
  withSignFlags(tx.command("freeze <datanet>").description("freeze what is accepted as the datanet's next version")).action(
    (text: string, flags: SignFlags) =>
      signAndReport(flags, ({ address }) => ({
        words: [`freeze the next version of datanet ${text}`],
        messages: [outgoing(MsgFreezeVersion, { signer: address, datanetId: parseId(text, "the datanet") })],
        outcome: (sent) => {
          const { version, logSize, logRoot } = sent.response(MsgFreezeVersionResponse);
          return [`Datanet version ${text}@${version}: ${logSize} contributions under root ${toHex(logRoot)}.`];
        },
      })),
  );
}

function createDatanet(flags: CreateFlags, creator: string): Intent {
  const curators = flags.curators.split(",").map((one) => one.trim());
  const bondPerKib = parseCoin(flags.bondPerKib, "--bond-per-kib");
  const threshold = parseCount(flags.threshold, "--threshold", 1, curators.length);
  const uses = parseUses(flags.uses);
  return {
    words: [
      `open ${flags.commons ? "commons" : "datanet"} "${flags.name}" under licence ${flags.licence}, for use to ${uses.map(({ name }) => name).join(", ")}`,
      flags.quote === "public" ? "what answers quote may stand on chain" : "what answers quote stands on chain only if somebody demands it",
      `private sessions: ${flags.privateSessions}`,
      `${threshold} of ${curators.length} curators accept; contributors lock ${flags.bondPerKib} per KiB`,
    ],
    messages: [
      outgoing(MsgCreateDatanet, {
        ...{ creator, name: flags.name, purpose: flags.purpose, curators, threshold, bondPerKib },
        licence: {
          spdx: flags.licence,
          uses: uses.map(({ use }) => use),
          quote: flags.quote === "public" ? QuotePolicy.QUOTE_POLICY_PUBLIC : QuotePolicy.QUOTE_POLICY_DEMAND_ONLY,
          ...privacyOf(flags.privateSessions),
        },
        curatorBps: parseCount(flags.curatorBps, "--curator-bps", 0, 500),
        commons: flags.commons,
        minPriorBps: parseCount(flags.minPriorBps, "--min-prior-bps", 0, 10_000),
      }),
    ],
    outcome: (sent) => [`Datanet ${sent.response(MsgCreateDatanetResponse).datanetId}.`],
  };
}

function privacyOf(rule: string): { readonly privateSessions: PrivateSessions; readonly auditor: string } {
  if (rule === "never") return { privateSessions: PrivateSessions.PRIVATE_SESSIONS_NEVER, auditor: "" };
  if (rule === "any") return { privateSessions: PrivateSessions.PRIVATE_SESSIONS_ANY, auditor: "" };
  return { privateSessions: PrivateSessions.PRIVATE_SESSIONS_WITH_AUDITOR, auditor: rule };
}

const USES: ReadonlyMap<string, Use> = new Map([
  ["train", Use.USE_TRAIN],
  ["infer", Use.USE_INFER],
  ["retrieve", Use.USE_RETRIEVE],
  ["evaluate", Use.USE_EVALUATE],
]);

/** Uses as the licence lists them, each once, in the order of their numbers. */
function parseUses(text: string): { readonly name: string; readonly use: Use }[] {
  const named = new Set(text.split(",").map((one) => one.trim()));
  const unknown = [...named].find((name) => !USES.has(name));
  if (unknown !== undefined) throw nodeError("CONFIG", `--uses holds ${[...USES.keys()].join(", ")}, not ${unknown}`);
  return [...USES].filter(([name]) => named.has(name)).map(([name, use]) => ({ name, use }));
}

async function contribute(path: string, flags: ContributeFlags, context: SigningContext): Promise<Intent> {
  const { documents, leftOut } = readDocuments(path);
  const datanetId = parseId(flags.datanet, "--datanet");
  const { datanet } = await context.client.query(DatanetQuery.Datanet, { datanetId });
  const content = prepareContent(context.crypto.sha256, documents, new Uint8Array(randomBytes(32)));
  const { byteCount, tokenCount } = content.rows.commitment;
  const perKib = assertDefined(datanet?.bondPerKib, "a datanet has a bond");
  const bond = BigInt(perKib.amount) * ((byteCount + 1023n) / 1024n);
  await context.blobs.put(content.blob);
  const terms = { contributor: context.address, datanetId, title: flags.title, licence: flags.licence };
  return {
    words: [
      `register "${flags.title}": ${documents.length} documents, ${byteCount} bytes, ${tokenCount} tokens, ${leftOut.length} files left out`,
      `you give it under ${flags.licence} and accept the terms of datanet ${datanetId} (${datanet?.licence?.spdx ?? ""})`,
      `lock a bond of ${bond} ${perKib.denom}`,
      "text that an answer quotes is opened on chain and stays there; what was never opened can be erased",
    ],
    messages: [outgoing(MsgContribute, contributeMessage(content, terms))],
    outcome: (sent) => {
      const { seq, sequence } = sent.response(MsgContributeResponse);
      return [`Contribution ${datanetId}/${seq}, number ${sequence} of the chain; curators review it next.`];
    },
  };
}

async function review(text: string, flags: ReviewFlags, context: SigningContext): Promise<Intent> {
  const [datanetId, seq] = parsePair(text, "/", "the contribution");
  const { contribution } = await context.client.query(DatanetQuery.Contribution, { datanetId, seq });
  const found = assertDefined(contribution, "the chain answers with the contribution or an error");
  const verdict = verdictOf(flags);
  const blob = await context.blobs.get(found.blob);
  if (blob === undefined && verdict.verdict === Verdict.VERDICT_ACCEPT) {
    throw new ClientError("content", `the content of ${text} is not at ${context.blobs.restUrl}, so it cannot be accepted`);
  }
  if (verdict.verdict === Verdict.VERDICT_ACCEPT && blob !== undefined) openContent(context.crypto.sha256, blob, found);
  return {
    words: [`${verdict.words} contribution ${text}, "${found.title}" of ${found.contributor}`],
    messages: [
      outgoing(MsgReview, {
        ...{ curator: context.address, datanetId, seq, rowsRoot: found.rowsRoot },
        ...{ verdict: verdict.verdict, grade: verdict.grade, reasonCode: verdict.reasonCode },
      }),
    ],
  };
}

interface GivenVerdict {
  readonly verdict: Verdict;
  readonly grade: number;
  readonly reasonCode: RejectReason;
  readonly words: string;
}

function verdictOf(flags: ReviewFlags): GivenVerdict {
  const given = [flags.accept !== undefined, flags.reject !== undefined, flags.abstain].filter(Boolean).length;
  if (given !== 1) throw nodeError("CONFIG", "give one of --accept GRADE, --reject REASON and --abstain");
  if (flags.accept !== undefined) {
    const grade = parseCount(flags.accept, "--accept", 1, 100);
    return { verdict: Verdict.VERDICT_ACCEPT, grade, reasonCode: 0, words: `accept, with grade ${grade},` };
  }
  if (flags.reject !== undefined) {
    const reasonCode = assertDefined(REASONS.get(flags.reject), "the flag takes known reasons only");
    return { verdict: Verdict.VERDICT_REJECT, grade: 0, reasonCode, words: `reject, because of ${flags.reject},` };
  }
  return { verdict: Verdict.VERDICT_ABSTAIN, grade: 0, reasonCode: 0, words: "abstain on" };
}
