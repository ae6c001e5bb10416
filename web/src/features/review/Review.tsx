import { memo } from "react";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Pill } from "../../parts/Pill";
import { useSentence, useWords } from "../../words";
import type { Form } from "../intake/form";
import { reviewCount, reviewLines } from "./review";
import "./review.css";

/** 智能预审: every finding with its rule, what the rule saw, and the way there. */
export const Review = memo(function Review(props: {
  form: Form;
  onGo: (at: number) => void;
  onAgain: () => void;
}) {
  const { form } = props;
  const say = useWords();
  const sentence = useSentence();
  const findings = useCell(form.findings);
  const head = useCell(form.head);
  const { blocks, reminders } = reviewCount(findings);
  return (
    <section className="panel" aria-label={say("review.title")} data-stop="review" data-panel="review" tabIndex={-1}>
      <div className="ph">
        {say("review.title")}{" "}
        <span className="sub" data-testid="review-count">
          {say("review.count", { blocks, reminders })}
          {form.view.byPerson.length === 0 ? null : <> · {say("review.byPerson", { n: form.view.byPerson.length })}</>}
          {" · "}
          {say("review.at", { at: head.savedAt })}
        </span>
        <span className="sp" />
        <Button keys="F7" testId="review-again" onPress={props.onAgain}>
          {say("review.again")}
        </Button>
      </div>
      <div className="findings">
        {findings.length === 0 ? <p className="pb mut">{say("review.none")}</p> : null}
        {reviewLines(form).map(({ finding, digit, seen }, at) => (
          <div
            key={`${finding.at}/${finding.id}/${finding.code}`}
            className="fd"
            data-testid={`finding-${at + 1}`}
          >
            <Pill tone={finding.level === "block" ? "bad" : "warn"}>
              {say(finding.level === "block" ? "review.block" : "at.remind")}
            </Pill>
            <div>
              <b>{sentence(finding)}</b>
              <small className="mut">
                {say("review.rule", { code: finding.code })}
                {" ｜ "}
                {seen === "" ? say("review.sawNothing") : say("review.saw", { text: seen })}
              </small>
            </div>
            <Button keys={digit === null ? undefined : `Alt+${digit}`} onPress={() => props.onGo(at)}>
              {say("review.go")}
            </Button>
          </div>
        ))}
      </div>
      {form.view.byPerson.length === 0 ? null : (
        <div className="findings by-person" data-testid="review-by-person">
          <h4>{say("review.byPerson", { n: form.view.byPerson.length })}</h4>
          {form.view.byPerson.map((point) => (
            <div key={point.id} className="fd">
              <Pill tone="info">{point.onFail}</Pill>
              <div>
                <b>{point.text}</b>
                <small className="mut">
                  {say(point.byRule ? "review.inPart" : "review.whole", { why: point.why })}
                </small>
              </div>
            </div>
          ))}
        </div>
      )}
    </section>
  );
});
