import { z } from "zod";

interface RenderedSpan {
  readonly start: number;
  readonly end: number;
  readonly status: string;
  readonly owner: string;
  readonly contribution: { readonly title: string } | null;
}

/** Spans of a receipt as the proxy writes them. */
export const readableSpanList: z.ZodType<RenderedSpan[]> = z.array(
  z.object({
    ...{ start: z.int(), end: z.int(), status: z.string(), owner: z.string() },
    contribution: z.nullable(z.object({ title: z.string() })),
  }),
);

interface RenderedAnswer {
  readonly text: string;
  readonly spans: readonly RenderedSpan[];
  readonly owners: readonly { readonly owner: string; readonly amount: string }[];
  readonly amount: string;
  readonly denom: string;
}

const COLOURS = [36, 33, 35, 32, 34, 31] as const;

/** The answer with each owner's words in a colour (or between marks, without colours) and a table of who is paid. */
export function renderAnswer(answer: RenderedAnswer, withColours: boolean): string {
  const owners = [...new Set(answer.spans.flatMap(({ owner }) => (owner === "" ? [] : [owner])))];
  const bytes = new TextEncoder().encode(answer.text);
  const decoder = new TextDecoder();
  let shown = "";
  let at = 0;
  for (const run of runsOf(answer.spans, bytes)) {
    shown += decoder.decode(bytes.subarray(at, run.start));
    shown += mark(decoder.decode(bytes.subarray(run.start, run.end)), owners.indexOf(run.owner), withColours);
    at = run.end;
  }
  shown += decoder.decode(bytes.subarray(at));
  return `${shown}\n\n${table(answer, owners, withColours)}`;
}

/** Spans with those joined that follow each other, but for whitespace, and have one owner. */
function runsOf(spans: readonly RenderedSpan[], bytes: Uint8Array): Pick<RenderedSpan, "start" | "end" | "owner">[] {
  const decoder = new TextDecoder();
  const runs: { start: number; end: number; owner: string }[] = [];
  for (const { start, end, owner } of spans) {
    const before = runs.at(-1);
    const isJoined = before?.owner === owner && decoder.decode(bytes.subarray(before.end, start)).trim() === "";
    if (before !== undefined && isJoined) before.end = end;
    else runs.push({ start, end, owner });
  }
  return runs;
}

function mark(text: string, owner: number, withColours: boolean): string {
  if (owner < 0) return text;
  return withColours ? `\u001b[${COLOURS[owner % COLOURS.length]}m${text}\u001b[0m` : `[${owner + 1}:${text}]`;
}

function table(answer: RenderedAnswer, owners: readonly string[], withColours: boolean): string {
  const amounts = new Map(answer.owners.map(({ owner, amount }) => [owner, amount]));
  const lines = owners.map((owner, i) => {
    const titles = new Set(answer.spans.filter((span) => span.owner === owner).map(({ contribution }) => contribution?.title ?? ""));
    const name = mark(owner, i, withColours);
    return `  ${name}  ${(amounts.get(owner) ?? "0").padStart(10)} ${answer.denom}  for "${[...titles].join('", "')}"`;
  });
  const head = `This answer costs ${answer.amount} ${answer.denom}. To owners of its words, once settled and final:`;
  return `${[head, ...(lines.length === 0 ? ["  nobody: no registered text is quoted"] : lines)].join("\n")}\n`;
}
