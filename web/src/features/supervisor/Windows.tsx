/** What can be done with one window: its own menu, 收回 of a silent one, 改派 of what lies there. */
import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { BoardView, TileView, TroubleView, WindowDraftView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { elapsed } from "../../parts/Clock";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import { language, useWords } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession, type Layer } from "../desk/session";
import { groupName } from "../queue/queue";
import { tileWord } from "./Tiles";
import "./dialogs.css";

export function WindowMenu(props: {
  board: BoardView;
  tile: TileView;
  nowMs: number;
  onOpen: (layer: Layer) => void;
  onClose: () => void;
}) {
  const say = useWords();
  const book = useCell(language);
  const { board, tile, nowMs } = props;
  const { desk } = tile;
  const groups = tile.groups.map((letter) => groupName(board.groups, letter, book)).join(say("word.and"));
  const silent = tile.silentSince === null ? null : elapsed(Date.parse(tile.silentSince), nowMs);
  const options: Option[] = [
    {
      digit: 1,
      label: say("board.window.move"),
      note: say("board.window.moveNote", { groups }),
      testId: "window-move",
      act: () => props.onOpen({ kind: "moveWindow", desk, groups: null }),
    },
    {
      digit: 2,
      label: say("board.act.message", { desk }),
      testId: "window-message",
      act: () => props.onOpen({ kind: "compose", to: { kind: "window", window: desk } }),
    },
    {
      digit: 3,
      label: say("board.window.release"),
      note: silent === null ? undefined : say("board.window.releaseNote", { n: silent }),
      why:
        silent !== null ? null : say(tile.state === "closed" ? "window.closed" : "board.window.releaseOff"),
      testId: "window-release",
      act: () => props.onOpen({ kind: "releaseWindow", desk }),
    },
    {
      digit: 4,
      label: say("board.window.reassign"),
      note: say("board.window.reassignNote", { n: tile.drafts }),
      why: tile.drafts === 0 ? say("board.window.reassignOff") : null,
      testId: "window-reassign",
      act: () => props.onOpen({ kind: "reassignDrafts", desk }),
    },
  ];
  return (
    <Dialog
      title={say("board.window", { desk })}
      sub={say("board.window.how")}
      testId="window-menu"
      onClose={props.onClose}
      keys={optionKeys(options)}
    >
      <div className="pb stack">
        <p className="sm">
          <b>
            {tile.state === "closed"
              ? say("window.closed")
              : say("board.window.since", {
                  state: say(tileWord(tile)),
                  n: elapsed(Date.parse(tile.silentSince ?? tile.since), nowMs),
                })}
          </b>{" "}
          {[tile.ticket, tile.staffName, tile.staff].filter((part) => part !== null).join(" · ")}
        </p>
        <Options options={options} />
      </div>
    </Dialog>
  );
}

