import { expect, it } from "vitest";
import type { TextRowView } from "../../host/types";
import { countsOf, notesOf, stateOf, wordOfMoment } from "./texts";

const row = (state: string, rest: Partial<TextRowView> = {}): TextRowView => ({
  moment: "accepted",
  state,
  phone: "138****1234",
  words: "【示范区政务服务中心】您申请的事项已受理",
  madeAt: "2026-11-20T02:00:00Z",
  sentAt: null,
  attempts: 0,
  cause: null,
  nextTry: null,
  ...rest,
});

it("a message without a number says what to do, one that waits says when it goes again", () => {
  expect(notesOf(row("noPhone"))).toMatchObject([{ word: "texts.noPhone" }]);
  expect(notesOf(row("overtaken"))).toMatchObject([{ word: "texts.overtaken" }]);
  expect(notesOf(row("sent"))).toEqual([]);
  const cause = { code: "YC-2914", zh: "短信平台繁忙", en: "busy" };
  const waiting = row("waiting", { attempts: 3, cause, nextTry: "2026-11-20T02:05:30Z" } as Partial<TextRowView>);
  expect(notesOf(waiting)).toEqual([
    { kind: "trouble", ...cause },
    { kind: "word", word: "texts.next", values: { n: 3, at: "10:05" } },
  ]);
});

it("what has to be looked at is counted apart from what went out", () => {
  const rows = ["sent", "sent", "waiting", "refused", "noPhone", "overtaken"].map((state) => row(state));
  expect(countsOf(rows)).toEqual({ told: 2, held: 3 });
});

it("a state or moment of a newer hall is shown, not hidden", () => {
  expect(stateOf(row("delivered"))).toEqual({ word: "texts.state.waiting", tone: "info" });
  expect(wordOfMoment("birthday")).toBeNull();
});
