/** 补正告知 of the open case, above its form: until when, and each line with what became of it. 1 ticks a line, 9 takes it back. */
import { useEffect, useRef, useState } from "react";
import type { ToldLine, ToldView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useNow } from "../../parts/Clock";
import { composing, digitOf } from "../../parts/keys";
import { Options, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { goToStop } from "../../parts/stops";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import type { Walk } from "../intake/send";
import { stop } from "../intake/walk";
import { daysLeft, isTicked, openLines } from "./told";
import "./decision.css";

export function Told({ form, walk, offsetS }: { form: Form; walk: Walk; offsetS: number }) {
  const say = useWords();
  const told = useCell(form.told);
  if (told === null) return null;
  const cured = told.lines.length - openLines(told).length;
  return (
    <section className="panel toldnow" aria-label={say("told.title")} data-testid="told-panel">
      <div className="ph">
        {say("told.title")} <span className="sub num">{told.number}</span>
        {told.round > 1 ? <Pill tone="warn">{say("told.round", { n: told.round })}</Pill> : null}
        <span className="sp" />
        <span className="sub" data-testid="told-tally">
          {say("told.tally", { n: told.lines.length, cured })}
        </span>
        <Until told={told} offsetS={offsetS} />
      </div>
      <div className="demands">
        {told.lines.map((line, at) => (
          <Line key={at} form={form} line={line} at={at} walk={walk} />
        ))}
      </div>
    </section>
  );
}

function Until({ told, offsetS }: { told: ToldView; offsetS: number }) {
  const say = useWords();
  const left = daysLeft(told.until, useNow() - offsetS * 1000);
  return (
    <span data-testid="told-until">
      <span className="sub num">{say("told.until", { day: told.until })}</span>{" "}
      <Pill tone={left < 0 ? "bad" : left <= 2 ? "warn" : "info"}>
        {left > 0
          ? say("told.left", { n: left })
          : left === 0
            ? say("told.today")
            : say("told.over", { n: -left })}
      </Pill>
    </span>
  );
}

function Line({ form, line, at, walk }: { form: Form; line: ToldLine; at: number; walk: Walk }) {
  const session = useSession();
  const say = useWords();
  const [active, setActive] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  const here = stop.demand(at);
  const ticked = isTicked(line);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const options: Option[] = !ticked
    ? []
    : [
        {
          digit: line.cured ? 9 : 1,
          label: say(line.cured ? "told.untick" : "told.tick"),
          testId: `told-${at + 1}-tick`,
          act: () =>
            void form
              .act((id) => session.host.tickDemand(id, at, !line.cured))
              .then((trouble) => trouble !== null && session.tell(trouble)),
        },
      ];

  return (
    <div
      ref={row}
      className={`demand${active ? " cur" : ""}`}
      {...(ticked ? { tabIndex: 0, "data-stop": here, "data-stop-box": true } : {})}
      data-testid={`told-${at + 1}`}
      data-cured={line.cured}
      onFocus={() => setActive(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setActive(false);
      }}
      onKeyDown={(event) => {
        if (composing(event) || event.target !== event.currentTarget) return;
        const digit = digitOf(event);
        const option = options.find((one) => one.digit === digit);
        if (option !== undefined) option.act();
        else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey)
          goToStop(neighbour(form, at, event.key === "ArrowDown" ? 1 : -1));
        else if (event.key === "Enter" && event.shiftKey) walk.previous(here);
        else if (event.key === "Enter") walk.next(here);
        else return;
        event.preventDefault();
      }}
    >
      <span className="n num">{at + 1}</span>
      <span className="name">
        {line.material}
        <small className="mut">{line.wrong}</small>
      </span>
      <span className="cure">{line.cure}</span>
      <Pill tone={line.cured ? "ok" : "bad"} testId={`told-state-${at + 1}`}>
        {say(line.cured ? "told.cured" : "told.open")}
      </Pill>
      {ticked ? null : <span className="sm mut">{say("told.byReview")}</span>}
      {active && options.length > 0 ? <Options options={options} small /> : null}
    </div>
  );
}

/** The ticked line above or below; its own where there is none. */
function neighbour(form: Form, at: number, way: 1 | -1): string {
  const lines = form.told.get()?.lines ?? [];
  for (let next = at + way, line = lines[next]; line !== undefined; next += way, line = lines[next])
    if (isTicked(line)) return stop.demand(next);
  return stop.demand(at);
}
