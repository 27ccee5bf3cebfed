import { useEffect, useState, type ReactElement } from "react";
import { formatDuration, formatTime } from "../format.ts";

/** Time until a turn ends. The chain's clock decides; this one only counts along. */
export function Countdown({ until }: { until: string }): ReactElement {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = new Date(until).getTime() - now;
  return (
    <>
      <b className="wait amount">{left > 0 ? formatDuration(left) : "with the next block"}</b> <span className="muted small">{formatTime(until)}</span>
    </>
  );
}
