import { useCell } from "../../parts/cell";
import { Kbd } from "../../parts/Kbd";
import { language, useWords } from "../../words";
import { useSession } from "../desk/session";
import { clockText } from "./clock";

/** 期限提醒 in the room of the top bar: which case, which rule, what is left; it covers nothing and takes no key. */
export function ClockWarning() {
  const session = useSession();
  const say = useWords();
  const book = useCell(language);
  const [first, ...more] = useCell(session.warnings);
  if (first === undefined) return null;
  const { clock } = first;
  const rule = book === "en" ? clock.ruleEn : clock.ruleZh;
  return (
    <span className="hallstrip" role="status" data-testid="clock-warning">
      <button type="button" className={clock.light === "red" ? "said urgent" : "said"} onClick={session.seeWarning}>
        <b className="mark">{say("warning.title")}</b>
        <span className="text" title={first.caseNumber ?? undefined}>
          <b className="num">{first.slip}</b> {rule} · {clock.day} · {clockText(clock, say)}
        </span>
        <span className="go">
          <Kbd keys="Ctrl+Shift+D" />
          <span>
            {say("warning.open")}
            {more.length > 0 ? ` ${say("msg.more", { n: more.length })}` : ""}
          </span>
        </span>
      </button>
    </span>
  );
}
