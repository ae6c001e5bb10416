import { expect, it } from "vitest";
import { createBoard } from "../../host/fixture/board";
import type { ActView, AlertView, BoardView } from "../../host/types";
import { say, type Language } from "../../words";
import { actSays, nextWith, told, type Reader } from "./alerts";
import { fittingWindows } from "./MoveWindow";
import { tileFrom, tileWord } from "./Tiles";

async function busy(): Promise<BoardView> {
  const { methods } = createBoard(
    {
      answer: async (_, make) => make(),
      refuse: (code) => {
        throw new Error(code);
      },
      push: () => undefined,
    },
    "busy",
    false,
  );
  return methods.boardView();
}

const now = Date.parse("2026-11-22T02:42:00Z");
const reader = (book: Language): Reader => ({
  say: (word, values) => say(book, word, values),
  book,
  nowMs: now,
});
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();

const plain: AlertView = {
  id: "one",
  kind: "support",
  level: "over",
  since: ago(72),
  desk: "05",
  group: null,
  ticket: null,
  slip: null,
  name: null,
  count: 1,
  until: null,
  takenBy: null,
  passedOn: null,
  note: null,
  times: 0,
  acts: [],
};

it.each([
  [{}, "05 窗请求支援", "01:12 前"],
  [{ takenBy: "0101 周敏" }, "05 窗请求支援", "01:12 前 · 0101 周敏 已在处理"],
  [
    {
      kind: "longWait",
      group: "B",
      ticket: "B052",
      count: 3,
      since: ago(1868),
      acts: [{ act: "moveWindow", desk: "07", groups: ["B", "E"], version: 3 }],
    },
    "个人综合 3 人超 20 分",
    "B052 31:08 · 建议：07 窗转个人综合",
  ],
  [
    { kind: "red", slip: "SF60A29918", name: "户外招牌备案", until: "2026-11-20T15:59:59Z", times: 1 },
    "超期 · 户外招牌备案",
    "SF60A29918 · 11-20 到期 · 已督办 1 次",
  ],
  [{ kind: "amber", count: 3, until: "2026-11-22T15:59:59Z" }, "临期 3 件", "今日到期"],
  [
    {
      kind: "badRating",
      desk: "12",
      name: "补缴",
      since: "2026-11-21T08:20:00Z",
      until: "2026-11-22T08:20:00Z",
      times: 2,
    },
    "12 窗差评",
    "补缴 · 11-21 16:20 · 时限 今日 16:20 · 剩 5:38:00 · 已回访 2 次",
  ],
  [
    { kind: "department", name: "税务局", count: 3, until: "2026-11-22T02:45:00Z" },
    "税务局 没有应答",
    "连续失败 3 次 · 01:12 前 · 今日 10:45 再试",
  ],
  [
    { kind: "helpWaits", name: "自助机 03", note: "face" },
    "有人等帮办 · 自助机 03",
    "人脸核验失败 · 01:12 前",
  ],
  [{ kind: "somethingNew", name: "没见过的" }, "没见过的", "01:12 前"],
] as [Partial<AlertView>, string, string][])("%j reads", async (of, title, detail) => {
  const said = told({ ...plain, ...of }, await busy(), reader("zh-CN"));
  expect([said.title, said.detail]).toEqual([title, detail]);
});

it("every alert of the board reads in both languages without a blank left", async () => {
  const board = await busy();
  for (const alert of board.alerts) {
    for (const book of ["zh-CN", "en"] as const) {
      const { title, detail, tag } = told(alert, board, reader(book));
      expect(`${title} ${detail} ${say(book, tag)}`).not.toMatch(/[{}]|undefined|null/);
      expect(title).not.toBe("");
      for (const act of alert.acts) expect(actSays(act, reader(book).say)).not.toMatch(/[{}]|undefined/);
    }
  }
});

it("a key goes to the marked alert, else to the next one that has its act, round the list", () => {
  const with_ = (id: string, ...acts: ActView[]): AlertView => ({ ...plain, id, acts });
  const urge = (slip: string): ActView => ({ act: "urge", slip });
  const alerts = [with_("a", urge("1")), with_("b"), with_("c", urge("3"))];
  const at = (marked: string | null) => {
    const next = nextWith(alerts, marked, "urge");
    return [next?.alert.id, next?.act.slip, next?.here];
  };
  expect(at("a")).toEqual(["a", "1", true]);
  expect(at("b")).toEqual(["c", "3", false]);
  expect(at("c")).toEqual(["c", "3", true]);
  expect(at(null)).toEqual(["a", "1", false]);
  expect(nextWith(alerts, "a", "callBack")).toBeNull();
});

