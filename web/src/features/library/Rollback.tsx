import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { EditionChanges, EditionRow, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { Changes } from "./Changes";

/** 回退: what bringing an edition back would change is read first; then the reason, and Enter. */
export function Rollback({
  edition,
  onClose,
  onDone,
}: {
  edition: string;
  onClose: () => void;
  onDone: (row: EditionRow) => void;
}) {
  const session = useSession();
  const say = useWords();
  const [changes, setChanges] = useState<EditionChanges | null>(null);
  const [note, setNote] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const running = useRef(false);

  useEffect(() => {
    session.host.rollbackChanges(edition).then(setChanges, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session, edition]);

  function bring(): void {
    if (running.current || changes === null) return;
    running.current = true;
    setWhy(null);
    session.host.rollBack(note).then(onDone, (thrown: unknown) => {
      running.current = false;
      setWhy(troubleOf(thrown));
    });
  }

  return (
    <Dialog
      title={say("rollback.title", { edition })}
      sub={say("rollback.how")}
      wide
      testId="rollback"
      onClose={onClose}
      keys={{ Enter: bring }}
    >
      <div className="pb">
        <input
          className="box"
          data-first
          data-testid="rollback-reason"
          aria-label={say("rollback.reason")}
          placeholder={say("rollback.reason")}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      <div className="pb">
        <Trouble trouble={why} testId="rollback-trouble" />
      </div>
      <div className="pb page rollback" tabIndex={0} role="region" aria-label={say("rollback.changes")}>
        {changes === null ? (
          why === null ? <p className="mut">{say("library.loading")}</p> : null
        ) : (
          <>
            <p>{say("rollback.against", { edition: changes.previous ?? "" })}</p>
            <Changes changes={changes.changes} total={changes.total} />
          </>
        )}
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
        <Button
          tone="pri"
          keys="Enter"
          testId="rollback-bring"
          why={changes === null ? say("library.loading") : null}
          onPress={bring}
        >
          {say("rollback.bring")}
        </Button>
      </div>
    </Dialog>
  );
}
