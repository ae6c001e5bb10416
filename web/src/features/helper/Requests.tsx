import type { HelpView, HelperView, LostEditsView, PreparedView } from "../../host/types";
import { Button } from "../../parts/Button";
import { elapsed, useNow } from "../../parts/Clock";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords, type Word } from "../../words";
import { minutesUntil, nextRequest, waitTone } from "./helper";

export const noteWord: Record<string, Word> = {
  findItem: "helper.note.findItem",
  materials: "helper.note.materials",
  face: "helper.note.face",
  form: "helper.note.form",
  elderly: "helper.note.elderly",
  mobility: "helper.note.mobility",
  explain: "helper.note.explain",
  other: "helper.note.other",
};

const kindWord: Record<string, Word> = {
  kiosk: "helper.kind.kiosk",
  remote: "helper.kind.remote",
  window: "helper.kind.window",
  appointment: "helper.kind.appointment",
};

/** 求助与预约: by how long they wait, red beyond the minute. */
export function Requests(props: {
  view: HelperView | null;
  offsetS: number;
  busy: boolean;
  onTake: (id: string) => void;
}) {
  const say = useWords();
  const now = useNow() - props.offsetS * 1000;
  const requests = props.view?.requests ?? [];
  // Without the hall nobody knows who asks.
  const trouble = props.view?.trouble ?? null;
  const next = nextRequest(requests, now);
  return (
    <section className="panel grow" aria-label={say("helper.requests")}>
      <div className="ph">
        {say("helper.requests")} <span className="sub">{say("helper.byWait")}</span>
      </div>
      <div className="rqs">
        {trouble !== null ? (
          <div className="pb">
            <Trouble trouble={trouble} testId="requests-trouble" />
          </div>
        ) : requests.length === 0 ? (
          <p className="pb mut sm">{say("helper.nobody")}</p>
        ) : null}
        {requests.map((request) => (
          <Row
            key={request.id}
            request={request}
            now={now}
            hot={request === next}
            why={props.busy ? say("helper.endFirst") : null}
            onTake={() => props.onTake(request.id)}
          />
        ))}
      </div>
    </section>
  );
}

function Row(props: { request: HelpView; now: number; hot: boolean; why: string | null; onTake: () => void }) {
  const say = useWords();
  const { request, now } = props;
  const minutes = minutesUntil(request.waitsFrom, now);
  const taken = request.takenAt !== null;
  const tone = taken ? (request.mine ? "cur" : "") : minutes === null ? waitTone(request.waitsFrom, now) : "";
  return (
    <div className={`rq ${tone}`} data-testid={`request-${request.id}`} data-tone={tone}>
      <i />
      <b>
        {request.place} · {say(kindWord[request.kind] ?? "helper.kind.kiosk")}
      </b>
      <span className={`num b${tone === "hot" ? " red" : ""}`}>
        {minutes === null
          ? elapsed(Date.parse(request.takenAt ?? request.waitsFrom), now)
          : say("helper.inMinutes", { n: minutes })}
      </span>
      <span className="mut">
        {say(noteWord[request.note] ?? "helper.note.other")}
        {tone === "hot" ? ` · ${say("helper.overMinute")}` : ""}
      </span>
      {taken ? (
        <Pill tone={request.mine ? "ok" : "mute"}>
          {request.mine ? say("helper.helping") : say("helper.takenBy", { name: request.takenBy ?? "" })}
        </Pill>
      ) : (
        <Button
          tone={props.hot ? "pri" : "plain"}
          keys={props.hot ? "F2" : undefined}
          why={props.why}
          testId={`take-${request.id}`}
          onPress={props.onTake}
        >
          {say(request.kind === "appointment" ? "helper.prepare" : "helper.take")}
        </Button>
      )}
    </div>
  );
}

/** 我备好的草稿 */
export function Drafts(props: { drafts: PreparedView[]; open: string | null; onResume: (id: string) => void }) {
  const say = useWords();
  return (
    <section className="panel drafts" aria-label={say("helper.drafts")}>
      <div className="ph">
        {say("helper.drafts")} <span className="sub">{say("helper.draftsHow")}</span>
      </div>
      <div className="rqs">
        {props.drafts.length === 0 ? <p className="pb mut sm">{say("helper.noDrafts")}</p> : null}
        {props.drafts.map((draft) => {
          const lacks = draft.materials - draft.inHand;
          return (
            <button
              key={draft.draft}
              type="button"
              className={`rq${draft.draft === props.open ? " cur" : ""}`}
              data-testid={`draft-${draft.draft}`}
              onClick={() => {
                if (draft.draft !== props.open) props.onResume(draft.draft);
              }}
            >
              <i />
              <b>{draft.itemName}</b>
              {lacks > 0 ? (
                <Pill tone="warn">{say("helper.lacksMaterials", { n: lacks })}</Pill>
              ) : (
                <Pill tone={draft.share === 100 ? "ok" : "info"}>{say("helper.ready", { n: draft.share })}</Pill>
              )}
              <span className="mut">
                {draft.applicant} · {draft.offered ? say("helper.offered") : say("helper.savedAt", { at: draft.savedAt })}
              </span>
              <span />
            </button>
          );
        })}
      </div>
    </section>
  );
}

/** Edits that came too late: shown, never merged. */
export function Lost({ lost, onSeen }: { lost: LostEditsView[]; onSeen: (draft: string) => void }) {
  const say = useWords();
  if (lost.length === 0) return null;
  return (
    <section className="panel lost" role="alert" aria-label={say("helper.lost")}>
      {lost.map((one) => (
        <div key={one.draft} className="pb" data-testid={`lost-${one.draft}`}>
          <p>
            <Pill tone="warn">{say("helper.lost")}</Pill>{" "}
            <b>
              {one.holder === ""
                ? say("helper.lostOver", { item: one.itemName, at: one.at })
                : say("helper.lostWhat", { item: one.itemName, desk: one.holder, at: one.at })}
            </b>
          </p>
          <dl className="mkv">
            {one.edits.map((edit) => (
              <div key={edit.label}>
                <dt>{edit.label}</dt>
                <dd>{edit.text}</dd>
              </div>
            ))}
          </dl>
          <Button testId={`lost-seen-${one.draft}`} onPress={() => onSeen(one.draft)}>
            {say("helper.lostSeen")}
          </Button>
        </div>
      ))}
    </section>
  );
}
