import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { CaseRowView, TroubleView } from "../../host/types";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import "./results.css";

/** Ctrl+Shift+G: what whoever stands at the window may take along. */
export function Collect({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [rows, setRows] = useState<CaseRowView[] | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [marked, setMarked] = useState(0);
  useEffect(() => {
    session.host.collectable().then(setRows, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session]);
  const many = rows?.length ?? 0;
  const open = (at: number) => {
    const row = rows?.[at];
    if (row !== undefined) session.layer.set({ kind: "deliver", slip: row.slip });
  };
  return (
    <Dialog
      title={say("collect.title")}
      sub={say("collect.how")}
      wide
      testId="collect"
      onClose={onClose}
      keys={{
        ArrowDown: () => setMarked(Math.min(marked + 1, Math.max(many - 1, 0))),
        ArrowUp: () => setMarked(Math.max(marked - 1, 0)),
        Enter: () => open(marked),
      }}
    >
      <div className="pb collect" role="listbox" aria-label={say("collect.title")}>
        {rows === null && why === null ? <p className="mut">{say("collect.loading")}</p> : null}
        {rows?.length === 0 ? <p className="mut">{say("collect.none")}</p> : null}
        {(rows ?? []).map((row, at) => (
          <button
            key={row.slip}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={at === marked}
            className={`row${at === marked ? " cur" : ""}`}
            data-testid={`collect-${at + 1}`}
            onClick={() => open(at)}
          >
            <b className="num">{row.slip}</b>
            <span>
              {row.itemName} · {row.applicant}
            </span>
            <span className="num mut">{hallMinute(row.receivedAt)}</span>
          </button>
        ))}
        <Trouble trouble={why} testId="collect-trouble" />
      </div>
    </Dialog>
  );
}
