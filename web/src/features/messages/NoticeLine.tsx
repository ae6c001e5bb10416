/** The one line at the foot of a wall or a kiosk: what the hall says, or what always stands there. */
import type { DeskView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useNow } from "../../parts/Clock";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { onTheWall } from "./messages";
import "./messages.css";

export function NoticeLine({ desk, down, testId }: { desk: DeskView; down: string; testId: string }) {
  const say = useWords();
  const view = useCell(useSession().messages.view);
  const notice = onTheWall(view, useNow() - desk.link.offsetS * 1000);
  const away = !desk.link.up;
  const text = notice?.text ?? (away ? down : say("wall.notice"));
  const tone = notice?.urgent === true ? " urgent" : notice !== null ? " said" : away ? " down" : "";
  // Two lines of whatever size: the page above keeps its place.
  const size = text.length > 110 ? " small" : text.length > 55 ? " middle" : "";
  return (
    <p className={`noticeline${tone}${size}`} role="status" data-testid={testId}>
      {notice === null ? null : <b>{say(notice.urgent ? "msg.urgent" : "msg.notice")}</b>}
      <span>{text}</span>
    </p>
  );
}
