/** 调窗: first which window, then the groups it serves. Whoever is second sees who was first, and decides again. */
import { useState } from "react";
import { troubleOf } from "../../host/host";
import type { BoardView, MovedView, TileView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { composing } from "../../parts/keys";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import { language, useWords } from "../../words";
import { useSession } from "../desk/session";
import { groupName } from "../queue/queue";
import "../search/search.css";
import { tileWord } from "./Tiles";
import "./dialogs.css";

/** Windows that fit what was typed: by the beginning of the number, or a part of the clerk's name. */
export function fittingWindows(windows: TileView[], typed: string): TileView[] {
  const text = typed.trim();
  if (text === "") return windows;
  return windows.filter(
    (tile) =>
      tile.desk.startsWith(text) ||
      tile.desk.replace(/^0+/, "") === text ||
      (tile.staffName ?? "").includes(text),
  );
}

export function PickWindow(props: { board: BoardView; onPick: (desk: string) => void; onClose: () => void }) {
  const say = useWords();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState(0);
  const found = fittingWindows(props.board.windows, text);
  const at = Math.min(marked, found.length - 1);

  function mark(step: 1 | -1): void {
    const next = (at + step + found.length) % Math.max(1, found.length);
    setMarked(next);
    document.getElementById(`pick-${next}`)?.scrollIntoView({ block: "nearest" });
  }
  const pick = (tile: TileView | undefined) => {
    if (tile !== undefined) props.onPick(tile.desk);
  };

  return (
    <Dialog
      title={say("board.pick.title")}
      sub={say("board.pick.how")}
      testId="pick-window"
      onClose={props.onClose}
    >
      <div className="pb">
        <input
          className="box num"
          data-first
          data-testid="pick-window-input"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="pick-list"
          aria-activedescendant={found.length > 0 ? `pick-${at}` : undefined}
          aria-label={say("board.pick.title")}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setMarked(0);
          }}
          onKeyDown={(event) => {
            if (composing(event)) return;
            if (event.key === "ArrowDown") mark(1);
            else if (event.key === "ArrowUp") mark(-1);
            else if (event.key === "Enter") pick(found[at]);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div id="pick-list" role="listbox" aria-label={say("board.pick.title")} className="hits" tabIndex={-1}>
        {found.map((tile, place) => (
          <div
            key={tile.desk}
            id={`pick-${place}`}
            role="option"
            aria-selected={place === at}
            className={`hit${place === at ? " on" : ""}`}
            data-testid={`pick-${tile.desk}`}
            onClick={() => pick(tile)}
          >
            <b className="num">{tile.desk}</b>
            <span>
              <b className="nm">{say(tileWord(tile))}</b> <span className="mut sm">{tile.staffName}</span>
            </span>
            <span className="mut num">{tile.groups.join(" ")}</span>
          </div>
        ))}
        {found.length === 0 ? <p className="none mut">{say("board.pick.none")}</p> : null}
      </div>
    </Dialog>
  );
}

export function MoveWindow(props: {
  board: BoardView;
  tile: TileView;
  /** What somebody proposes; without it, what the window serves now. */
  groups: string[] | null;
  onClose: () => void;
  onDone: (said: string) => void;
}) {
  const session = useSession();
  const say = useWords();
  const book = useCell(language);
  const { board, tile } = props;
  // As it was when the dialog opened: a move is decided on what was seen, and the hall tells when that is no longer so.
  const [seen, setSeen] = useState({ groups: tile.groups, version: tile.version });
  const [chosen, setChosen] = useState<string[]>(props.groups ?? tile.groups);
  const [lost, setLost] = useState<MovedView | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);

  const names = (letters: string[]) =>
    letters.map((letter) => groupName(board.groups, letter, book)).join(say("word.and"));
  const same = chosen.length === seen.groups.length && chosen.every((letter) => seen.groups.includes(letter));
  const off = chosen.length === 0 ? say("board.move.none") : same ? say("board.move.same") : null;

  function toggle(letter: string): void {
    // In the hall's order, whichever was pressed first.
    setChosen((now) =>
      board.groups.map((group) => group.letter).filter((one) => (one === letter) !== now.includes(one)),
    );
  }
  async function move(): Promise<void> {
    if (off !== null || busy) return;
    setBusy(true);
    try {
      const reply = await session.host.moveWindow(tile.desk, chosen, seen.version);
      if (reply.moved) {
        props.onClose();
        props.onDone(say("board.done.moved", { desk: tile.desk, groups: names(reply.groups) }));
        return;
      }
      setLost(reply);
      setSeen({ groups: reply.groups, version: reply.version });
      setWhy(null);
      props.onDone("");
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }

  const options: Option[] = board.groups.slice(0, 9).map((group, at) => ({
    digit: at + 1,
    label: (
      <>
        <span className="num">{group.letter}</span> {book === "en" ? group.en : group.zh}
      </>
    ),
    note: say("board.move.state", { waiting: group.waiting.length, windows: group.windows }),
    chosen: chosen.includes(group.letter),
    mark: <span aria-hidden="true">{chosen.includes(group.letter) ? "✓" : ""}</span>,
    testId: `move-${group.letter}`,
    act: () => toggle(group.letter),
  }));
  return (
    <Dialog
      title={say("board.move.title", { desk: tile.desk })}
      sub={say("board.move.how")}
      testId="move-window"
      onClose={props.onClose}
      keys={{ ...optionKeys(options), Enter: () => void move() }}
    >
      <div className="pb stack">
        <p className="sm">
          <b>{say(tileWord(tile))}</b> {tile.staffName} ·{" "}
          {say("board.move.now", { groups: names(seen.groups) })}
          {tile.movedBy === null || lost !== null ? null : (
            <span className="mut"> · {say("board.move.byLast", { name: tile.movedBy })}</span>
          )}
        </p>
        {lost === null ? null : (
          <p className="warnline" role="alert" data-testid="move-lost">
            ▲{" "}
            {lost.by === null
              ? say("board.move.lostUnknown", { groups: names(lost.groups) })
              : say("board.move.lost", { name: lost.by, groups: names(lost.groups) })}
          </p>
        )}
        <Options options={options} />
        <Trouble trouble={why} testId="move-trouble" />
        <div className="acts">
          <Button tone="pri" keys="Enter" why={off} testId="move-go" onPress={() => void move()}>
            {say("board.move.go")}
          </Button>
          <Button keys="Esc" onPress={props.onClose}>
            {say("dialog.close")}
          </Button>
          <span className="sm mut" role="status">
            {off}
          </span>
        </div>
      </div>
    </Dialog>
  );
}
