import type { ReceiptFile } from "@openledger/client/receipt";
import { useMemo, useState, type KeyboardEvent, type ReactElement } from "react";
import { answerBlocks, type AnswerBlock, type LinePiece } from "../../answer/answer-blocks.ts";
import { answerSegments } from "../../answer/answer-segments.ts";
import { formatShare, shorten } from "../../format.ts";
import { UNOWNED_NAMES, UNOWNED_REASONS, type ReceiptView } from "../../receipt/receipt-view.ts";
import { SpanDetail } from "./span-detail.tsx";

interface Selection {
  readonly selected: number | undefined;
  /** Owner or reason whose spans stand out: `owner address` or `status`. */
  readonly choose: (span: number | undefined) => void;
  readonly classOf: (span: number) => string;
  readonly labelOf: (span: number) => string;
  /** The owner's number where a run of that owner's spans begins. */
  readonly numberOf: (span: number) => number | undefined;
}

/** The answer with each span in its owner's colour, the legend, and what is known of the span that is pointed at. */
export function AnswerSection({ file, view }: { file: ReceiptFile; view: ReceiptView }): ReactElement {
  const [selected, choose] = useState<number>();
  const { spans, answer } = file.readable;
  const blocks = useMemo(() => {
    return answerBlocks(answerSegments(new TextEncoder().encode(answer), spans, (a, b) => isOneOwner(spans, a, b)));
  }, [answer, spans]);
  const owners = useMemo(() => new Map(view.owners.map((owner) => [owner.address, owner])), [view]);
  const ownerOf = (span: number) => owners.get(spans[span]?.owner ?? "");
  const selection: Selection = {
    selected,
    choose,
    classOf: (span) => {
      const owner = ownerOf(span);
      const colour = owner === undefined ? `unowned ${spans[span]?.status ?? ""}` : `owner-${owner.colour}`;
      return span === selected ? `span ${colour} selected` : `span ${colour}`;
    },
    labelOf: (span) => {
      const owner = ownerOf(span);
      const status = spans[span]?.status;
      if (owner !== undefined) return `Owner ${owner.number}: ${spans[span]?.contribution?.title ?? ""}`;
      return status === undefined || status === "owned" ? "" : UNOWNED_REASONS[status];
    },
    numberOf: (span) => (isOneOwner(spans, span - 1, span) ? undefined : ownerOf(span)?.number),
  };
  return (
    <section className="card answer-card" aria-labelledby="answer">
      <h2 id="answer">Answer</h2>
      <Legend view={view} />
      <div className="answer-text">
        {blocks.map((block, i) => (
          <Block key={i} block={block} selection={selection} />
        ))}
      </div>
      <SpanDetail file={file} view={view} span={selected} />
    </section>
  );
}

function isOneOwner(spans: ReceiptFile["readable"]["spans"], a: number, b: number): boolean {
  return spans[a]?.owner !== "" && spans[a]?.owner === spans[b]?.owner;
}

function Legend({ view }: { view: ReceiptView }): ReactElement {
  return (
    <ul className="legend" aria-label="Colours of the answer">
      {view.owners.map((owner) => (
        <li key={owner.address}>
          <span className={`swatch owner-${owner.colour}`}>{owner.number}</span>
          {owner.contributions
            .slice(0, 2)
            .map(({ title }) => title || shorten(owner.address))
            .join(", ")}
          {owner.contributions.length > 2 && ` and ${owner.contributions.length - 2} more`}
        </li>
      ))}
      {view.unowned.map(({ status, weight }) => (
        <li key={status} title={UNOWNED_REASONS[status]}>
          <span className={`swatch unowned ${status}`} aria-hidden="true" /> nobody: {UNOWNED_NAMES[status]} ({formatShare(weight, view.totalWeight)})
        </li>
      ))}
    </ul>
  );
}

function Block({ block, selection }: { block: AnswerBlock; selection: Selection }): ReactElement {
  const lines = block.lines.map((line, i) => (
    <div className="line" key={i}>
      {line.length === 0 ? "\u00a0" : line.map((piece, j) => <Piece key={j} piece={piece} selection={selection} />)}
    </div>
  ));
  // Code scrolls sideways, and what scrolls can be reached by keyboard.
  return block.kind === "code" ? (
    <div className="block code" tabIndex={0} role="group" aria-label="code">
      {lines}
    </div>
  ) : (
    <div className={`block ${block.kind}`}>{lines}</div>
  );
}

function Piece({ piece, selection }: { piece: LinePiece; selection: Selection }): ReactElement {
  const { text, span, isFirstOfSpan } = piece;
  if (span === undefined) return <>{text}</>;
  const { choose, classOf, labelOf, numberOf, selected } = selection;
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(span);
  };
  const number = isFirstOfSpan ? numberOf(span) : undefined;
  const shared = { className: classOf(span), onClick: () => choose(span), onPointerEnter: () => choose(span) };
  if (!isFirstOfSpan) return <span {...shared}>{text}</span>;
  return (
    <span {...shared} role="button" tabIndex={0} aria-pressed={span === selected} onKeyDown={press} onFocus={() => choose(span)} title={labelOf(span)}>
      {number !== undefined && <sup aria-hidden="true">{number}</sup>}
      {text}
    </span>
  );
}
