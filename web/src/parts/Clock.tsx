import { useEffect, useState } from "react";

/** `mm:ss` since `from`, or `h:mm:ss` after an hour; never negative. */
export function elapsed(fromMs: number, nowMs: number): string {
  const all = Math.max(0, Math.floor((nowMs - fromMs) / 1000));
  const two = (part: number) => String(part).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const rest = `${two(Math.floor((all % 3600) / 60))}:${two(all % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** The machine's time, anew every second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A running clock since an RFC 3339 moment; `offsetS` is how far this machine's clock is ahead. */
export function Since({ from, offsetS }: { from: string; offsetS: number }) {
  const now = useNow();
  return <b className="num">{elapsed(Date.parse(from), now - offsetS * 1000)}</b>;
}

/** Legal time of the hall (+08:00, no summer time), `HH:MM`. */
export function WallClock({ offsetS }: { offsetS: number }) {
  const now = useNow();
  return (
    <span className="num b">
      {new Date(now - offsetS * 1000 + 8 * 3_600_000).toISOString().slice(11, 16)}
    </span>
  );
}
