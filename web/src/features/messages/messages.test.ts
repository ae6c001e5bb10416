import { expect, test } from "vitest";
import type { MessagesView, NoticeView, SupportView } from "../../host/types";
import { comingWords, createMessages, onTheWall, quietMark, talkOf, wallTurnS } from "./messages";

const now = Date.parse("2026-11-20T02:00:00Z");
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

function notice(id: string, change: Partial<NoticeView> = {}): NoticeView {
  return {
    id,
    text: id,
    urgent: false,
    own: false,
    by: "陈立",
    at: at(-5),
    until: at(5),
    acknowledged: false,
    ...change,
  };
}

function call(change: Partial<SupportView> = {}): SupportView {
  return {
    id: "c",
    desk: "05",
    kind: "support",
    why: "machine",
    note: "",
    at: at(-1),
    takenBy: null,
    takenAt: null,
    helper: null,
    mine: false,
    ...change,
  };
}

function view(change: Partial<MessagesView> = {}): MessagesView {
  return { support: null, quiet: null, sentTo: [], notices: [], calls: [], helpers: [], posted: [], ...change };
}

test("the strip shows the first message that is not confirmed and whose time is not over", () => {
  const notices = [
    notice("over", { until: at(0) }),
    notice("seen", { acknowledged: true }),
    notice("first"),
    notice("second"),
  ];
  const talk = talkOf(view({ notices }), now);
  expect([talk?.unread?.id, talk?.more]).toEqual(["first", 1]);
  expect(talkOf(view({ notices: notices.slice(0, 2) }), now)).toBeNull();
  expect(talkOf(view({ notices }), now + 6 * 60_000)).toBeNull();
});

test("a quiet alarm is never in the strip, and its mark says only whether it got through", () => {
  const alarm = view({ quiet: call({ kind: "quietAlarm" }) });
  expect(talkOf(alarm, now)).toBeNull();
  expect(quietMark(view(), false)).toBeNull();
  expect(quietMark(alarm, false)).toBe("sent");
  expect(quietMark(view({ quiet: call({ takenBy: "周敏" }) }), false)).toBe("taken");
  expect(quietMark(view(), true)).toBe("unsent");
});

test("the window is told who comes", () => {
  expect(comingWords(call())[0]).toBe("msg.called");
  expect(comingWords(call({ takenBy: "周敏" }))).toEqual(["msg.coming", { name: "周敏" }]);
  expect(comingWords(call({ takenBy: "周敏", helper: "孙浩" }))).toEqual([
    "msg.sentHelper",
    { name: "周敏", helper: "孙浩" },
  ]);
});

test("a wall shows messages in turn, and an urgent one alone", () => {
  const two = view({ notices: [notice("a"), notice("b")] });
  const shown = [0, 1, 2].map((turn) => onTheWall(two, now + turn * wallTurnS * 1000)?.id);
  expect(new Set(shown.slice(0, 2))).toEqual(new Set(["a", "b"]));
  expect(shown[2]).toBe(shown[0]);
  const urgent = view({ notices: [notice("u", { urgent: true }), notice("a")] });
  expect([0, 1].map((turn) => onTheWall(urgent, now + turn * wallTurnS * 1000)?.id)).toEqual(["u", "u"]);
  expect(onTheWall(view(), now)).toBeNull();
});

function held(answers: { alarm?: () => Promise<unknown>; messages?: () => Promise<MessagesView> } = {}) {
  const told: string[] = [];
  const host = {
    messages: answers.messages ?? (() => Promise.resolve(view())),
    callSupport: () => Promise.reject(new Error("away")),
    quietAlarm: answers.alarm ?? (() => Promise.reject(new Error("away"))),
    withdrawSupport: () => Promise.resolve(null),
    acknowledgeMessage: () => Promise.resolve(null),
  };
  return { told, messages: createMessages(host, (trouble) => told.push(trouble.code)) };
}

test("a call that does not get through says so; a quiet alarm only marks it", async () => {
  const { told, messages } = held();
  await messages.quietAlarm();
  expect([messages.unsent.get(), told]).toEqual([true, []]);
  await messages.call("machine", "");
  expect(told).toEqual(["YC-9001"]);
});

test("a quiet alarm that gets through takes the mark of the one before away", async () => {
  let away = true;
  const { messages } = held({ alarm: () => (away ? Promise.reject(new Error("away")) : Promise.resolve(null)) });
  await messages.quietAlarm();
  away = false;
  await messages.quietAlarm();
  expect(messages.unsent.get()).toBe(false);
});

test("without an answer what was heard last stands; after the sign-out nothing does", async () => {
  let away = false;
  const known = view({ notices: [notice("a")] });
  const { messages } = held({
    messages: () => (away ? Promise.reject(new Error("away")) : Promise.resolve(known)),
  });
  await messages.refresh();
  away = true;
  await messages.refresh();
  expect(messages.view.get().notices.length).toBe(1);
  away = false;
  const late = messages.refresh();
  messages.forget();
  await late;
  expect(messages.view.get().notices.length).toBe(0);
});
