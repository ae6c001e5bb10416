/** 办理时长 of items, never of clerks: median to the ninth decile, the standard as a line. */
import type { BoardView } from "../../host/types";
import { elapsed } from "../../parts/Clock";
import { useWords } from "../../words";
import { handlingScale, shapeOf, toneOf } from "./reading";

const span = (seconds: number) => elapsed(0, seconds * 1000);

export function Handling({ board }: { board: BoardView }) {
  const say = useWords();
  const rows = board.handling;
  const place = handlingScale(rows);
  return (
    <section className="panel board-handling" aria-label={say("board.handling")}>
      <div className="ph">
        {say("board.handling")} <span className="sub">{say("board.handlingHow")}</span>
      </div>
      <div className="spans" tabIndex={0} role="group" aria-label={say("board.handling")}>
        {rows.map((row) => {
          const tone = toneOf(row.level);
          return (
            <div
              className={`span ${tone}`}
              key={row.item}
              data-testid={`handling-${row.item}`}
              data-level={row.level}
            >
              <span className="nm">{row.name}</span>
              <span
                className="rail"
                role="img"
                aria-label={say("board.handlingSays", {
                  name: row.name,
                  n: row.count,
                  median: span(row.medianS),
                  p90: span(row.p90S),
                  standard: span(row.standardS),
                })}
              >
                <i
                  style={{
                    left: `${place(row.medianS)}%`,
                    width: `${Math.max(1, place(row.p90S) - place(row.medianS))}%`,
                  }}
                />
                <u style={{ left: `${place(row.standardS)}%` }} />
              </span>
              <span className="num sm">
                <span aria-hidden="true">{shapeOf[tone]}</span> <b>{span(row.medianS)}</b> / {span(row.p90S)}
              </span>
            </div>
          );
        })}
        {rows.length === 0 ? <p className="pb mut">{say("board.noHandling")}</p> : null}
      </div>
    </section>
  );
}
