import { useCell } from "../../parts/cell";
import { Kbd } from "../../parts/Kbd";
import { language, useWords } from "../../words";
import { useSession } from "../desk/session";
import { clockText } from "./clock";
import { summaryFrom } from "./warnings";

/**
 * 期限提醒 in the room of the top bar: the most urgent case, its rule and what is left; of many how many there are. It
 * covers nothing and takes no key.
 */
export function ClockWarning() {
  const session = useSession();
  const say = useWords();
  const book = useCell(language);
  const { total, rows } = useCell(session.warnings.view);
  const first = rows[0];
  if (first === undefined) return null;
  const { clock } = first;
  const rule = book === "en" ? clock.ruleEn : clock.ruleZh;
  const many = total >= summaryFrom;
  const where = session.host.window === "supervisor" ? `${say("board.window", { desk: first.desk })} ` : "";
  return (
    <span className="hallstrip" role="status" data-testid="clock-warning">
      <button
        type="button"
        className={first.urgency === "near" ? "said" : "said urgent"}
        onClick={session.seeWarning}
      >
        <b className="mark">{say("warning.title")}</b>
        <span className="text" title={first.caseNumber ?? undefined}>
          {many ? <>{say("warning.many", { n: total })} </> : null}
          {where}
          <b className="num">{first.slip}</b> {rule} · {clock.day} · {clockText(clock, say)}
        </span>
        <span className="go">
          <Kbd keys="Ctrl+Shift+D" />
          <span>
            {say(many ? "warning.list" : "warning.open")}
            {!many && total > 1 ? ` ${say("msg.more", { n: total - 1 })}` : ""}
          </span>
        </span>
      </button>
    </span>
  );
}
