/** 各业务组等候: one bar per waiting person, the longest wait first, as high as he has waited long. */
import type { BoardView, GroupBarView } from "../../host/types";
import { elapsed } from "../../parts/Clock";
import { useCell } from "../../parts/cell";
import { language, useWords } from "../../words";
import { barHeight, barsOfGroup, overdue, secondsSince, toneOf } from "./reading";

export function Groups({ board, nowMs }: { board: BoardView; nowMs: number }) {
  const say = useWords();
  return (
    <section className="panel board-groups" aria-label={say("board.groups")}>
      <div className="ph">
        {say("board.groups")} <span className="sub">{say("board.groupsHow")}</span>
        <span className="sp" />
        {board.groups.length === 0 ? null : (
          <span className="sub legend-bars">
            <i className="warn" aria-hidden="true" /> {say("board.legendWarn")}{" "}
            <i className="over" aria-hidden="true" /> {say("board.legendOver")}
          </span>
        )}
      </div>
      <div className="bays">
        {board.groups.map((group) => (
          <Bay key={group.letter} group={group} nowMs={nowMs} />
        ))}
        {board.groups.length === 0 ? <p className="pb mut">{say("board.noGroups")}</p> : null}
      </div>
    </section>
  );
}

function Bay({ group, nowMs }: { group: GroupBarView; nowMs: number }) {
  const say = useWords();
  const name = useCell(language) === "en" ? group.en : group.zh;
  const first = group.waiting[0];
  const longest = first === undefined ? null : elapsed(Date.parse(first.since), nowMs);
  const tone = toneOf(group.level);
  const shown = group.waiting.slice(0, barsOfGroup);
  const beyond = group.waiting.length - shown.length;
  return (
    <div className={`bay ${tone}`} data-testid={`group-${group.letter}`} data-level={group.level}>
      <span className="nm">
        <small className="num">{group.letter}</small> {name}
      </span>
      <b className="q num">{group.waiting.length}</b>
      <span
        className={`bars${shown.length > 30 ? " crowd" : ""}`}
        role="img"
        aria-label={
          longest === null
            ? say("board.groupEmpty", { group: name })
            : say("board.groupSays", { group: name, n: group.waiting.length, longest, over: overdue(group) })
        }
      >
        {shown.map((bar) => (
          <i
            key={bar.ticket}
            className={toneOf(bar.level)}
            title={bar.ticket}
            data-ticket={bar.ticket}
            style={{ height: `${barHeight(secondsSince(bar.since, nowMs), group.limitS)}%` }}
          />
        ))}
        {beyond > 0 ? <small className="num">+{beyond}</small> : null}
      </span>
      <span className="sm num tail">
        <b>{longest ?? "—"}</b> <small>{say("board.groupLimit", { n: Math.round(group.limitS / 60) })}</small>
        <br />
        {group.serving > 0 ? say("board.serving", { n: group.serving }) : say("board.noneServes")}
      </span>
    </div>
  );
}
