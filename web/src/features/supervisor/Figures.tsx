/** 关键指标: seven figures, each with its limit in words; colour and shape only where it is over or near. */
import type { BoardView } from "../../host/types";
import { elapsed } from "../../parts/Clock";
import { useWords } from "../../words";
import { percent, shapeOf, toneOf } from "./reading";

export function Figures({ board, nowMs }: { board: BoardView; nowMs: number }) {
  const say = useWords();
  const { waiting, longest, average, windows, handled, lights, praise } = board.figures;
  const span = (seconds: number) => elapsed(0, seconds * 1000);
  const limit = (level: string, n: string | number) =>
    say(level === "over" ? "board.limitOver" : level === "warn" ? "board.limitNear" : "board.limit", { n });
  const least = (level: string, n: string | number) =>
    say(level === "over" ? "board.below" : "board.atLeast", { n });
  const more = waiting.moreThanLastWeek;
  return (
    <section className="figures" aria-label={say("board.figures")}>
      <Figure
        id="waiting"
        name={say("board.waiting")}
        level={waiting.level}
        value={waiting.people}
        unit={say("board.people")}
        limit={limit(waiting.level, waiting.limit)}
        note={more === null ? "" : say("board.more", { n: more > 0 ? `+${more}` : String(more) })}
      />
      <Figure
        id="longest"
        name={say("board.longest")}
        level={longest.level}
        value={longest.since === null ? "—" : elapsed(Date.parse(longest.since), nowMs)}
        limit={limit(longest.level, span(longest.limitS))}
        note={longest.since === null ? say("board.nobody") : (longest.ticket ?? "")}
      />
      <Figure
        id="average"
        name={say("board.average")}
        level={average.level}
        value={average.seconds === null ? "—" : span(average.seconds)}
        limit={say(average.level === "over" ? "board.targetOver" : "board.target", {
          n: span(average.targetS),
        })}
        note={average.seconds === null ? say("board.averageNone") : ""}
      />
      <Figure
        id="windows"
        name={say("board.open")}
        level={windows.level}
        value={windows.open}
        unit={`/ ${windows.all}`}
        limit={least(windows.level, windows.atLeast)}
        note={say("board.openNote", { paused: windows.paused, closed: windows.closed })}
      />
      <Figure
        id="handled"
        name={say("board.handled")}
        level={handled.level}
        value={handled.cases}
        unit={say("board.pieces")}
        limit={least(handled.level, percent(handled.target))}
        note={
          handled.firstTime === null
            ? say("board.firstTimeNone")
            : say("board.firstTime", { n: percent(handled.firstTime) })
        }
      />
      <Figure
        id="lights"
        name={say("board.lights")}
        level={lights.level}
        value={lights.red}
        unit="/"
        rest={lights.amber}
        limit={limit(lights.level, lights.limit)}
        note={say("board.lightsNote", { red: lights.red, amber: lights.amber })}
      />
      <Figure
        id="praise"
        name={say("board.praise")}
        level={praise.level}
        value={praise.share === null ? "—" : percent(praise.share)}
        limit={least(praise.level, percent(praise.target))}
        note={say("board.praiseNote", { bad: praise.bad, n: praise.toCallBack })}
      />
    </section>
  );
}

function Figure(props: {
  id: string;
  name: string;
  level: string;
  value: string | number;
  unit?: string;
  rest?: number;
  limit: string;
  note: string;
}) {
  const tone = toneOf(props.level);
  return (
    <dl className={`figure ${tone}`} data-testid={`figure-${props.id}`} data-level={props.level}>
      <dt>
        <span>{props.name}</span>
        <span aria-hidden="true">{shapeOf[tone]}</span>
      </dt>
      <dd className="fig num">
        {props.value}
        {props.unit === undefined ? null : <small> {props.unit}</small>}
        {props.rest === undefined ? null : <> {props.rest}</>}
      </dd>
      <dd className="limit num">
        <span>{props.limit}</span> <span className="mut">{props.note}</span>
      </dd>
    </dl>
  );
}
