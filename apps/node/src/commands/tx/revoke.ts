import { outgoing } from "@openledger/client";
import { MsgRevoke, MsgRevokeResponse, QueryService as DatanetQuery } from "@openledger/messages/openledger/datanet/v1";
import { assertDefined } from "@openledger/primitives";
import type { Command } from "commander";
import { withSignFlags, type SignFlags, type SigningContext } from "../../cli/chain-flags.ts";
import { parsePair, parseRows } from "../../cli/parse-arguments.ts";
import { signAndReport, type Intent } from "../../cli/sign-and-report.ts";

interface RevokeFlags extends SignFlags {
  readonly rows?: string;
}

/** `tx revoke` and `tx erase`. */
export function registerRevokeTx(tx: Command): void {
  withSignFlags(tx.command("revoke <datanet/seq>").description("take a contribution of yours back: later sessions pay nothing for it"))
    .option("--rows <list>", "only these rows: document:first chunk:chunks of 1 KiB, separated by commas")
    .action((text: string, flags: RevokeFlags) => signAndReport(flags, (context) => revoke(text, flags, context)));
  withSignFlags(tx.command("erase <datanet/seq>").description("take a contribution of yours back and have its content deleted")).action(
    (text: string, flags: SignFlags) => signAndReport(flags, (context) => erase(text, context)),
  );
}

async function revoke(text: string, flags: RevokeFlags, context: SigningContext): Promise<Intent> {
  const { key, title } = await find(text, context);
  const rows = parseRows(flags.rows);
  const what = rows.length === 0 ? "all" : `rows ${flags.rows ?? ""}`;
  return {
    words: [
      `take back ${what} of contribution ${text}, "${title}"`,
      "sessions opened from the next block on pay nobody for it; it cannot be undone",
      "sessions that are open and payments of before stay as they are",
    ],
    messages: [outgoing(MsgRevoke, { contributor: context.address, ...key, rows })],
  };
}

async function erase(text: string, context: SigningContext): Promise<Intent> {
  const { key, title } = await find(text, context);
  return {
    words: [
      `take back all of contribution ${text}, "${title}", and have content and secret deleted from every node`,
      "it cannot be undone; nobody registers this content again, and nobody can prove rows of it any more",
      "its commitment, payments, and what answers quoted on chain stay",
    ],
    messages: [outgoing(MsgRevoke, { contributor: context.address, ...key, erase: true })],
    outcome: (sent) => [
      sent.response(MsgRevokeResponse).erased
        ? "The content is erased."
        : "The contribution is revoked; its content stays, because somebody registered the same content before you.",
    ],
  };
}

async function find(
  text: string,
  { client }: SigningContext,
): Promise<{ readonly key: { readonly datanetId: bigint; readonly seq: bigint }; readonly title: string }> {
  const [datanetId, seq] = parsePair(text, "/", "the contribution");
  const { contribution } = await client.query(DatanetQuery.Contribution, { datanetId, seq });
  return { key: { datanetId, seq }, title: assertDefined(contribution, "the chain answers with it or an error").title };
}
