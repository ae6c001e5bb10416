/** 待处置: what burns first. J and K choose, Enter does the first act, digits the others. */
import type { ActView, AlertView, BoardView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Kbd } from "../../parts/Kbd";
import { language, useWords } from "../../words";
import { actSays, told, type Reader } from "./alerts";
import { shapeOf, toneOf } from "./reading";
import "./alerts.css";

export function Alerts(props: {
  board: BoardView;
  nowMs: number;
  marked: string | null;
  /** What was done last; instead of the keys for a while. */
  said: string;
  why: string | null;
  onMark: (id: string) => void;
  onStep: (by: 1 | -1) => void;
  onAct: (act: ActView) => void;
}) {
  const say = useWords();
  const book = useCell(language);
  const { alerts } = props.board;
  const reader: Reader = { say, book, nowMs: props.nowMs };
  return (
    <section className="panel alerts" aria-label={say("board.alerts", { n: alerts.length })}>
      <div className="ph">
        <span
          className={alerts.some((alert) => alert.level === "over") ? "red" : ""}
          role="status"
          data-testid="alerts-count"
        >
          {say("board.alerts", { n: alerts.length })}
        </span>
        <span className="sp" />
        <span className="sub done" role="status" title={props.said} data-testid="board-said">
          {props.said === "" ? null : <>✓ {props.said}</>}
        </span>
        {props.said === "" ? (
          <span className="sub">
            <kbd>J</kbd> <kbd>K</kbd> {say("board.choose")} · <Kbd keys="Enter" /> {say("board.act")}
          </span>
        ) : null}
      </div>
      {alerts.length === 0 ? (
        <div className="empty" data-testid="alerts-calm">
          <b>{say("board.calm")}</b>
          <span className="mut">{say("board.calmHow")}</span>
        </div>
      ) : (
        <ul
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
            event.preventDefault();
            props.onStep(event.key === "ArrowDown" ? 1 : -1);
          }}
        >
          {alerts.map((alert) => (
            <Alert
              key={alert.id}
              alert={alert}
              board={props.board}
              reader={reader}
              marked={alert.id === props.marked}
              why={props.why}
              onMark={props.onMark}
              onAct={props.onAct}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

const solid = new Set(["red", "amber", "quietAlarm"]);

function Alert(props: {
  alert: AlertView;
  board: BoardView;
  reader: Reader;
  marked: boolean;
  why: string | null;
  onMark: (id: string) => void;
  onAct: (act: ActView) => void;
}) {
  const { alert, reader, marked } = props;
  const { say } = reader;
  const { tag, title, detail } = told(alert, props.board, reader);
  const tone = toneOf(alert.level);
  return (
    <li
      className={`alert ${tone}${marked ? " cur" : ""}`}
      tabIndex={marked ? 0 : -1}
      aria-current={marked ? "true" : undefined}
      data-stop={`alert:${alert.id}`}
      data-testid={`alert-${alert.id}`}
      data-level={alert.level}
      data-kind={alert.kind}
      onFocus={() => props.onMark(alert.id)}
    >
      <span className={`pill ${tone === "over" ? "bad" : "warn"}${solid.has(alert.kind) ? " solid" : ""}`}>
        <span aria-hidden="true">{shapeOf[tone]}</span> {say(tag)}
      </span>
      <b>{title}</b>
      <span className="below">
        <span className="detail">{detail}</span>
        <span className="acts">
          {alert.acts.map((act, at) => (
            <Button
              key={`${act.act}/${at}`}
              tone={at === 0 && tone === "over" ? "pri" : "plain"}
              keys={marked ? String(at + 1) : undefined}
              why={props.why}
              testId={`act-${alert.id}-${act.act}`}
              onPress={() => props.onAct(act)}
            >
              {actSays(act, say)}
            </Button>
          ))}
        </span>
      </span>
    </li>
  );
}
