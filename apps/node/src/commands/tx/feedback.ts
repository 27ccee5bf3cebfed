import { randomBytes } from "node:crypto";
import { contributeMessage, outgoing, prepareContent, settledInclusion } from "@openledger/client";
import { ReceiptOpening } from "@openledger/messages/openledger/attribution/v1";
import { QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { MsgFeedback, MsgFeedbackResponse, type Correction } from "@openledger/messages/openledger/feedback/v1";
import { assertDefined, fromBase64 } from "@openledger/primitives";
import type { DeepPartial } from "@openledger/messages";
import type { Command } from "commander";
import { withSignFlags, type SignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parseCount, parseId } from "../../cli/parse-arguments.ts";
import { readDocuments } from "../../cli/read-documents.ts";
import { readReceipt } from "../../cli/read-receipt.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";
import { nodeError } from "../../node-error.ts";

interface FeedbackFlags extends SignFlags {
  readonly buyer: string;
  readonly rating: string;
  readonly correction?: string;
  readonly datanet?: string;
  readonly title: string;
  readonly licence?: string;
}

/** `tx feedback`: what a buyer says of an answer that was paid for. */
export function registerFeedbackTx(tx: Command): void {
  withSignFlags(tx.command("feedback <receipt>").description("rate an answer by its RECEIPT.json, or session/index of your own, and correct it"))
    .requiredOption("--rating <n>", "1 to 5, 5 is best")
    .option("--buyer <url>", "your running proxy, for a session/index that the home has not", "http://127.0.0.1:8081")
    .option("--correction <path>", "text file, or folder of text files, that says what should have been answered")
    .option("--datanet <id>", "datanet to contribute the correction to")
    .option("--licence <spdx>", "licence under which you give the correction")
    .option("--title <text>", "title of the correction", "Correction")
    .action((receipt: string, flags: FeedbackFlags) => signAndReport(flags, (context) => feedback(receipt, flags, context)));
}

interface PreparedCorrection {
  readonly datanetId: bigint;
  readonly message: DeepPartial<Correction>;
  readonly words: readonly string[];
}

async function feedback(text: string, flags: FeedbackFlags, context: SigningContext): Promise<Intent> {
  const rating = parseCount(flags.rating, "--rating", 1, 5);
  const file = await readReceipt(text, flags);
  const { receipt } = ReceiptOpening.fromBytes(fromBase64(file.opening));
  const { client, crypto, address } = context;
  const inclusion = await settledInclusion(client, crypto.sha256, assertDefined(receipt, "a receipt file holds its receipt"));
  const correction = await prepareCorrection(flags, context);
  const { sessionId, index } = file.readable;
  return {
    words: [`rate receipt ${index} of session ${sessionId}, "${file.readable.question.slice(0, 60)}", with ${rating} of 5; it cannot be changed`, ...(correction?.words ?? [])],
    messages: [outgoing(MsgFeedback, { buyer: address, inclusion, rating, ...(correction === undefined ? {} : { correction: correction.message }) })],
    outcome(sent) {
      const { seq } = sent.response(MsgFeedbackResponse);
      return correction === undefined ? [] : [`Contribution ${correction.datanetId}/${seq}; curators review it next.`];
    },
  };
}

async function prepareCorrection(flags: FeedbackFlags, { client, crypto, blobs }: SigningContext): Promise<PreparedCorrection | undefined> {
  const { correction: path, datanet: id, licence, title } = flags;
  if (path === undefined) return undefined;
  if (id === undefined || licence === undefined) throw nodeError("CONFIG", "a correction needs --datanet and --licence");
  const datanetId = parseId(id, "--datanet");
  const { datanet } = await client.query(DatanetQuery.Datanet, { datanetId });
  const content = prepareContent(crypto.sha256, readDocuments(path).documents, new Uint8Array(randomBytes(32)));
  const { byteCount } = content.rows.commitment;
  const perKib = assertDefined(datanet?.bondPerKib, "a datanet has a bond");
  await blobs.put(content.blob);
  const { contributor: _buyer, ...message } = contributeMessage(content, { contributor: "", datanetId, title, licence });
  return {
    datanetId,
    message,
    words: [
      `register "${title}", ${byteCount} bytes, as its correction in datanet ${datanetId} under ${licence}`,
      `lock a bond of ${BigInt(perKib.amount) * ((byteCount + 1023n) / 1024n)} ${perKib.denom}`,
    ],
  };
}
