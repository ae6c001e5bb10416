/** 今日取号与办结: two lines of the day and what is expected of it. */
import type { BoardView } from "../../host/types";
import { useSize } from "../../parts/size";
import { useWords } from "../../words";
import { hallTime, linesOf, minutesOf } from "./reading";

export function Flow({ board }: { board: BoardView }) {
  const say = useWords();
  const [box, size] = useSize();
  const at = hallTime(board.at);
  const { flow } = board;
  const past = flow.slots.filter((slot) => !slot.expected);
  const sum = (of: (slot: (typeof past)[number]) => number) => past.reduce((all, slot) => all + of(slot), 0);
  const [taken, finished] = [sum((slot) => slot.taken), sum((slot) => slot.finished)];
  return (
    <section className="panel board-flow" aria-label={say("board.flow")}>
      <div className="ph">
        {say("board.flow")} <span className="sub">{say("board.flowHow", { n: flow.slotMin })}</span>
        <span className="sp" />
        <span className="sub num lines-legend">
          <i className="taken" aria-hidden="true" /> {say("board.taken")} {taken}{" "}
          <i className="finished" aria-hidden="true" /> {say("board.finished")} {finished}
        </span>
      </div>
      <div ref={box} className="chart" data-testid="flow">
        {size === null || flow.slots.length === 0 ? null : (
          <Drawn
            board={board}
            size={size}
            says={say("board.flowSays", { at, taken, finished })}
            now={say("board.now", { at })}
          />
        )}
        {flow.slots.length === 0 ? <p className="pb mut">{say("board.noFlow")}</p> : null}
      </div>
    </section>
  );
}

function Drawn(props: {
  board: BoardView;
  size: { width: number; height: number };
  says: string;
  now: string;
}) {
  const { width, height } = props.size;
  const lines = linesOf(props.board.flow, minutesOf(hallTime(props.board.at)), width, height);
  if (lines === null) return null;
  // Near the right edge the word stands on the other side of its line.
  const turned = lines.nowX > width - 90;
  return (
    <svg width={width} height={height} role="img" aria-label={props.says}>
      {lines.counts.map(({ y, label }) => (
        <g key={label}>
          <path className="grid" d={`M30 ${y}H${width - 10}`} />
          <text x={24} y={y + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {lines.times.map(({ x, label }) => (
        <text key={label} x={x} y={height - 5} textAnchor="middle">
          {label}
        </text>
      ))}
      <path className="area" d={lines.area} />
      <path className="taken expected" d={lines.takenExpected} />
      <path className="finished expected" d={lines.finishedExpected} />
      <path className="taken" d={lines.taken} />
      <path className="finished" d={lines.finished} />
      <path className="now" d={`M${lines.nowX} 6V${height - 18}`} />
      <text className="now" x={lines.nowX + (turned ? -6 : 6)} y={14} textAnchor={turned ? "end" : "start"}>
        {props.now}
      </text>
    </svg>
  );
}
