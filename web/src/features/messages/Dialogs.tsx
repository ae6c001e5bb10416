/** 请求支援 by a digit, and everything the hall says at its whole length. */
import { useEffect, useState } from "react";
import type { SupportWhy } from "../../host/host";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Since, useNow } from "../../parts/Clock";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { clock } from "./clock";
import { comingWords, longestText, reasonWord, standing, supportReasons } from "./messages";
import "./messages.css";

export function SupportDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const { messages } = session;
  const { support } = useCell(messages.view);
  const [own, setOwn] = useState("");
  const offsetS = useCell(session.desk)?.link.offsetS ?? 0;
  const call = (why: SupportWhy, note: string) => {
    onClose();
    void messages.call(why, note);
  };
  const options: Option[] =
    support === null
      ? supportReasons
          .filter((why) => why !== "other")
          .map((why, at) => ({
            digit: at + 1,
            label: say(reasonWord(why)),
            testId: `support-${why}`,
            act: () => call(why, ""),
          }))
      : [
          {
            digit: 1,
            label: say("msg.withdraw"),
            note: say("msg.withdrawNote"),
            testId: "support-withdraw",
            act: () => {
              onClose();
              void messages.withdraw(support.id);
            },
          },
        ];
  return (
    <Dialog
      title={say("msg.support")}
      sub={say("msg.supportHow")}
      testId="support"
      onClose={onClose}
      keys={optionKeys(options)}
    >
      <div className="pb support">
        {support === null ? null : (
          <p data-testid="support-state">
            <Pill tone={support.takenBy === null ? "warn" : "ok"}>{say(...comingWords(support))}</Pill>{" "}
            {say(reasonWord(support.why))} {support.note}{" "}
            <Since from={support.takenAt ?? support.at} offsetS={offsetS} />
          </p>
        )}
        <Options options={options} />
        {support !== null ? null : (
          <form
            className="own"
            onSubmit={(event) => {
              event.preventDefault();
              if (own.trim() !== "") call("other", own.trim());
            }}
          >
            <input
              className="box"
              value={own}
              maxLength={longestText}
              placeholder={say("msg.ownWords")}
              aria-label={say("msg.ownWords")}
              data-testid="support-own"
              onKeyDown={(event) => {
                // What is written here is no choice of the list.
                if (event.key !== "Escape") event.stopPropagation();
              }}
              onChange={(event) => setOwn(event.target.value)}
            />
            <Button type="submit" why={own.trim() === "" ? say("msg.ownWords") : null} testId="support-own-go">
              {say("msg.callNow")}
            </Button>
          </form>
        )}
      </div>
    </Dialog>
  );
}

export function HallMessages({ offsetS, onClose }: { offsetS: number; onClose: () => void }) {
  const say = useWords();
  const { messages } = useSession();
  const view = useCell(messages.view);
  const now = useNow() - offsetS * 1000;
  // Unconfirmed ones first, in their order.
  const shown = standing(view, now)
    .sort((a, b) => Number(a.acknowledged) - Number(b.acknowledged))
    .slice(0, 9);
  const unread = shown.find((notice) => !notice.acknowledged);
  const options: Option[] = shown.map((notice, at) => ({
    digit: at + 1,
    label: <span className="whole">{notice.text}</span>,
    note: say("msg.byUntil", { name: notice.by, at: clock(notice.at), until: clock(notice.until) }),
    mark: (
      <Pill tone={notice.acknowledged ? "ok" : notice.urgent ? "bad" : "info"}>
        {say(notice.acknowledged ? "msg.seenMark" : notice.urgent ? "msg.urgent" : "msg.seen")}
      </Pill>
    ),
    testId: `message-${notice.id}`,
    act: () => {
      if (!notice.acknowledged) void messages.acknowledge(notice.id);
    },
  }));
  useEffect(() => {
    if (shown.length === 0) onClose();
  }, [shown.length, onClose]);
  return (
    <Dialog
      title={say("msg.title")}
      testId="hall-messages"
      wide
      onClose={onClose}
      keys={{
        ...optionKeys(options),
        Enter: () => {
          if (unread === undefined) onClose();
          else void messages.acknowledge(unread.id);
        },
      }}
    >
      <div className="pb">
        <Options options={options} />
      </div>
      <div className="pb foot">
        <Button tone="pri" keys="Enter" testId="messages-go" onPress={() => (unread === undefined ? onClose() : void messages.acknowledge(unread.id))}>
          {say(unread === undefined ? "dialog.close" : "msg.seen")}
        </Button>
      </div>
    </Dialog>
  );
}
