/** Ctrl+Shift+O over an intake that was begun online: what the pre-review said, what has no place, and the way back. */
import { useState } from "react";
import type { OnlineView } from "../../host/types";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { goToStop } from "../../parts/stops";
import { useSentence, useWords, type Word } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { stop } from "../intake/walk";
import { whyLeft } from "./online";
import "./online.css";

const reasons: Word[] = ["online.why1", "online.why2", "online.why3", "online.why4"];

export function OnlineOf({ of, onClose }: { of: OnlineView; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const sentence = useSentence();
  const [leaving, setLeaving] = useState(false);
  const remarks = of.review?.remarks ?? [];
  const go = (at: number): void => {
    const remark = remarks[at];
    if (remark === undefined || remark.at === "") return;
    onClose();
    const place = remark.at === "field" ? stop.field(remark.id) : stop.slot(remark.id);
    setTimeout(() => goToStop(place), 0);
  };
  const options: Option[] = leaving
    ? reasons.map((word, at) => ({
        digit: at + 1,
        label: say(word),
        testId: `online-why-${at + 1}`,
        act: () => {
          onClose();
          void session.putBackOnline(say(word));
        },
      }))
    : remarks.slice(0, 8).map((remark, at) => ({
        digit: at + 1,
        label: remark.text,
        ...(remark.name === null ? {} : { note: remark.name }),
        testId: `online-remark-${at + 1}`,
        act: () => go(at),
      }));
  if (!leaving)
    options.push({
      digit: 9,
      label: say("online.putBack"),
      testId: "online-put-back",
      act: () => setLeaving(true),
    });

  return (
    <Dialog
      title={say("online.of", { id: of.application })}
      sub={say(leaving ? "online.putBackWhy" : "online.goes")}
      wide
      testId="online-of"
      onClose={onClose}
      keys={optionKeys(options)}
    >
      <div className="pb online-of" tabIndex={0} data-first role="group" aria-label={say("online.of", { id: of.application })}>
        {leaving ? null : (
          <p className="sm">
            <Stands of={of} />{" "}
            <span className="mut">
              {of.review === null
                ? say("online.noReview")
                : say("online.reviewBy", { by: of.review.by, at: hallMinute(of.review.at) })}
            </span>
          </p>
        )}
        <Options options={options} />
        {leaving || of.changed.length === 0 ? null : (
          <p className="sm" data-testid="online-changed">
            <Pill tone="warn">{say("online.changed")}</Pill> {of.changed.join("、")}
          </p>
        )}
        {leaving || of.left.length === 0 ? null : (
          <>
            <p className="sm">
              <b>{say("online.left")}</b>
            </p>
            <ul className="online-left" data-testid="online-left">
              {of.left.map((left, at) => (
                <li key={at}>
                  <b>{left.name}</b> <span>{left.said}</span>{" "}
                  <small className="mut">{left.trouble === null ? say(whyLeft(left.why)) : sentence(left.trouble)}</small>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}

/** How the application stands, in one pill. */
export function Stands({ of }: { of: OnlineView }) {
  const say = useWords();
  if (of.state === "withdrawn") return <Pill tone="bad">{say("online.withdrawn")}</Pill>;
  if (of.state === "accepted") return <Pill tone="bad">{say("online.accepted", { number: of.acceptedNumber ?? "" })}</Pill>;
  if (of.review === null) return <Pill tone="info">{say("online.unseen")}</Pill>;
  return of.review.passed ? (
    <Pill tone="ok">{say("online.passed")}</Pill>
  ) : (
    <Pill tone="warn">{say("online.failed", { n: of.review.remarks.length })}</Pill>
  );
}
