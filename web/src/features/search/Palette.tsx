import { useEffect, useMemo, useState } from "react";
import { troubleOf } from "../../host/host";
import type { ItemHit, TroubleView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import { composing, digitOf } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useSentence, useWords } from "../../words";
import { useSession } from "../desk/session";
import { createSearch, digitPicks, type Line } from "./search";
import "./search.css";

/** F3: an item by initials, syllables, characters or code. ↑↓ mark, Enter opens, digits open at once. */
export function Palette({
  find = "",
  onClose,
  onOpened,
  consulting = false,
}: {
  find?: string;
  onClose: () => void;
  onOpened: () => void;
  /** 咨询: the item is only explained; whom it fits is not asked. */
  consulting?: boolean;
}) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const search = useMemo(() => createSearch(session.host), [session]);
  const found = useCell(search.found);
  const [text, setText] = useState(find);
  const [why, setWhy] = useState<TroubleView | null>(null);
  useEffect(() => void search.ask(find), [search, find]);

  async function openLine(line: Line | null): Promise<void> {
    if (line === null) return;
    if ("item" in line) return open(line.item);
    session.layer.set({ kind: "case", slip: line.row.slip, clock: line.row.clock });
  }

  async function open(hit: ItemHit | null | undefined): Promise<void> {
    if (hit == null) return;
    if (consulting) {
      try {
        session.layer.set({ kind: "consult", first: await session.host.consult(hit.id) });
      } catch (thrown) {
        setWhy(troubleOf(thrown));
      }
      return;
    }
    if (hit.unfit !== null) {
      setWhy(hit.unfit);
      return;
    }
    const trouble = await session.openItem(hit.id);
    if (trouble === null) {
      onClose();
      onOpened();
    } else setWhy(trouble);
  }

  /** 办事指南 of the marked item; Esc there comes back to what was being looked for. */
  async function read(): Promise<void> {
    const line = await search.marked();
    if (line !== null && "item" in line)
      session.layer.set({ kind: "library", item: line.item.id, back: { kind: "palette", find: text } });
  }

  return (
    <Dialog
      title={say(consulting ? "consult.title" : "search.title")}
      sub={say(consulting ? "consult.find" : "search.how")}
      testId="palette"
      onClose={onClose}
      keys={{ "Ctrl+Shift+K": () => void read() }}
    >
      <div className="pb">
        <input
          className="box"
          data-first
          data-testid="palette-input"
          role="combobox"
          aria-expanded={found.hits.length + found.cases.length > 0}
          aria-controls="hits"
          aria-activedescendant={found.hits.length + found.cases.length > 0 ? `hit-${found.marked}` : undefined}
          aria-label={say("search.title")}
          placeholder={say("search.place")}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setWhy(null);
            void search.ask(event.target.value);
          }}
          onKeyDown={(event) => {
            if (composing(event)) return;
            const digit = digitOf(event);
            if (digit !== null && digit > 0 && found.text === text && digitPicks(text, found.hits.length))
              void open(found.hits[digit - 1]);
            else if (event.key === "ArrowDown") search.mark(1);
            else if (event.key === "ArrowUp") search.mark(-1);
            else if (event.key === "Enter") void search.marked().then(openLine);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div id="hits" role="listbox" aria-label={say("search.title")} tabIndex={-1} className="hits">
        {found.hits.map((hit, at) => (
          <div
            key={hit.id}
            id={`hit-${at}`}
            role="option"
            aria-selected={at === found.marked}
            aria-disabled={hit.unfit !== null || undefined}
            className={`hit${at === found.marked ? " on" : ""}${hit.unfit === null ? "" : " off"}`}
            data-testid={`palette-hit-${at + 1}`}
            data-item={hit.id}
            onClick={() => void open(hit)}
          >
            <b>{at + 1}</b>
            <span>
              <b className="nm">{hit.name}</b>{" "}
              <span className="mut sm">{hit.unfit === null ? hit.department : sentence(hit.unfit)}</span>
            </span>
            {hit.unfit === null ? (
              <Pill tone="mute">{hit.promised}</Pill>
            ) : (
              <Pill tone="warn">{say("search.unfit")}</Pill>
            )}
          </div>
        ))}
        {found.cases.map((row, place) => {
          const at = found.hits.length + place;
          return (
            <div
              key={row.slip}
              id={`hit-${at}`}
              role="option"
              aria-selected={at === found.marked}
              className={`hit${at === found.marked ? " on" : ""}`}
              data-testid={`palette-case-${place + 1}`}
              onClick={() => void openLine({ row })}
            >
              <span className="mut sm">{say("search.cases")}</span>
              <span>
                <b className="nm num">{row.caseNumber ?? row.slip}</b>{" "}
                <span className="mut sm">
                  {row.itemName} · {row.applicant}
                </span>
              </span>
              <Pill tone="info">{row.stageWord}</Pill>
            </div>
          );
        })}
        {found.hits.length + found.cases.length === 0 && text !== "" && found.trouble === null ? (
          <p className="none mut">{say("search.none")}</p>
        ) : null}
      </div>
      <div className="pb">
        <Trouble trouble={why ?? found.trouble} testId="palette-trouble" />
      </div>
      <p className="pb sm mut">{say("search.people")}</p>
      <div className="pb sm mut legend">
        <span>
          <Kbd keys="1–9" /> {say("search.digits")}
        </span>
        <span>
          <Kbd keys="↑↓" /> <Kbd keys="Enter" /> {say("search.enter")}
        </span>
        <span>
          <Kbd keys="Ctrl+Shift+K" /> {say("library.onPalette")}
        </span>
        <span>
          <Kbd keys="#" /> {say("search.code")}
        </span>
        <span>
          <Kbd keys="Esc" /> {say("dialog.close")}
        </span>
      </div>
    </Dialog>
  );
}
