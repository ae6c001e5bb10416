/** 窗口状态: one tile per window, its state in words and in the pattern of its edge. Arrows walk, Enter opens. */
import { useRef, useState, type KeyboardEvent } from "react";
import type { BoardView, TileView } from "../../host/types";
import { elapsed } from "../../parts/Clock";
import { useWords, type Word } from "../../words";
import { windowWord } from "../queue/queue";
import { toneOf } from "./reading";

/** What a tile says of its window: what burns goes before what it does. */
export function tileWord(tile: TileView): Word {
  if (tile.support !== null) return "board.support";
  if (tile.silentSince !== null) return "board.silentWindow";
  return windowWord(tile);
}

/** Tiles of a row where there is room: two dozen windows in four rows, larger halls in narrower tiles. */
function tilesInRow(windows: number): number {
  return windows <= 24 ? 6 : windows <= 40 ? 8 : 10;
}

/** The tile an arrow leads to from this one; the same where there is none. */
export function tileFrom(at: number, key: string, all: number, inRow: number): number | null {
  const to = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - inRow,
    ArrowDown: at + inRow,
    Home: 0,
    End: all - 1,
  }[key];
  return to === undefined ? null : to < 0 || to >= all ? at : to;
}

/** Letters of the groups as far as a tile has room. */
function letters(groups: string[]): string {
  return groups.length <= 3 ? groups.join("") : `${groups.slice(0, 2).join("")}+`;
}

export function Tiles(props: { board: BoardView; nowMs: number; onOpen: (desk: string) => void }) {
  const say = useWords();
  const { windows } = props.board;
  const box = useRef<HTMLDivElement>(null);
  const [here, setHere] = useState<string | null>(null);
  const stand = Math.max(
    0,
    windows.findIndex((tile) => tile.desk === here),
  );

  function walk(event: KeyboardEvent, at: number): void {
    if (event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    const tiles = [...(box.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const inRow = tiles.filter((tile) => tile.offsetTop === tiles[0]?.offsetTop).length;
    const to = tileFrom(at, event.key, tiles.length, inRow);
    if (to === null) return;
    event.preventDefault();
    tiles[to]?.focus();
  }

  return (
    <section className="panel board-windows" aria-label={say("board.windows")}>
      <div className="ph">
        {say("board.windows")} <span className="sub">{say("board.windowsHow", { n: windows.length })}</span>
      </div>
      <div ref={box} className={`wins of-${tilesInRow(windows.length)}`}>
        {windows.map((tile, at) => (
          <Tile
            key={tile.desk}
            tile={tile}
            nowMs={props.nowMs}
            stop={at === stand}
            onOpen={() => props.onOpen(tile.desk)}
            onStand={() => setHere(tile.desk)}
            onKey={(event) => walk(event, at)}
          />
        ))}
        {windows.length === 0 ? <p className="pb mut">{say("board.noWindows")}</p> : null}
      </div>
    </section>
  );
}

function Tile(props: {
  tile: TileView;
  nowMs: number;
  stop: boolean;
  onOpen: () => void;
  onStand: () => void;
  onKey: (event: KeyboardEvent) => void;
}) {
  const say = useWords();
  const { tile } = props;
  const tone = toneOf(tile.level);
  const state = say(tileWord(tile));
  const since = tile.silentSince ?? tile.since;
  const who = [tile.ticket, tile.staffName].filter((part) => part !== null).join(" · ");
  const kind = tile.silentSince !== null ? "silent" : tile.state;
  return (
    <button
      type="button"
      className={`win ${kind} ${tone}`}
      tabIndex={props.stop ? 0 : -1}
      data-testid={`window-${tile.desk}`}
      data-stop={`window:${tile.desk}`}
      data-level={tile.level}
      data-groups={tile.groups.join(" ")}
      title={[say("board.windowSays", { desk: tile.desk, state }), who, tile.groups.join(" ")].join(" · ")}
      onClick={props.onOpen}
      onFocus={props.onStand}
      onKeyDown={props.onKey}
    >
      <span className="head">
        <b className="num">{tile.desk}</b> <b aria-hidden="true">{mark(tile, tone)}</b>
        <small className="num">{letters(tile.groups)}</small>
      </span>
      <span className="word">{state}</span>
      <span className="num">
        {tile.state === "closed" ? "" : elapsed(Date.parse(since), props.nowMs)}
        <small> {tile.ticket}</small>
      </span>
      <span className="sits">{tile.staffName}</span>
    </button>
  );
}

function mark(tile: TileView, tone: string): string {
  if (tone === "over" || tile.support !== null) return "!!";
  if (tone === "warn") return "!";
  return tile.state === "paused" ? "∥" : "";
}
