/** 智能预填 (Ctrl+Shift+F): of the month's accepted cases, how much sources filled, by item (1) or window (2). */
import { useCallback, useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { PrefillRowView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useNow } from "../../parts/Clock";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { csvOf, monthAt, stepMonth } from "./looks";
import { inPercent, ratio, ratioWithOwn, sums, total, type By, type Sum } from "./prefill";
import { saveAs } from "./saveAs";
import "./prefill.css";

export function PrefillPage({ handled, onClose }: {
  /** Cases of today as the board counts them: one more, and the figures moved. */
  handled: number;
  onClose: () => void;
}) {
  const { host } = useSession();
  const say = useWords();
  const now = useNow();
  const [month, setMonth] = useState(() => monthAt(now));
  const [by, setBy] = useState<By>("item");
  const [got, setGot] = useState<{ month: string; rows: PrefillRowView[] } | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);

  const refresh = useCallback(async () => {
    try {
      const rows = await host.prefillMonth(month);
      setGot({ month, rows });
      setWhy(null);
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }, [host, month]);
  // Every case that is accepted anywhere counts at once.
  useEffect(() => void refresh(), [refresh, handled]);

  const rows = got?.month === month ? got.rows : null;
  const of = rows === null ? [] : sums(rows, by);
  const all = total(rows ?? [], say("prefill.all"));
  const thisMonth = monthAt(now);
  const move = (step: number) => {
    const next = stepMonth(month, step);
    if (next <= thisMonth) setMonth(next);
  };

  const heads = [
    say(by === "item" ? "prefill.item" : "prefill.desk"),
    say("prefill.cases"),
    say("prefill.required"),
    say("prefill.filled"),
    say("prefill.changed"),
    say("prefill.typed"),
    say("prefill.ratio"),
    say("prefill.with"),
  ];
  const cells = (sum: Sum): string[] => [
    sum.name,
    ...[sum.cases, sum.required, sum.filled, sum.changed, sum.typed].map(String),
    inPercent(ratio(sum)),
    inPercent(ratioWithOwn(sum)),
  ];
  const save = () => {
    if (of.length === 0) return;
    saveAs(`prefill-${month}.csv`, "text/csv", csvOf([heads, ...of.map(cells), cells(all)]));
  };

  return (
    <Dialog
      title={`${say("prefill.title")} ${month}`}
      sub={say("prefill.sub")}
      full
      testId="prefill"
      onClose={onClose}
      keys={{
        "1": () => setBy("item"),
        "2": () => setBy("desk"),
        ArrowLeft: () => move(-1),
        ArrowRight: () => move(1),
        X: save,
      }}
    >
      <div className="pb picks" role="group" aria-label={say("prefill.title")}>
        <Button keys="1" testId="prefill-by-item" tone={by === "item" ? "pri" : undefined} onPress={() => setBy("item")}>
          {say("prefill.byItem")}
        </Button>
        <Button keys="2" testId="prefill-by-desk" tone={by === "desk" ? "pri" : undefined} onPress={() => setBy("desk")}>
          {say("prefill.byDesk")}
        </Button>
        <span className="sp" />
        <Button keys="←" testId="prefill-earlier" onPress={() => move(-1)}>
          {say("prefill.earlier")}
        </Button>
        <Button
          keys="→"
          testId="prefill-later"
          why={month === thisMonth ? say("prefill.last") : null}
          onPress={() => move(1)}
        >
          {say("prefill.later")}
        </Button>
      </div>
      <div className="pb prefill" tabIndex={0} role="group" aria-label={say("prefill.title")}>
        {rows === null && why === null ? <p className="mut">{say("prefill.loading")}</p> : null}
        {rows !== null && of.length === 0 ? <p className="mut">{say("prefill.none", { month })}</p> : null}
        {of.length === 0 ? null : (
          <table data-testid="prefill-rows">
            <thead>
              <tr>
                {heads.map((head, place) => (
                  <th key={head} className={place === 0 ? undefined : "num"}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {of.map((sum) => (
                <Line key={sum.key} id={sum.key} cells={cells(sum)} share={ratio(sum)} />
              ))}
            </tbody>
            <tfoot>
              <Line id="all" cells={cells(all)} share={ratio(all)} />
            </tfoot>
          </table>
        )}
        <Trouble trouble={why} testId="prefill-trouble" />
      </div>
      <p className="pb mut">{say("prefill.own")}</p>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.close")}
        </Button>
        <span className="sp" />
        <Button
          tone="pri"
          keys="X"
          testId="prefill-export"
          why={of.length === 0 ? say("prefill.none", { month }) : null}
          onPress={save}
        >
          {say("prefill.export")}
        </Button>
      </div>
    </Dialog>
  );
}

function Line({ id, cells, share }: { id: string; cells: string[]; share: number }) {
  return (
    <tr data-testid={`prefill-${id}`}>
      {cells.map((cell, place) => (
        <td key={place} className={place === 0 ? undefined : "num"}>
          {place === 6 ? <meter min={0} max={1} value={share} aria-hidden="true" /> : null}
          {cell}
        </td>
      ))}
    </tr>
  );
}
