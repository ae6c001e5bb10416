/** 收纸台账: what departments ask for on paper and why, month by month. X exports it. */
import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { MaterialLedger, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useNow } from "../../parts/Clock";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { whys, whyWord } from "../materials/why";
import { monthAt, stepMonth } from "./looks";
import { saveAs } from "./saveAs";
import "../telling/telling.css";

/** The last day of a month, `2026-11-30`. */
const lastOf = (month: string): string => {
  const first = new Date(`${stepMonth(month, 1)}-01T00:00:00Z`).getTime();
  return new Date(first - 86_400_000).toISOString().slice(0, 10);
};

export function PaperLedger({ onClose }: { onClose: () => void }) {
  const { host } = useSession();
  const say = useWords();
  const now = useNow();
  const [month, setMonth] = useState(() => monthAt(now));
  const [ledger, setLedger] = useState<MaterialLedger | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  useEffect(() => {
    let gone = false;
    setLedger(null);
    setWhy(null);
    host.materialLedger(`${month}-01`, lastOf(month)).then(
      (found) => gone || setLedger(found),
      (thrown: unknown) => gone || setWhy(troubleOf(thrown)),
    );
    return () => void (gone = true);
  }, [host, month]);
  const save = () => {
    if (ledger !== null) saveAs(`paper-${month}.csv`, "text/csv", ledger.csv);
  };
  const keys: KeyMap = {
    ArrowLeft: () => setMonth((of) => stepMonth(of, -1)),
    ArrowRight: () => setMonth((of) => stepMonth(of, 1)),
    X: save,
  };
  const seen = whys.filter((one) => ledger?.all.byWhy.some((of) => of.why === one) ?? false);
  const lines = ledger === null ? [] : [...ledger.departments, { ...ledger.all, name: say("ledger.all") }];
  const rows = [...(ledger?.rows ?? [])].sort((a, b) => b.times - a.times);
  return (
    <Dialog title={say("ledger.title")} sub={say("ledger.sub")} full testId="paper-ledger" onClose={onClose} keys={keys}>
      <div className="pb toldfigures" tabIndex={0} role="group" aria-label={say("ledger.title")} data-first>
        <span className="num" data-testid="ledger-month">
          <kbd>←</kbd> {say("ledger.month")} {month} <kbd>→</kbd>
        </span>
        {ledger !== null && rows.length === 0 ? <p className="mut">{say("ledger.none")}</p> : null}
        {rows.length === 0 ? null : (
          <>
            <table data-testid="ledger-departments">
              <thead>
                <tr>
                  <th>{say("ledger.department")}</th>
                  <th className="num">{say("ledger.exempt")}</th>
                  <th className="num">{say("ledger.paper")}</th>
                  {seen.map((one) => (
                    <th key={one} className="num">
                      {say(whyWord(one))}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lines.map((line, at) => (
                  <tr key={`${at}/${line.name}`}>
                    <td>{line.name}</td>
                    <td className="num">{line.exempt}</td>
                    <td className="num">{line.paper}</td>
                    {seen.map((one) => (
                      <td key={one} className="num">
                        {line.byWhy.find((of) => of.why === one)?.times ?? 0}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            <table data-testid="ledger-rows">
              <thead>
                <tr>
                  <th>{say("ledger.item")}</th>
                  <th>{say("ledger.material")}</th>
                  <th>{say("ledger.why")}</th>
                  <th className="num">{say("ledger.times")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, at) => (
                  <tr key={at}>
                    <td>{row.itemName}</td>
                    <td>{row.materialName}</td>
                    <td>{say(whyWord(row.why))}</td>
                    <td className="num">{row.times}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
        <Trouble trouble={why} testId="ledger-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.close")}
        </Button>
        <span className="sp" />
        <Button tone="pri" keys="X" testId="ledger-export" why={ledger === null ? say("dialog.wait") : null} onPress={save}>
          {say("ledger.export")}
        </Button>
      </div>
    </Dialog>
  );
}
