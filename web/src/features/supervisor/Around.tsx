import type { BoardView, TroubleView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { useSentence, useWords } from "../../words";
import { waiting } from "../approvals/approvals";
import { useSession } from "../desk/session";
import { followUps } from "./reading";

/** How old the board is; amber once it should have been renewed several times. */
export function Age({ ageS }: { ageS: number }) {
  const say = useWords();
  const late = ageS > 10;
  return (
    <span className={`num${late ? " off" : ""}`} data-testid="board-age">
      {late ? "! " : ""}
      {ageS < 100 ? say("board.age", { n: ageS }) : say("board.ageMin", { n: Math.floor(ageS / 60) })}
    </span>
  );
}

/** Why nothing newer is shown, and of when it is. */
export function Silence({ why, at }: { why: TroubleView | null; at: string }) {
  const say = useWords();
  const sentence = useSentence();
  if (why === null) return null;
  return (
    <div className="banner offline" role="alert" data-testid="board-silent">
      <span>
        ⚠ {say("board.silent")} {sentence(why)} <span className="code">{why.code}</span>{" "}
        {say("board.asOf", { at })}
      </span>
    </div>
  );
}

/** The ways of this window. */
export function Rail(props: {
  board: BoardView | null;
  onCases: () => void;
  onRatings: () => void;
  onInbox: () => void;
  /** Open entries of 办不成事反映. */
  undone: number;
  onUndone: () => void;
  onBroadcast: () => void;
  onHelp: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const asked = waiting(useCell(session.approvals.all)).length;
  const wanting = props.board === null ? { cases: 0, ratings: 0 } : followUps(props.board);
  const badge = (n: number) => (n === 0 ? null : <span className="n num">{n}</span>);
  return (
    <nav className="nav" aria-label={say("rail.label")}>
      <button type="button" className="on" aria-current="page">
        <b aria-hidden="true">◔</b>
        {say("board.rail")}
      </button>
      <button type="button" onClick={props.onCases}>
        <b aria-hidden="true">☰</b>
        {say("board.railCases")} {badge(wanting.cases)}
      </button>
      <button type="button" onClick={props.onRatings}>
        <b aria-hidden="true">☆</b>
        {say("board.railRatings")} {badge(wanting.ratings)}
      </button>
      <button type="button" onClick={props.onInbox} data-testid="open-inbox">
        <b aria-hidden="true">✓</b>
        {say("board.railInbox")} {badge(asked)}
      </button>
      <button type="button" onClick={props.onUndone} data-testid="open-undone">
        <b aria-hidden="true">◇</b>
        {say("undone.rail")} {badge(props.undone)}
      </button>
      <button type="button" onClick={props.onBroadcast}>
        <b aria-hidden="true">✉</b>
        {say("board.railBroadcast")}
      </button>
      <span className="sp" />
      <button type="button" onClick={props.onHelp}>
        <b aria-hidden="true">?</b>
        {say("rail.help")}
      </button>
      <button type="button" onClick={() => void session.signOut()} data-testid="sign-out">
        <b aria-hidden="true">⇥</b>
        {say("rail.signOut")}
      </button>
    </nav>
  );
}
