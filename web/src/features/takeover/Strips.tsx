/** 帮办移交待接, 请求接管 and edits that came too late, in the clerk's left column. */
import { useEffect, useMemo } from "react";
import type { DeskView, IncomingView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Since } from "../../parts/Clock";
import { Pill } from "../../parts/Pill";
import { useSentence, useWords } from "../../words";
import { useSession } from "../desk/session";
import { Lost } from "../helper/Requests";
import { leftText } from "../helper/Side";
import { createStrips, takenNotice } from "./takeover";
import "./takeover.css";

export function Strips({ desk }: { desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const moved = useCell(session.assisting);
  const strips = useMemo(() => createStrips(session.host, session.tell), [session]);
  const view = useCell(strips.view);
  useEffect(() => void strips.refresh(), [strips, moved, desk.visit?.id, desk.link.up]);
  if (view === null || view.handOvers.length + view.asks.length + view.lost.length === 0) return null;

  function takeWithTicket(row: IncomingView): void {
    void session
      .deed("takeWithTicket", () => session.host.takeWithTicket(row.id))
      .then(async (taken) => {
        if (taken !== null) {
          session.show(await session.host.deskView());
          session.tell(takenNotice(taken), "info");
        }
        void strips.refresh();
      });
  }
  function answer(id: string, give: boolean): void {
    void session
      .deed("answerAsk", () => session.host.answerAsk(id, give))
      .then((next) => next !== null && strips.view.set(next));
  }
  const seen = (draft: string) =>
    void session.deed("dismissLost", () => session.host.dismissLost(draft)).then(() => strips.refresh());

  return (
    <>
      <Lost lost={view.lost} onSeen={seen} />
      {view.asks.map((ask) => (
        <section className="panel askedfor" key={ask.id} role="alert" data-testid={`ask-${ask.id}`}>
          <div className="pb">
            <p className="sm">
              <Pill tone="warn">{say("takeover.asked")}</Pill>{" "}
              <b>{say("takeover.askedBy", { desk: ask.desk, name: ask.name })}</b>
            </p>
            <p className="sm mut">
              {ask.itemName} · {ask.slip}
            </p>
            <div className="row2">
              <Button tone="pri" testId={`give-${ask.id}`} onPress={() => answer(ask.id, true)}>
                {say("takeover.give")}
              </Button>
              <Button testId={`keep-${ask.id}`} onPress={() => answer(ask.id, false)}>
                {say("takeover.keep")}
              </Button>
            </div>
          </div>
        </section>
      ))}
      {view.handOvers.length === 0 ? null : (
        <section className="panel incoming" aria-label={say("takeover.incoming")}>
          <div className="ph">
            {say("takeover.incoming")} <span className="sub num">{view.handOvers.length}</span>
            <span className="sp" />
            <Button keys="Ctrl+J" testId="take-by-code" onPress={() => session.layer.set({ kind: "takeHandOver" })}>
              {say("takeover.byCode")}
            </Button>
          </div>
          <div className="rows">
            {view.handOvers.map((row) => (
              <div key={row.id} className={`inrow${row.ours ? " ours" : ""}`} data-testid={`incoming-${row.id}`}>
                <b className="num">{row.number}</b>
                <span>
                  {row.itemName} · {row.applicant}
                  <small className="mut">
                    {row.helper} · {row.share}%
                    {row.ticket === null ? "" : ` · ${say("takeover.ticket", { ticket: row.ticket })}`}
                    {row.left.length === 0 ? "" : ` · ${row.left.map((left) => leftText(left, say)).join("、")}`}
                  </small>
                  {row.unfit === null ? null : (
                    <small className="warnt" data-testid={`incoming-unfit-${row.id}`}>
                      {sentence(row.unfit)}
                    </small>
                  )}
                </span>
                {row.ours && row.unfit === null ? (
                  <Button tone="pri" testId={`take-${row.id}`} onPress={() => takeWithTicket(row)}>
                    {say("takeover.take")}
                  </Button>
                ) : (
                  <Since from={row.madeAt} offsetS={desk.link.offsetS} />
                )}
              </div>
            ))}
          </div>
        </section>
      )}
    </>
  );
}
