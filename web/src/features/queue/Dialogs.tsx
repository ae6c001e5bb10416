/** Park, transfer, pause: by digits, or with words of one's own. */
import { useState } from "react";
import type { DeskView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { language, useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import { queueDeeds } from "./deeds";
import { colleagues, groupName, pauseReasons, pauseWord, windowWord } from "./queue";
import "./queue.css";

const parkReasons: Word[] = ["queue.park.papers", "queue.park.person", "queue.park.pay"];

/** Ctrl+H: the intake alone, or the number with its reason; asked where both make sense. */
export function ParkVisit({ desk, editing, onClose }: { desk: DeskView; editing: boolean; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const deeds = queueDeeds(session);
  const [own, setOwn] = useState("");
  const number = desk.visit?.ticket ?? null;
  const park = (why: string) => {
    onClose();
    void deeds.park(why);
  };
  const intake: Option[] = editing
    ? [
        {
          digit: 1,
          label: say("queue.park.intake"),
          note: say("queue.park.intakeNote"),
          testId: "park-intake",
          act: () => {
            onClose();
            void session.park();
          },
        },
      ]
    : [];
  const why = number === null ? say("queue.noNumber") : null;
  const reasons: Option[] = parkReasons.map((word, at) => ({
    digit: at + 1 + intake.length,
    label: say("queue.park.number", { number: number ?? "", why: say(word) }),
    note: at === 0 ? say("queue.park.numberNote") : undefined,
    why,
    testId: `park-${at + 1}`,
    act: () => park(say(word)),
  }));
  const options = [...intake, ...reasons];
  return (
    <Dialog title={say("queue.park.title")} testId="park-visit" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <Options options={options} />
        <form
          className="own"
          onSubmit={(event) => {
            event.preventDefault();
            if (own.trim() !== "" && why === null) park(own.trim());
          }}
        >
          <input
            value={own}
            maxLength={100}
            disabled={why !== null}
            placeholder={say("queue.park.own")}
            aria-label={say("queue.park.own")}
            data-testid="park-own"
            onKeyDown={(event) => {
              // What is written here is no choice of the list.
              if (event.key !== "Escape") event.stopPropagation();
            }}
            onChange={(event) => setOwn(event.target.value)}
          />
          <Button type="submit" why={own.trim() === "" ? say("queue.park.own") : why} testId="park-own-go">
            {say("key.park")}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}

/** Digits that one page of choices has. */
const digits = 9;

/** Ctrl+T: to a group, or to a window and who sits there. */
export function Transfer({ desk, onClose }: { desk: DeskView; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const book = useCell(language);
  const deeds = queueDeeds(session);
  const [page, setPage] = useState(0);
  const here = desk.visit?.called?.group;
  const go = (to: Parameters<typeof deeds.transfer>[0]) => () => {
    onClose();
    void deeds.transfer(to);
  };
  const why = desk.visit?.called == null ? say("queue.noNumber") : null;
  const groups: Option[] = desk.queue.groups
    .filter((group) => group.letter !== here)
    .map((group) => ({
      digit: 0,
      label: say("queue.toGroup", { group: groupName(desk.queue.groups, group.letter, book) }),
      note:
        group.windows === 0
          ? say("queue.noWindow")
          : say("queue.groupState", { n: group.waiting, windows: group.windows }),
      why,
      testId: `to-group-${group.letter}`,
      act: go({ kind: "group", group: group.letter }),
    }));
  const others = desk.queue.windows.filter(
    (window) => window.state !== "closed" && window.desk !== desk.desk,
  );
  const near = new Set(colleagues(desk.queue).map((window) => window.desk));
  others.sort((a, b) => Number(near.has(b.desk)) - Number(near.has(a.desk)));
  const windows: Option[] = others.map((window) => ({
    digit: 0,
    label: say("queue.toWindow", { desk: window.desk, name: window.staffName ?? "" }),
    note: say(windowWord(window)),
    why,
    testId: `to-window-${window.desk}`,
    act: go({ kind: "window", window: window.desk }),
  }));
  const all = [...groups, ...windows];
  // What one page has no digit for comes on the next.
  const pages = all.length <= digits ? 1 : Math.ceil(all.length / (digits - 1));
  const at = page % pages;
  const shown = pages === 1 ? all : all.slice(at * (digits - 1), (at + 1) * (digits - 1));
  const options = shown.map((option, place) => ({ ...option, digit: place + 1 }));
  if (pages > 1) {
    options.push({
      digit: digits,
      label: say("queue.more"),
      note: say("queue.page", { page: at + 1, pages }),
      testId: "transfer-more",
      act: () => setPage(at + 1),
    });
  }
  return (
    <Dialog
      title={say("queue.transfer")}
      sub={say("queue.transferNote")}
      testId="transfer"
      onClose={onClose}
      keys={optionKeys(options)}
    >
      <div className="pb">
        <Options options={options} />
      </div>
    </Dialog>
  );
}

export function Pause({ onClose }: { onClose: () => void }) {
  const say = useWords();
  const deeds = queueDeeds(useSession());
  const options: Option[] = pauseReasons.map((reason, at) => ({
    digit: at + 1,
    label: say(pauseWord(reason)),
    testId: `pause-${reason}`,
    act: () => {
      onClose();
      void deeds.pause(reason);
    },
  }));
  return (
    <Dialog title={say("window.pauseWhy")} testId="pause" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <Options options={options} />
      </div>
    </Dialog>
  );
}
