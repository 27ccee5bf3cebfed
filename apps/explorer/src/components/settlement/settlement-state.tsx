import { useEffect, useState, type ReactElement } from "react";
import type { SettlementData } from "../../data/operations.ts";
import { formatDuration, formatTime } from "../../format.ts";

/** Whether a settlement is paid, void or waits, in a sentence. */
export function SettlementState({ settlement }: { settlement: Pick<SettlementData, "state" | "finalTime"> }): ReactElement {
  if (settlement.state === "FINAL") return <b className="good">final: every part is paid</b>;
  if (settlement.state === "VOID") return <b className="bad">void: nothing is paid, the escrow returns to the buyer</b>;
  return <Countdown until={settlement.finalTime} />;
}

/** Time until the window ends. The chain's clock decides; this one only counts along. */
function Countdown({ until }: { until: string }): ReactElement {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = new Date(until).getTime() - now;
  return (
    <span>
      <b className="wait">pending</b>: {left > 0 ? `final in ${formatDuration(left)}` : "final with the next block"}{" "}
      <span className="muted small">({formatTime(until)})</span>
    </span>
  );
}
