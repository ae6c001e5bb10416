import { useEffect, useState } from "react";
import { troubleOf } from "../../host/host";
import type { PaperView, TroubleView, WalkEnd, WalkView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import { Sheet } from "../papers/Papers";
import { stepsOf, type StepState } from "./walk";

const mark: Record<StepState, string> = { done: "✓", now: "▶", open: "·", stuck: "✕" };

/** 试走: one case of the item through every deed, in a hall of its own. It goes on while this is closed. */
export function WalkDialog({ item, name, onClose }: { item: string; name: string; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const walk = useCell(session.walk);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [papers, setPapers] = useState<PaperView[] | null>(null);
  const running = walk !== null && walk.end === null;

  useEffect(() => {
    session.host.walkView().then(
      (view) => session.walk.set(view),
      (thrown: unknown) => setWhy(troubleOf(thrown)),
    );
  }, [session]);

  function run(ask: () => Promise<WalkView | null>): void {
    setWhy(null);
    ask().then(
      (view) => session.walk.set(view),
      (thrown: unknown) => setWhy(troubleOf(thrown)),
    );
  }
  const begin = () => {
    if (!running) run(() => session.host.walkItem(item));
  };
  const made = walk?.end?.papers ?? 0;
  const look = () => {
    if (made === 0) return;
    setWhy(null);
    session.host.walkPapers().then(setPapers, (thrown: unknown) => setWhy(troubleOf(thrown)));
  };
  const stop = () => {
    if (running) run(() => session.host.stopWalk());
  };

  if (papers !== null) return <WalkPapers papers={papers} onClose={() => setPapers(null)} />;

  return (
    <Dialog
      title={say("walk.title", { name: walk?.name ?? name })}
      sub={say("walk.how")}
      wide
      testId="walk"
      onClose={onClose}
      keys={{ Enter: begin, F8: stop, "Ctrl+P": look }}
    >
      <div className="pb walk" tabIndex={0} data-first aria-live="polite" data-testid="walk-steps">
        {walk === null ? (
          <p>{say("walk.none")}</p>
        ) : (
          <>
            <ol>
              {stepsOf(walk).map((step) => (
                <li key={step.name} className={step.state} aria-current={step.state === "now" ? "step" : undefined}>
                  <span aria-hidden="true">{mark[step.state]}</span>
                  <span>{say(`walk.step.${step.name}` as Word)}</span>
                  <span className="num mut sm">{step.ms === null ? "" : say("walk.ms", { n: step.ms })}</span>
                </li>
              ))}
            </ol>
            {walk.end === null ? (
              <p className="mut">{say("walk.running", { edition: walk.edition })}</p>
            ) : (
              <Ended end={walk.end} edition={walk.edition} />
            )}
          </>
        )}
      </div>
      <div className="pb">
        <Trouble trouble={why} testId="walk-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
        <Button keys="Ctrl+P" testId="walk-papers" why={made === 0 ? say("walk.off.noPapers") : null} onPress={look}>
          {say("walk.papers", { n: made })}
        </Button>
        <Button keys="F8" testId="walk-stop" why={running ? null : say("walk.off.notRunning")} onPress={stop}>
          {say("walk.stop")}
        </Button>
        <Button tone="pri" keys="Enter" testId="walk-begin" why={running ? say("walk.off.running") : null} onPress={begin}>
          {say("walk.begin", { name })}
        </Button>
      </div>
    </Dialog>
  );
}

/** The papers that the walk made, one after the other: they are read here and nowhere else. */
function WalkPapers({ papers, onClose }: { papers: PaperView[]; onClose: () => void }) {
  const say = useWords();
  const [at, setAt] = useState(0);
  const turn = (way: 1 | -1) => setAt((at + way + papers.length) % papers.length);
  return (
    <Dialog
      title={say("walk.papersTitle", { n: at + 1, total: papers.length })}
      sub={say("walk.papersHow")}
      full
      testId="walk-papers-shown"
      onClose={onClose}
      keys={{ ArrowRight: () => turn(1), ArrowLeft: () => turn(-1) }}
    >
      {/* A page's picture can be fetched once, so every sheet stays where it is. */}
      {papers.map((paper, place) => (
        <div key={paper.id} className="walk-sheet" hidden={place !== at}>
          <Sheet paper={paper} named={place === at} />
        </div>
      ))}
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
      </div>
    </Dialog>
  );
}

function Ended({ end, edition }: { end: WalkEnd; edition: string }) {
  const say = useWords();
  if (end.stopped) return <Pill tone="warn">{say("walk.stopped")}</Pill>;
  if (end.trouble !== null) return <Trouble trouble={end.trouble} testId="walk-ended-trouble" />;
  return (
    <div data-testid="walk-end">
      <p>
        <Pill tone={end.ok ? "ok" : "bad"}>{say(end.ok ? "walk.ok" : "walk.notOk")}</Pill>{" "}
        {say("walk.edition", { edition })}
      </p>
      <dl className="facts">
        <dt>{say("walk.number")}</dt>
        <dd className="num">{end.number ?? end.slip}</dd>
        <dt>{say("walk.numberPdf")}</dt>
        <dd className="num">{end.pdf ?? say("walk.notRead")}</dd>
        <dt>{say("walk.numberDepartment")}</dt>
        <dd className="num">{end.department ?? say("walk.notRead")}</dd>
        <dt>{say("walk.fields")}</dt>
        <dd>{say("walk.fieldsOf", { total: end.total, required: end.required, filled: end.filled, typed: end.typed })}</dd>
        {end.found === null ? null : (
          <>
            <dt>{say("walk.found")}</dt>
            <dd className="bad" data-testid="walk-found">
              {end.found}
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
