import { readFileSync } from "node:fs";
import { outgoing } from "@openledger/client";
import {
  DisputeRemedy,
  MsgAnswerDispute,
  MsgDispute,
  MsgDisputeResponse,
  MsgEscalateDispute,
  QueryService as DatanetQuery,
  type Dispute,
} from "@openledger/messages/openledger/datanet/v1";
import { assertDefined } from "@openledger/primitives";
import type { Command } from "commander";
import { withSignFlags, type SignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parseId, parsePair } from "../../cli/parse-arguments.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

interface DisputeFlags extends SignFlags {
  readonly strike: boolean;
  readonly text: string;
  readonly evidence?: string;
}

interface AnswerFlags extends SignFlags {
  readonly concede: boolean;
  readonly contest: boolean;
  readonly text: string;
}

/** `tx dispute`, `answer-dispute` and `escalate-dispute`: whose a contribution is. */
export function registerDisputeTx(tx: Command): void {
  withSignFlags(tx.command("dispute <datanet/seq>").description("say that a contribution is not its owner's, and ask for it or have it struck"))
    .requiredOption("--text <text>", "why")
    .option("--strike", "have it passed over instead of asking for it", false)
    .option("--evidence <file>", "what you show; its sha256 goes on chain")
    .action((text: string, flags: DisputeFlags) => signAndReport(flags, (context) => dispute(text, flags, context)));
  withSignFlags(tx.command("answer-dispute <id>").description("as the owner of a disputed contribution, concede or contest"))
    .option("--concede", "give what is asked for, at no cost", false)
    .option("--contest", "leave the next step to the challenger", false)
    .option("--text <text>", "what you say to it", "")
    .action((text: string, flags: AnswerFlags) => signAndReport(flags, (context) => answer(text, flags, context)));
  withSignFlags(tx.command("escalate-dispute <id>").description("leave a dispute to governance, whose proposal you submit apart")).action(
    (text: string, flags: SignFlags) =>
      signAndReport(flags, async (context) => ({
        words: [`leave dispute ${text} to governance: ${saying(await find(text, context))}`, "what no proposal decides in time is dismissed"],
        messages: [outgoing(MsgEscalateDispute, { signer: context.address, disputeId: parseId(text, "the dispute") })],
      })),
  );
}

async function dispute(text: string, flags: DisputeFlags, { client, crypto, address }: SigningContext): Promise<Intent> {
  const [datanetId, seq] = parsePair(text, "/", "the contribution");
  const [{ contribution }, { params }] = await Promise.all([
    client.query(DatanetQuery.Contribution, { datanetId, seq }),
    client.query(DatanetQuery.Params, {}),
  ]);
  const { title } = assertDefined(contribution, "the chain answers with it or an error");
  const remedy = flags.strike ? DisputeRemedy.DISPUTE_REMEDY_STRIKE : DisputeRemedy.DISPUTE_REMEDY_REASSIGN;
  const evidenceHash = flags.evidence === undefined ? new Uint8Array() : crypto.sha256(readEvidence(flags.evidence));
  return {
    words: [
      `say that contribution ${text}, "${title}", is not its owner's, and ask ${flags.strike ? "to have it struck" : "for it"}`,
      `lock ${params?.disputeBond ?? ""} ${client.chain.baseDenom}, doubled for each dispute of it that is open; half goes to the owner and half is burned if you do not win`,
      "the owner answers first; then it is your turn to go to governance",
    ],
    messages: [outgoing(MsgDispute, { challenger: address, datanetId, seq, remedy, evidenceHash, text: flags.text })],
    outcome: (sent) => [`Dispute ${sent.response(MsgDisputeResponse).disputeId}.`],
  };
}

function readEvidence(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw nodeError("CONFIG", `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function answer(text: string, flags: AnswerFlags, context: SigningContext): Promise<Intent> {
  if (flags.concede === flags.contest) throw nodeError("CONFIG", "say either --concede or --contest");
  const found = await find(text, context);
  const isLost = found.remedy === DisputeRemedy.DISPUTE_REMEDY_REASSIGN ? `${found.challenger} owns it` : "it is struck";
  return {
    words: [
      `${flags.concede ? "concede" : "contest"} dispute ${text}: ${saying(found)}`,
      flags.concede ? `from the next block on ${isLost}; what it has earned is yours` : "if governance upholds the dispute, the contribution's bond is lost",
    ],
    messages: [outgoing(MsgAnswerDispute, { owner: context.address, disputeId: found.id, concede: flags.concede, text: flags.text })],
  };
}

async function find(text: string, { client }: SigningContext): Promise<Dispute> {
  const { dispute: found } = await client.query(DatanetQuery.Dispute, { disputeId: parseId(text, "the dispute") });
  return assertDefined(found, "the chain answers with the dispute or an error");
}

function saying({ datanetId, seq, challenger, text }: Dispute): string {
  return `${challenger} says of contribution ${datanetId}/${seq}: ${text}`;
}
