import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Kbd } from "../../parts/Kbd";
import { useSentence, useWords } from "../../words";
import { useSession } from "../desk/session";

/** How many changes are named; the rest is counted. */
const named = 3;

/** 新版提示: one quiet line while the item reads otherwise in a newer edition, and what a move left behind. */
export function EditionBar() {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const newer = useCell(session.edition.newer);
  const moved = useCell(session.edition.moved);

  if (moved !== null) {
    const names = (settle: boolean) =>
      moved.dropped
        .filter((one) => one.toSettle === settle)
        .map((one) => (one.value === "" ? one.what : `${one.what} ${one.value}`))
        .join(say("word.and"));
    const gone = names(false);
    const settle = names(true);
    return (
      <div className="edition" role="status" data-testid="edition-moved">
        <span>
          {say("edition.moved", { newer: moved.newer })}{" "}
          {moved.dropped.length === 0 ? say("edition.kept") : null}
          {gone === "" ? null : say("edition.dropped", { what: gone })}{" "}
          {settle === "" ? null : say("edition.settle", { what: settle })}
        </span>
        <Button onPress={() => void session.moveEdition()}>
          <Kbd keys="Ctrl+Shift+E" /> {say("edition.seen")}
        </Button>
      </div>
    );
  }
  if (newer === null) return null;
  const { changes, withdrawn } = newer;
  return (
    <div className="edition" role="status" data-testid="edition-newer">
      <span>
        {withdrawn
          ? say("edition.withdrawn", { newer: newer.newer, own: newer.own })
          : say("edition.newer", { newer: newer.newer, own: newer.own, n: changes.length })}{" "}
        {changes.slice(0, named).map(sentence).join("；")}
        {changes.length > named ? ` ${say("edition.more")}` : null}
      </span>
      {withdrawn ? null : (
        <Button onPress={() => void session.moveEdition()}>
          <Kbd keys="Ctrl+Shift+E" /> {say("key.moveEdition")}
        </Button>
      )}
    </div>
  );
}