it.each([
  [0, "ArrowRight", 1],
  [0, "ArrowLeft", 0],
  [2, "ArrowDown", 8],
  [14, "ArrowDown", 14],
  [8, "ArrowUp", 2],
  [8, "Home", 0],
  [8, "End", 17],
  [8, "Tab", null],
])("from tile %d, %s leads to %j", (from, key, want) => {
  expect(tileFrom(from, key, 18, 6)).toBe(want);
});

it("a window is found by its number with or without the zero, and by who sits there", async () => {
  const { windows } = await busy();
  const found = (typed: string) => fittingWindows(windows, typed).map((tile) => tile.desk);
  expect(found("07")).toEqual(["07"]);
  expect(found("7")).toEqual(["07"]);
  expect(found("1")).toEqual(["01", "10", "11", "12", "13", "14", "15", "16", "17", "18"]);
  expect(found("刘")).toEqual(["07"]);
  expect(found("99")).toEqual([]);
});

it("what burns at a window goes before what it does", async () => {
  const { windows } = await busy();
  const word = (desk: string) => tileWord(windows.find((tile) => tile.desk === desk) ?? windows[0]!);
  expect(["05", "15", "07", "09", "17"].map(word)).toEqual([
    "board.support",
    "board.silentWindow",
    "window.free",
    "window.lunch",
    "window.closed",
  ]);
});

it("one long wait where no window serves is one sentence", async () => {
  const board = await busy();
  const groups = board.groups.map((one) => (one.letter === "B" ? { ...one, windows: 0 } : one));
  const wait: AlertView = { ...plain, kind: "longWait", group: "B", ticket: "B052", count: 3, since: ago(1868) };
  expect(told(wait, { ...board, groups }, reader("zh-CN")).title).toBe("个人综合 3 人超 20 分，无窗可办");
  expect(told(wait, { ...board, groups }, reader("en")).title).toContain("no window serves");
});

it.each(["placeConflict", "handOverGuessed", "forgedCallback", "answeredOfAnother", "objectionOverdue", "somethingNew"])(
  "an alarm of the log is a sentence: %s",
  async (note) => {
    const alarm: AlertView = { ...plain, kind: "log", desk: "08", note };
    for (const book of ["zh-CN", "en"] as const) {
      const { title, detail } = told(alarm, await busy(), reader(book));
      expect(`${title} ${detail}`).not.toContain(note);
      expect(title).toContain("08");
    }
  },
);

it("a promise that was not kept names the case, its window and both ways to act", async () => {
  const board = await busy();
  const alert: AlertView = {
    ...plain,
    kind: "log",
    desk: "08",
    slip: "R3CJ7M4PWX",
    note: "promiseBroken",
    acts: [
      { act: "message", desk: "08" },
      { act: "showCase", slip: "R3CJ7M4PWX" },
    ],
  };
  const zh = reader("zh-CN");
  const words = told(alert, board, zh);
  expect(words.title).toBe("容缺承诺逾期未补");
  expect(words.detail).toContain("R3CJ7M4PWX · 08 窗");
  expect(alert.acts.map((act) => actSays(act, zh.say))).toEqual(["给 08 窗发消息", "查看办件"]);
  // Where the hall does not say which case, nothing is made up.
  expect(told({ ...alert, slip: null }, board, zh).detail).toMatch(/^08 窗 · /);
});

it("a refusal that the hall passed on says that the next supervisor has it", async () => {
  const board = await busy();
  const zh = reader("zh-CN");
  const asked = { ...plain, kind: "approval", note: "refusal", desk: "06", since: ago(340) };
  expect(told({ ...asked, passedOn: ago(40) }, board, zh).detail).toContain("已转下一位主管");
  // Whatever the clock on the screen says: it is passed on when the hall did so.
  expect(told(asked, board, zh).detail).not.toContain("已转下一位主管");
});
