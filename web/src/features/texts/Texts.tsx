import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { TextRowView, TroubleView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { countsOf, notesOf, stateOf, wordOfMoment } from "./texts";
import "./texts.css";

/** 短信通知: what the applicant of a case was told, when, and what did not go out. */
export function Texts({ slip }: { slip: string }) {
  const session = useSession();
  const say = useWords();
  const moved = useCell(session.textsMoved);
  const [rows, setRows] = useState<TextRowView[] | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  useEffect(() => {
    let wanted = true;
    session.host.caseTexts(slip).then(
      (told) => {
        if (!wanted) return;
        setRows(told);
        setWhy(null);
      },
      (thrown: unknown) => wanted && setWhy(troubleOf(thrown)),
    );
    return () => {
      wanted = false;
    };
  }, [session, slip, moved]);

  const counts = countsOf(rows ?? []);
  return (
    <section className="panel texts" aria-label={say("texts.title")} data-testid="texts">
      <div className="ph">
        <span>{say("texts.title")}</span>
        <span className="sp" />
        {counts.told > 0 ? <Pill tone="ok">{say("texts.told", { n: counts.told })}</Pill> : null}
        {counts.held > 0 ? (
          <Pill tone="warn" testId="texts-held">
            {say("texts.held", { n: counts.held })}
          </Pill>
        ) : null}
      </div>
      {rows === null && why === null ? <p className="pb mut sm">{say("texts.loading")}</p> : null}
      {rows?.length === 0 ? <p className="pb mut sm">{say("texts.none")}</p> : null}
      {rows === null || rows.length === 0 ? null : (
        <ol className="told" tabIndex={0} aria-label={say("texts.title")} data-testid="texts-rows">
          {rows.map((row, at) => (
            <Line key={`${row.moment}/${row.madeAt}`} row={row} at={at} />
          ))}
        </ol>
      )}
      {why === null ? null : (
        <div className="pb">
          <Trouble trouble={why} testId="texts-trouble" />
        </div>
      )}
    </section>
  );
}

function Line({ row, at }: { row: TextRowView; at: number }) {
  const say = useWords();
  const sentence = useSentence();
  const state = stateOf(row);
  const moment = wordOfMoment(row.moment);
  return (
    <li data-testid={`text-${at + 1}`}>
      <span className="num when">{hallMinute(row.sentAt ?? row.madeAt)}</span>
      <b>{moment === null ? row.moment : say(moment)}</b>
      <Pill tone={state.tone}>{say(state.word)}</Pill>
      <span className="num mut">{row.phone ?? "—"}</span>
      <span className="says">
        {row.words}
        {notesOf(row).map((note) => (
          <em key={note.kind === "word" ? note.word : note.code} className="mut sm">
            {note.kind === "word" ? say(note.word, note.values) : `${sentence(note)} ${note.code}`}
          </em>
        ))}
      </span>
    </li>
  );
}
