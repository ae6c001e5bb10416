import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { TroubleView } from "../../host/types";
import { Dialog } from "../../parts/Dialog";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { hallMinute, rowsOf, type Row } from "./cases";
import "./cases.css";

/** Ctrl+B: drafts to take up again, cases to look at. ↑↓ mark, Enter opens the draft or the case's papers. */
export function Cases({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [rows, setRows] = useState<Row[] | null>(null);
  const [marked, setMarked] = useState(0);
  const [why, setWhy] = useState<TroubleView | null>(null);
  useEffect(() => {
    Promise.all([session.host.drafts(), session.host.cases()]).then(
      ([drafts, cases]) => setRows(rowsOf(drafts, cases)),
      (thrown: unknown) => setWhy(troubleOf(thrown)),
    );
  }, [session]);

  async function open(row: Row | undefined): Promise<void> {
    if (row === undefined) return;
    if (!row.draft) {
      session.layer.set({ kind: "papers", slip: row.row.slip, paper: null });
      return;
    }
    const trouble = await session.resume(row.row.draft ?? row.row.slip);
    if (trouble === null) onClose();
    else setWhy(trouble);
  }

  const count = rows?.length ?? 0;
  return (
    <Dialog
      title={say("cases.title")}
      sub={say("cases.how")}
      wide
      testId="cases"
      onClose={onClose}
      keys={{
        ArrowDown: () => setMarked(count === 0 ? 0 : (marked + 1) % count),
        ArrowUp: () => setMarked(count === 0 ? 0 : (marked - 1 + count) % count),
        Enter: () => void open(rows?.[marked]),
      }}
    >
      <div className="rows">
        {rows === null && why === null ? <p className="pb mut">{say("cases.loading")}</p> : null}
        {count === 0 && rows !== null ? <p className="pb mut">{say("cases.none")}</p> : null}
        {count === 0 ? null : (
          <table>
            <thead>
              <tr>
                <th>{say("cases.number")}</th>
                <th>{say("cases.item")}</th>
                <th>{say("cases.applicant")}</th>
                <th>{say("cases.stage")}</th>
                <th>{say("cases.received")}</th>
                <th>{say("cases.due")}</th>
              </tr>
            </thead>
            <tbody>
              {(rows ?? []).map(({ row, draft }, at) => (
                <tr
                  key={row.slip}
                  className={at === marked ? "cur" : ""}
                  data-testid={`case-${at + 1}`}
                  onClick={() => void open({ row, draft })}
                >
                  <td className="num">{row.caseNumber ?? row.slip}</td>
                  <td>{row.itemName}</td>
                  <td>{row.applicant}</td>
                  <td>
                    <Pill tone={draft ? "warn" : "info"}>{row.stageWord}</Pill>
                  </td>
                  <td className="num">{hallMinute(row.receivedAt)}</td>
                  <td className="num">{row.dueDay ?? "—"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <div className="pb">
        <Trouble trouble={why} testId="cases-trouble" />
      </div>
    </Dialog>
  );
}
