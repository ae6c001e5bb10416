/** 大厅公告 and messages to one window, by a supervisor: to whom, what, how long, and how it will look. */
import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { DeskView, PostedView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { useNow } from "../../parts/Clock";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { language, useWords, type Say } from "../../words";
import { useSession } from "../desk/session";
import { groupName } from "../queue/queue";
import { clock } from "./clock";
import { longestMinutes, longestText, type To } from "./messages";
import "./messages.css";

const lengths = [15, 30, 60, 120, 240];

export function Compose({ desk, to: given = null, onClose }: { desk: DeskView; to?: To | null; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const book = useCell(language);
  const [to, setTo] = useState<To | null>(given);
  const [text, setText] = useState("");
  const [minutes, setMinutes] = useState("30");
  const [urgent, setUrgent] = useState(false);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);
  const words = useRef<HTMLTextAreaElement>(null);
  const number = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (given !== null) words.current?.focus();
  }, [given]);

  const choose = (next: To) => () => {
    setTo(next);
    setWhy(null);
    setTimeout(() => (next.kind === "window" ? number.current : words.current)?.focus(), 0);
  };
  const same = (next: To): boolean =>
    to !== null && to.kind === next.kind && (to.kind !== "group" || (next.kind === "group" && to.group === next.group));
  const choices: [To, string, string][] = [
    [{ kind: "all" }, say("msg.to.all"), say("msg.to.allNote")],
    [{ kind: "windows" }, say("msg.to.windows"), say("msg.to.windowsNote")],
    [{ kind: "walls" }, say("msg.to.walls"), say("msg.to.wallsNote")],
    ...desk.queue.groups.slice(0, 5).map((group): [To, string, string] => [
      { kind: "group", group: group.letter },
      say("msg.to.group", { group: groupName(desk.queue.groups, group.letter, book) }),
      say("kiosk.windows", { n: group.windows }),
    ]),
    [
      { kind: "window", window: to?.kind === "window" ? to.window : "" },
      say("msg.to.window"),
      say("msg.to.windowNote"),
    ],
  ];
  const options: Option[] = choices.map(([choice, label, note], at) => ({
    digit: at + 1,
    label,
    note,
    chosen: same(choice),
    testId: `to-${choice.kind}${choice.kind === "group" ? `-${choice.group}` : ""}`,
    act: choose(choice),
  }));

  const length = Number(minutes);
  const off =
    to === null || (to.kind === "window" && to.window.trim() === "")
      ? say("msg.noOne")
      : text.trim() === ""
        ? say("msg.noText")
        : !(length >= 1 && length <= longestMinutes)
          ? say("msg.minutesHow")
          : null;

  async function send(): Promise<void> {
    if (busy || off !== null || to === null) return;
    setBusy(true);
    try {
      if (to.kind === "window") await session.host.messageWindow(to.window.trim(), text, length, urgent);
      else await session.host.broadcast(to, text, length, urgent);
      onClose();
      void session.messages.refresh();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }
  /** What is written is no choice of the list; the keys of the dialog pass. */
  const writes = (event: React.KeyboardEvent): void => {
    if (event.key !== "Escape" && !event.ctrlKey && !event.altKey) event.stopPropagation();
  };

  return (
    <Dialog
      title={say("msg.compose")}
      sub={say("msg.composeHow")}
      testId="compose"
      wide
      onClose={onClose}
      keys={{
        ...optionKeys(options),
        "Ctrl+Enter": () => void send(),
        "Alt+U": () => setUrgent((before) => !before),
      }}
    >
      <div className="pb compose">
        <div>
          <p className="sm mut">{say("msg.toWhom")}</p>
          <Options options={options} small />
        </div>
        <div className="what">
          {to?.kind === "window" ? (
            <label>
              <span>{say("msg.to.window")}</span>
              <input
                ref={number}
                className="box num short"
                data-testid="compose-window"
                maxLength={8}
                value={to.window}
                onKeyDown={(event) => {
                  if (event.key === "Enter" && !event.ctrlKey) {
                    event.preventDefault();
                    words.current?.focus();
                  }
                  writes(event);
                }}
                onChange={(event) => setTo({ kind: "window", window: event.target.value })}
              />
            </label>
          ) : null}
          <label>
            <span>
              {say("msg.text")} <small className="mut num" data-testid="compose-count">{`${[...text].length}/${longestText}`}</small>
            </span>
            <textarea
              ref={words}
              className="box"
              rows={4}
              data-testid="compose-text"
              maxLength={longestText}
              placeholder={say("msg.textHow")}
              value={text}
              onKeyDown={writes}
              onChange={(event) => {
                setText(event.target.value);
                setWhy(null);
              }}
            />
          </label>
          <div className="row">
            <label className="for">
              <span>{say("msg.minutes")}</span>
              <input
                className="box num short"
                type="number"
                min={1}
                max={longestMinutes}
                data-testid="compose-minutes"
                value={minutes}
                onKeyDown={writes}
                onChange={(event) => setMinutes(event.target.value)}
              />
            </label>
            {lengths.map((one) => (
              <Button key={one} testId={`minutes-${one}`} onPress={() => setMinutes(String(one))}>
                {one}
              </Button>
            ))}
            <label className="urgent">
              <input
                type="checkbox"
                checked={urgent}
                data-testid="compose-urgent"
                onChange={(event) => setUrgent(event.target.checked)}
              />
              {say("msg.urgentMark")} <kbd>Alt U</kbd>
            </label>
          </div>
          <Preview text={text} urgent={urgent} to={to} say={say} />
          <Trouble trouble={why} testId="compose-trouble" />
          <div className="row2">
            <Button tone="pri" keys="Ctrl+Enter" why={off} testId="compose-send" onPress={() => void send()}>
              {say("msg.send")}
            </Button>
            <Button keys="Esc" onPress={onClose}>
              {say("dialog.close")}
            </Button>
          </div>
        </div>
      </div>
      <Standing offsetS={desk.link.offsetS} desk={desk} />
    </Dialog>
  );
}