/** 收回: what it means is said before it is done. */
export function ReleaseWindow(props: {
  tile: TileView;
  nowMs: number;
  onClose: () => void;
  onDone: (said: string) => void;
}) {
  const session = useSession();
  const say = useWords();
  const { tile } = props;
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);
  const off = tile.silentSince === null ? say("board.window.releaseOff") : null;

  async function release(): Promise<void> {
    if (off !== null || busy) return;
    setBusy(true);
    try {
      await session.host.releaseWindow(tile.desk);
      props.onClose();
      props.onDone(say("board.done.released", { desk: tile.desk }));
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog
      title={say("board.release.title", { desk: tile.desk })}
      testId="release-window"
      onClose={props.onClose}
      keys={{ Enter: () => void release() }}
    >
      <div className="pb stack">
        <p>
          {say("board.release.what", {
            desk: tile.desk,
            n: elapsed(Date.parse(tile.silentSince ?? tile.since), props.nowMs),
          })}
        </p>
        {tile.ticket === null ? null : (
          <p className="b">{say("board.release.ticket", { ticket: tile.ticket })}</p>
        )}
        <Trouble trouble={why} testId="release-trouble" />
        <div className="acts">
          <Button tone="pri" keys="Enter" why={off} testId="release-go" onPress={() => void release()}>
            {say("board.release.go")}
          </Button>
          <Button keys="Esc" onPress={props.onClose}>
            {say("dialog.close")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** 改派: drafts of a clerk who is not there, to a window that is open. */
export function ReassignDrafts(props: {
  board: BoardView;
  desk: string;
  onClose: () => void;
  onDone: (said: string) => void;
}) {
  const session = useSession();
  const say = useWords();
  const { desk } = props;
  const [drafts, setDrafts] = useState<WindowDraftView[] | null>(null);
  const [left, setLeft] = useState<string[]>([]);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);
  const others = props.board.windows.filter(
    (tile) => tile.desk !== desk && tile.state !== "closed" && tile.silentSince === null,
  );
  const [wanted, setWanted] = useState<string | null>(null);
  const to = others.find((tile) => tile.desk === wanted) ?? others[0];

  useEffect(() => {
    session.host.windowDrafts(desk).then(setDrafts, (thrown: unknown) => setWhy(troubleOf(thrown)));
  }, [session, desk]);

  const chosen = (drafts ?? []).filter((draft) => !left.includes(draft.id)).map((draft) => draft.id);
  const off =
    to === undefined
      ? say("board.reassign.noWindow")
      : chosen.length === 0
        ? say("board.reassign.chooseFirst")
        : null;

  async function reassign(): Promise<void> {
    if (off !== null || to === undefined || busy) return;
    setBusy(true);
    try {
      const rest = await session.host.reassignDrafts(desk, to.desk, chosen);
      props.onDone(say("board.done.reassigned", { n: chosen.length, desk: to.desk }));
      setDrafts(rest);
      setLeft([]);
      if (rest.length === 0) props.onClose();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }
  function step(by: 1 | -1): void {
    const at = others.findIndex((tile) => tile.desk === to?.desk);
    const next = others[(at + by + others.length) % Math.max(1, others.length)];
    if (next === undefined) return;
    setWanted(next.desk);
    document.getElementById(`to-${next.desk}`)?.scrollIntoView({ block: "nearest" });
  }

  const options: Option[] = (drafts ?? []).slice(0, 9).map((draft, at) => ({
    digit: at + 1,
    label: draft.itemName,
    note: `${draft.slip} · ${say("board.reassign.saved", { at: hallMinute(draft.savedAt) })}`,
    chosen: !left.includes(draft.id),
    mark: <span aria-hidden="true">{left.includes(draft.id) ? "" : "✓"}</span>,
    testId: `draft-${at + 1}`,
    act: () =>
      setLeft((now) => (now.includes(draft.id) ? now.filter((id) => id !== draft.id) : [...now, draft.id])),
  }));
  return (
    <Dialog
      title={say("board.reassign.title", { desk })}
      sub={say("board.reassign.how")}
      testId="reassign"
      wide
      onClose={props.onClose}
      keys={{
        ...optionKeys(options),
        ArrowDown: () => step(1),
        ArrowUp: () => step(-1),
        Enter: () => void reassign(),
      }}
    >
      <div className="pb reassign">
        <div>
          {drafts === null ? (
            <p className="mut">{why === null ? say("board.reassign.loading") : null}</p>
          ) : drafts.length === 0 ? (
            <p className="mut">{say("board.reassign.none")}</p>
          ) : (
            <Options options={options} />
          )}
        </div>
        <div className="to" role="radiogroup" aria-label={say("board.reassign.to")}>
          <p className="sm b">{say("board.reassign.to")}</p>
          {others.map((tile) => (
            <button
              key={tile.desk}
              id={`to-${tile.desk}`}
              type="button"
              role="radio"
              tabIndex={-1}
              aria-checked={tile.desk === to?.desk}
              className={`op${tile.desk === to?.desk ? " on" : ""}`}
              data-testid={`to-${tile.desk}`}
              onClick={() => setWanted(tile.desk)}
            >
              <span className="k num">{tile.desk}</span>
              <span className="w">
                {tile.staffName} <small>{say(tileWord(tile))}</small>
              </span>
              <span className="mut num sm">{tile.groups.join(" ")}</span>
            </button>
          ))}
        </div>
      </div>
      <div className="pb stack">
        <Trouble trouble={why} testId="reassign-trouble" />
        <div className="acts">
          <Button tone="pri" keys="Enter" why={off} testId="reassign-go" onPress={() => void reassign()}>
            {say("board.reassign.go", { n: chosen.length })}
          </Button>
          <Button keys="Esc" onPress={props.onClose}>
            {say("dialog.close")}
          </Button>
          <span className="sm mut" role="status">
            {drafts === null ? null : off}
          </span>
        </div>
      </div>
    </Dialog>
  );
}
