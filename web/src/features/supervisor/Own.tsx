import { useEffect } from "react";
import type { BoardView } from "../../host/types";
import { Cases } from "../cases/Cases";
import { useSession, type Layer } from "../desk/session";
import { Figures } from "../telling/Figures";
import { BadRating } from "./BadRating";
import { LooksPage } from "./LooksPage";
import { MoveWindow, PickWindow } from "./MoveWindow";
import { PaperLedger } from "./PaperLedger";
import { PrefillPage } from "./PrefillPage";
import type { Undone } from "./undone";
import { UndonePage } from "./UndonePage";
import { ReassignDrafts, ReleaseWindow, WindowMenu } from "./Windows";

/** The dialogs of this page. A window that is gone from the hall takes its own along. */
export function Own(props: {
  layer: Layer | null;
  board: BoardView;
  undone: Undone;
  nowMs: number;
  onDone: (said: string) => void;
}) {
  const session = useSession();
  const { layer, board, nowMs, onDone } = props;
  const open = (next: Layer | null) => session.layer.set(next);
  const close = () => open(null);
  const tileOf = (desk: string) => board.windows.find((tile) => tile.desk === desk);
  const gone =
    (layer?.kind === "window" || layer?.kind === "releaseWindow") && tileOf(layer.desk) === undefined;
  useEffect(() => {
    if (gone) session.layer.set(null);
  }, [gone, session]);
  switch (layer?.kind) {
    case "moveWindow": {
      const tile = layer.desk === null ? undefined : tileOf(layer.desk);
      if (tile === undefined)
        return <PickWindow board={board} onPick={(desk) => open({ ...layer, desk })} onClose={close} />;
      return (
        <MoveWindow
          key={tile.desk}
          board={board}
          tile={tile}
          groups={layer.groups}
          onClose={close}
          onDone={onDone}
        />
      );
    }
    case "window": {
      const tile = tileOf(layer.desk);
      if (tile === undefined) return null;
      return <WindowMenu board={board} tile={tile} nowMs={nowMs} onOpen={open} onClose={close} />;
    }
    case "releaseWindow": {
      const tile = tileOf(layer.desk);
      if (tile === undefined) return null;
      return <ReleaseWindow tile={tile} nowMs={nowMs} onClose={close} onDone={onDone} />;
    }
    case "reassignDrafts":
      return <ReassignDrafts board={board} desk={layer.desk} onClose={close} onDone={onDone} />;
    case "badRating":
      return <BadRating key={layer.rating} rating={layer.rating} onClose={close} onDone={onDone} />;
    case "looks":
      return <LooksPage key={layer.alarm} alarm={layer.alarm} onClose={close} />;
    case "paperLedger":
      return <PaperLedger onClose={close} />;
    case "undone":
      return <UndonePage undone={props.undone} nowMs={nowMs} onClose={close} />;
    case "prefill":
      return <PrefillPage handled={board.figures.handled.cases} onClose={close} />;
    case "toldFigures":
      return <Figures onClose={close} />;
    case "openCases":
      return (
        <Cases
          hall={{
            lists: ["overdue", "due", "received", "supplementing", "any"],
            list: layer.list,
            find: layer.find,
            urge: async (slip) => {
              await session.host.urgeCase(slip);
              onDone("");
            },
          }}
          onClose={close}
        />
      );
    default:
      return null;
  }
}