/** As a window and as a wall will show it. */
function Preview({ text, urgent, to, say }: { text: string; urgent: boolean; to: To | null; say: Say }) {
  const walls = to?.kind === "all" || to?.kind === "walls";
  const shown = text.trim() === "" ? say("msg.previewEmpty") : text.trim();
  return (
    <div className="preview" aria-label={say("msg.preview")} data-testid="compose-preview">
      <p className="sm mut">{say("msg.preview")}</p>
      {to?.kind === "walls" ? null : (
        <span className={urgent ? "said urgent" : "said"}>
          <b className="mark">{say(urgent ? "msg.urgent" : to?.kind === "window" ? "msg.own" : "msg.notice")}</b>
          <span className="text">{shown}</span>
        </span>
      )}
      {walls ? (
        <p className={`noticeline${urgent ? " urgent" : " said"}`}>
          <b>{say(urgent ? "msg.urgent" : "msg.notice")}</b>
          <span>{shown}</span>
        </p>
      ) : null}
    </div>
  );
}

/** What stands now, who has confirmed it, and taking it back. */
function Standing({ offsetS, desk }: { offsetS: number; desk: DeskView }) {
  const session = useSession();
  const say = useWords();
  const book = useCell(language);
  const { posted } = useCell(session.messages.view);
  const now = useNow() - offsetS * 1000;
  const shown = posted.filter((one) => Date.parse(one.until) > now);
  useEffect(() => void session.messages.refresh(), [session]);
  if (shown.length === 0) return null;
  const whom = (one: PostedView): string =>
    one.to === "group"
      ? say("msg.to.group", { group: groupName(desk.queue.groups, one.of ?? "", book) })
      : one.to === "window"
        ? say("top.desk", { desk: one.of ?? "" })
        : say(one.to === "windows" ? "msg.to.windows" : one.to === "walls" ? "msg.to.walls" : "msg.to.all");
  const end = (id: string): void => {
    void session.deed("endMessage", () => session.host.endMessage(id)).then(() => session.messages.refresh());
  };
  return (
    <div className="pb posted" data-testid="posted">
      <p className="sm mut">{say("msg.standing", { n: shown.length })}</p>
      {shown.map((one) => (
        <div key={one.id} className="postrow" data-testid={`posted-${one.id}`}>
          {one.urgent ? <Pill tone="bad">{say("msg.urgent")}</Pill> : <Pill tone="info">{say("msg.notice")}</Pill>}
          <span>
            {one.text}
            <small className="mut">
              {whom(one)} · {say("msg.byUntil", { name: one.by, at: clock(one.at), until: clock(one.until) })}
              {one.to === "walls"
                ? ""
                : ` · ${say("msg.confirmed", { n: one.acknowledged.length })}${one.acknowledged.length > 0 ? ` ${one.acknowledged.join(" ")}` : ""}`}
            </small>
          </span>
          <Button testId={`end-${one.id}`} onPress={() => end(one.id)}>
            {say("msg.takeBack")}
          </Button>
        </div>
      ))}
    </div>
  );
}
