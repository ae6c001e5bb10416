import { expect, it, vi } from "vitest";
import { TroubleError } from "../../host/host";
import type { AlertView, BoardView } from "../../host/types";
import { cell } from "../../parts/cell";
import { createBoard, follow, markAfter, refreshMs } from "./board";

const alert = (id: string): AlertView => ({ id }) as AlertView;
const board = (...ids: string[]): BoardView =>
  ({ alerts: ids.map(alert), trouble: null }) as unknown as BoardView;

it.each([
  [["a", "b", "c"], ["c", "a", "b"], "b", "b"],
  [["a", "b", "c"], ["a", "c"], "b", "c"],
  [["a", "b", "c"], ["a", "b"], "c", "b"],
  [["a"], [], "a", null],
  [[], ["a", "b"], null, "a"],
])("of %j became %j: the mark on %s goes to %s", (before, now, marked, want) => {
  expect(markAfter(before.map(alert), now.map(alert), marked)).toBe(want);
});

it("one board is asked for at a time, and once more for whatever moved meanwhile", async () => {
  const gates: ((next: BoardView) => void)[] = [];
  const { refresh, view } = createBoard({ boardView: () => new Promise((done) => gates.push(done)) });
  const first = refresh();
  void refresh();
  void refresh();
  expect(gates).toHaveLength(1);
  gates[0]?.(board("a"));
  await vi.waitFor(() => expect(gates).toHaveLength(2));
  gates[1]?.(board("b"));
  await first;
  expect(gates).toHaveLength(2);
  expect(view.get()?.alerts[0]?.id).toBe("b");
});

it("a hall that does not answer leaves the last board and says why; one that answers again clears it", async () => {
  const trouble = { code: "YC-2101", zh: "大厅没有答复。", en: "The hall does not answer." };
  const replies: (() => BoardView)[] = [
    () => board("a"),
    () => {
      throw new TroubleError(trouble);
    },
    () => ({ ...board("a"), trouble }),
    () => board("a"),
  ];
  const { refresh, view, silent } = createBoard({
    boardView: async () => (replies.shift() ?? (() => board()))(),
  });
  const seen: (string | undefined)[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    await refresh();
    seen.push(silent.get()?.code);
    expect(view.get()?.alerts).toHaveLength(1);
  }
  expect(seen).toEqual([undefined, "YC-2101", "YC-2101", undefined]);
});

it("J and K stop at the ends", async () => {
  const one = createBoard({ boardView: async () => board("a", "b") });
  await one.refresh();
  const walk = ([1, 1, -1, -1] as const).map((by) => (one.step(by), one.marked.get()));
  expect(walk).toEqual(["b", "b", "a", "a"]);
});

it("the board is asked for at news and else after its pause, until nobody looks", async () => {
  vi.useFakeTimers();
  let asked = 0;
  const news = cell(0);
  const one = createBoard({ boardView: async () => ((asked += 1), board()) });
  const stop = follow(one, news);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(1);
  news.set(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(2);
  await vi.advanceTimersByTimeAsync(refreshMs);
  expect(asked).toBe(3);
  stop();
  await vi.advanceTimersByTimeAsync(refreshMs * 3);
  expect(asked).toBe(3);
  vi.useRealTimers();
});
