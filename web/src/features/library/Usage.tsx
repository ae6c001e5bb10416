import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { TroubleView, UsageView } from "../../host/types";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";

/** 使用情况: how much each item is used in this hall, the most used first. Counts alone, nobody's name is in them. */
export function Usage() {
  const session = useSession();
  const say = useWords();
  const [usage, setUsage] = useState<UsageView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);

  useEffect(() => {
    session.host.catalogueUsage().then(setUsage, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session]);

  if (usage === null)
    return (
      <>
        <Trouble trouble={why} testId="usage-trouble" />
        {why === null ? <p className="mut">{say("library.loading")}</p> : null}
      </>
    );
  return (
    <div className="usage" data-testid="usage">
      <p>{say("usage.counted", { at: hallMinute(usage.countedAt), used: usage.used, unused: usage.unused })}</p>
      {usage.rows.length < usage.used ? <p className="mut">{say("usage.listed", { n: usage.rows.length })}</p> : null}
      {usage.rows.length === 0 ? null : (
        <table>
          <thead>
            <tr>
              <th>{say("usage.item")}</th>
              <th className="narrow">{say("usage.month")}</th>
              <th className="narrow">{say("usage.quarter")}</th>
              <th className="narrow">{say("usage.year")}</th>
              <th className="narrow">{say("usage.received")}</th>
              <th className="narrow">{say("usage.accepted")}</th>
              <th className="narrow">{say("usage.drafts")}</th>
              <th className="narrow">{say("usage.last")}</th>
            </tr>
          </thead>
          <tbody>
            {usage.rows.map((row) => (
              <tr key={row.id} data-testid={`usage-${row.id}`}>
                <td>
                  <b>{row.name}</b> {row.name === row.id ? null : <code>{row.id}</code>}
                </td>
                <td className="num narrow">{row.month}</td>
                <td className="num narrow">{row.quarter}</td>
                <td className="num narrow">{row.year}</td>
                <td className="num narrow">{row.received}</td>
                <td className="num narrow">{row.accepted}</td>
                <td className="num narrow">{row.drafts}</td>
                <td className="num narrow">{row.lastAt === null ? "" : hallMinute(row.lastAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
