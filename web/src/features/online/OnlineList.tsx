/** Ctrl+Shift+O: the applications of who stands here, by digits; below, how many wait in the hall. */
import { useEffect, useState } from "react";
import type { DeskView, OnlineOfferView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { goToStop } from "../../parts/stops";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { stop } from "../intake/walk";
import { mayTake, perPage, reviewOf } from "./online";
import "./online.css";

export function OnlineList({ desk, onClose }: { desk: DeskView; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const person = desk.visit?.person ?? null;
  const waiting = useCell(session.online.waiting);
  const offers = useCell(session.online.offers);
  const trouble = useCell(session.online.trouble);
  const [marked, setMarked] = useState(0);
  useEffect(() => void session.online.refresh(person !== null), [session, person?.maskedNumber]);

  const rows = offers?.rows ?? [];
  const last = Math.max(rows.length - 1, 0);
  const at = Math.min(marked, last);
  const first = at - (at % perPage);
  const page = rows.slice(first, first + perPage);
  const take = (row: OnlineOfferView | undefined): void => {
    if (row === undefined || !mayTake(row)) return;
    onClose();
    void session.takeOnline(row.application).then(() => setTimeout(() => goToStop(stop.next), 0));
  };
  const keys: KeyMap = {
    ArrowDown: () => setMarked(Math.min(at + 1, last)),
    ArrowUp: () => setMarked(Math.max(at - 1, 0)),
    PageDown: () => setMarked(Math.min(first + perPage, last)),
    PageUp: () => setMarked(Math.max(first - perPage, 0)),
    Enter: () => take(rows[at]),
  };
  for (let digit = 1; digit <= perPage; digit += 1) keys[String(digit)] = () => take(page[digit - 1]);

  return (
    <Dialog
      title={person === null ? say("online.title") : say("online.mine", { name: person.name })}
      sub={say(person === null ? "online.hallHow" : "online.how")}
      wide
      testId="online"
      onClose={onClose}
      keys={keys}
    >
      {person === null ? null : (
        <div className="pb online-rows" role="listbox" aria-label={say("online.title")} data-testid="online-mine">
          {offers === null && trouble === null ? <p className="mut">{say("online.loading")}</p> : null}
          {offers !== null && rows.length === 0 ? <p className="mut">{say("online.none")}</p> : null}
          {page.map((row, place) => {
            const review = reviewOf(row);
            const why = row.unfit === null ? null : sentence(row.unfit);
            return (
              <button
                key={row.application}
                type="button"
                role="option"
                tabIndex={-1}
                aria-selected={first + place === at}
                aria-disabled={!mayTake(row)}
                className={`online-row${first + place === at ? " cur" : ""}${mayTake(row) ? "" : " off"}`}
                data-testid={`online-${first + place + 1}`}
                onClick={() => take(row)}
              >
                <Kbd keys={String(place + 1)} />
                <span className="what">
                  <b>{row.itemName}</b>
                  <small className="mut">
                    {row.applicant} · {row.application} · {say("online.submitted", { at: hallMinute(row.submittedAt) })}
                    {row.files === 0 ? "" : ` · ${say("online.files", { n: row.files })}`}
                  </small>
                  {why === null ? null : <small className="warnt">{why}</small>}
                </span>
                {row.holder !== null ? (
                  <Pill tone="warn">{say("online.heldBy", { who: row.holder })}</Pill>
                ) : row.here ? (
                  <Pill tone="info">{say("online.here")}</Pill>
                ) : (
                  <Pill tone={review.tone}>{say(review.word, { n: row.remarks })}</Pill>
                )}
              </button>
            );
          })}
          {rows.length > perPage ? (
            <p className="mut sm num" data-testid="online-page">
              {say("online.page", { from: first + 1, to: first + page.length, n: rows.length })} <Kbd keys="PageDown" />
            </p>
          ) : null}
          {(offers?.elsewhere ?? 0) > 0 ? (
            <p className="sm warnt">{say("online.elsewhere", { n: offers?.elsewhere ?? 0 })}</p>
          ) : null}
        </div>
      )}
      <div className="pb" data-testid="online-hall">
        <p className="sm">
          <b>{say("online.all")}</b>
        </p>
        {waiting?.length === 0 ? <p className="mut">{say("online.nothing")}</p> : null}
        {(waiting?.length ?? 0) === 0 ? null : (
          <div className="online-hall" tabIndex={0} role="group" aria-label={say("online.all")} data-first>
            <table>
              <thead>
                <tr>
                  <th>{say("online.item")}</th>
                  <th className="num">{say("online.waiting")}</th>
                  <th className="num">{say("online.atWindows")}</th>
                  <th className="num">{say("online.oldest")}</th>
                </tr>
              </thead>
              <tbody>
                {(waiting ?? []).map((item) => (
                  <tr key={item.item} data-testid={`online-item-${item.item}`}>
                    <td>{item.itemName}</td>
                    <td className="num">{item.waiting}</td>
                    <td className="num">{item.atWindows}</td>
                    <td className="num">{item.oldest === null ? "—" : hallMinute(item.oldest)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Trouble trouble={trouble} testId="online-trouble" />
      </div>
    </Dialog>
  );
}
