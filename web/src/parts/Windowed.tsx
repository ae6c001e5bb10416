import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";

/** Rows come and go in lots, so that most frames of a scroll draw nothing anew. */
const lot = 10;

/** Which rows are drawn for this place of the box: the lots in view and one more on each side. */
export function drawnRows(top: number, height: number, rowHeight: number, total: number): [number, number] {
  const first = Math.floor(top / rowHeight / lot) - 1;
  const last = Math.ceil((top + height) / rowHeight / lot) + 1;
  return [Math.max(0, first * lot), Math.min(total, last * lot)];
}

/** A list of rows of one height of which only those in view are drawn. The marked row is kept in view. */
export function Windowed(props: {
  total: number;
  rowHeight: number;
  marked: number;
  id: string;
  label: string;
  testId: string;
  onNeed: (from: number, to: number) => void;
  children: (at: number) => ReactNode;
}) {
  const { total, rowHeight, marked, onNeed } = props;
  const box = useRef<HTMLDivElement>(null);
  const [[first, last], setDrawn] = useState<[number, number]>([0, 0]);

  useEffect(() => {
    const node = box.current;
    if (node === null) return;
    const look = (): void => {
      const next = drawnRows(node.scrollTop, node.clientHeight, rowHeight, total);
      setDrawn((now) => (now[0] === next[0] && now[1] === next[1] ? now : next));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(node);
    node.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      node.removeEventListener("scroll", look);
    };
  }, [rowHeight, total]);

  useLayoutEffect(() => {
    const node = box.current;
    if (node === null) return;
    const top = marked * rowHeight;
    if (top < node.scrollTop) node.scrollTop = top;
    else if (top + rowHeight > node.scrollTop + node.clientHeight)
      node.scrollTop = top + rowHeight - node.clientHeight;
  }, [marked, rowHeight]);

  useEffect(() => onNeed(first, last), [first, last, total, onNeed]);

  const rows: ReactNode[] = [];
  for (let at = first; at < last; at += 1) rows.push(props.children(at));
  return (
    <div
      ref={box}
      id={props.id}
      className="windowed"
      role="listbox"
      aria-label={props.label}
      tabIndex={-1}
      data-testid={props.testId}
    >
      <div className="whole" style={{ height: total * rowHeight }}>
        <div className="drawn" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {rows}
        </div>
      </div>
    </div>
  );
}
