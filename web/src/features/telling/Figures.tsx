/** 一次告知统计: what was asked for later, by item and department; consultations by day and item. X exports both. */
import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { ToldFiguresView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import "./telling.css";

export function Figures({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const [figures, setFigures] = useState<ToldFiguresView | null>(null);
  const [file, setFile] = useState<string | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  useEffect(() => {
    session.host.toldFigures().then(setFigures, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session]);

  async function save(): Promise<void> {
    setWhy(null);
    try {
      setFile(await session.host.exportToldFigures());
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }

  return (
    <Dialog
      title={say("figures.title")}
      sub={say("figures.sub")}
      full
      testId="told-figures"
      onClose={onClose}
      keys={{ X: () => void save() }}
    >
      <div className="pb toldfigures" tabIndex={0} role="group" aria-label={say("figures.title")}>
        {figures === null && why === null ? <p className="mut">{say("figures.loading")}</p> : null}
        {figures === null ? null : (
          <>
            <b>{say("figures.added")}</b>
            {figures.demands.length === 0 ? <p className="mut">{say("figures.none")}</p> : null}
            {figures.demands.length === 0 ? null : (
              <table data-testid="figures-demands">
                <thead>
                  <tr>
                    <th>{say("figures.item")}</th>
                    <th>{say("figures.department")}</th>
                    <th className="num">{say("figures.approved")}</th>
                    <th className="num">{say("figures.addedN")}</th>
                    <th className="num">{say("figures.byEdition")}</th>
                  </tr>
                </thead>
                <tbody>
                  {figures.demands.map((row) => (
                    <tr key={`${row.itemName}/${row.department}`}>
                      <td>{row.itemName}</td>
                      <td>{row.department}</td>
                      <td className="num">{row.demands}</td>
                      <td className="num">{row.added}</td>
                      <td className="num">{row.byEdition}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            <b>{say("figures.consultations")}</b>
            {figures.consultations.length === 0 ? <p className="mut">{say("figures.none")}</p> : null}
            {figures.consultations.length === 0 ? null : (
              <table data-testid="figures-consultations">
                <thead>
                  <tr>
                    <th>{say("figures.day")}</th>
                    <th>{say("figures.item")}</th>
                    <th className="num">{say("figures.times")}</th>
                  </tr>
                </thead>
                <tbody>
                  {figures.consultations.map((row) => (
                    <tr key={`${row.day}/${row.itemName}`}>
                      <td className="num">{row.day}</td>
                      <td>{row.itemName}</td>
                      <td className="num">{row.times}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        )}
        {file === null ? null : (
          <p role="status" data-testid="figures-file">
            {say("figures.exported", { file })}
          </p>
        )}
        <Trouble trouble={why} testId="figures-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.close")}
        </Button>
        <span className="sp" />
        <Button tone="pri" keys="X" testId="figures-export" why={figures === null ? say("dialog.wait") : null} onPress={() => void save()}>
          {say("figures.export")}
        </Button>
      </div>
    </Dialog>
  );
}
