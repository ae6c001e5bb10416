/** 差评核实与回访: what was said, and that somebody called back in time. The applicant is not named here. */
import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { BadRatingView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Trouble";
import { useWords, type Word } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import "./dialogs.css";

export function BadRating(props: { rating: string; onClose: () => void; onDone: (said: string) => void }) {
  const session = useSession();
  const say = useWords();
  const [view, setView] = useState<BadRatingView | null>(null);
  const [reached, setReached] = useState(true);
  const [note, setNote] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    session.host.badRating(props.rating).then(setView, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session, props.rating]);

  const off = reached && note.trim() === "" ? say("board.rating.noteFirst") : null;
  async function keep(): Promise<void> {
    if (off !== null || busy) return;
    setBusy(true);
    try {
      await session.host.callBack(props.rating, reached, note.trim());
      props.onClose();
      props.onDone(say("board.done.called"));
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={say("board.rating.title")}
      sub={view === null ? undefined : say("board.window", { desk: view.desk })}
      testId="bad-rating"
      onClose={props.onClose}
    >
      {view === null ? (
        <p className="pb mut">{why === null ? say("board.rating.loading") : null}</p>
      ) : (
        <form
          className="pb stack"
          onSubmit={(event) => {
            event.preventDefault();
            void keep();
          }}
        >
          <Said view={view} />
          {view.calledAt === null ? (
            <>
              <fieldset className="reached">
                <legend className="sm mut">{say("board.key.callBack")}</legend>
                {[true, false].map((value) => (
                  <label key={String(value)}>
                    <input
                      type="radio"
                      name="reached"
                      autoFocus={value}
                      data-testid={value ? "reached" : "not-reached"}
                      checked={reached === value}
                      onChange={() => setReached(value)}
                    />
                    {say(value ? "board.rating.reached" : "board.rating.notReached")}
                  </label>
                ))}
              </fieldset>
              <label className="learnt" htmlFor="rating-note">
                <span className="sm mut">{say("board.rating.note")}</span>
                <textarea
                  id="rating-note"
                  rows={2}
                  maxLength={200}
                  data-testid="rating-note"
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
                    event.preventDefault();
                    void keep();
                  }}
                />
              </label>
            </>
          ) : (
            <p className="b">
              ✓ {say("board.rating.called")} {hallMinute(view.calledAt)}
            </p>
          )}
          <Trouble trouble={why} testId="rating-trouble" />
          <div className="acts">
            {view.calledAt === null ? (
              <Button type="submit" tone="pri" keys="Enter" why={off} testId="rating-go">
                {say("board.rating.go")}
              </Button>
            ) : null}
            <Button keys="Esc" onPress={props.onClose}>
              {say("dialog.close")}
            </Button>
            <span className="sm mut" role="status">
              {view.calledAt === null ? off : null}
            </span>
          </div>
        </form>
      )}
      {view === null && why !== null ? (
        <div className="pb">
          <Trouble trouble={why} testId="rating-trouble" />
        </div>
      ) : null}
    </Dialog>
  );
}

/** What somebody may say of a bad level, by the code of the rating standard. */
const reasons: Record<string, Word> = {
  "01": "board.reason.01",
  "02": "board.reason.02",
  "03": "board.reason.03",
  "04": "board.reason.04",
  "05": "board.reason.05",
  "06": "board.reason.06",
  "07": "board.reason.07",
  "08": "board.reason.08",
  "09": "board.reason.09",
};

function Said({ view }: { view: BadRatingView }) {
  const say = useWords();
  const said = (code: string) => {
    const word = reasons[code];
    return word === undefined ? code : say(word);
  };
  const rows: [string, string][] = [
    [
      say("board.rating.level"),
      say(view.level === "veryBad" ? "board.rating.level.veryBad" : "board.rating.level.bad"),
    ],
    [say("board.rating.reasons"), view.reasons.map((code) => said(code)).join(say("word.and"))],
    [say("board.rating.words"), view.words === "" ? say("board.rating.noWords") : `“${view.words}”`],
    [say("board.rating.item"), `${view.itemName} ${view.slip}`],
    [say("board.rating.at"), hallMinute(view.at)],
    [say("board.rating.until"), hallMinute(view.until)],
  ];
  return (
    <dl className="sum">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
