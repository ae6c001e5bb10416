import { expect, it } from "vitest";
import { createFixture } from "../../host/fixture/host";
import { TroubleError } from "../../host/host";
import type { GuideView } from "../../host/types";
import { createLibrary, sections, unsaidIn, whence } from "./library";
import { createPages, pageRows } from "./pages";
import { stepsOf } from "./walk";

const { host } = createFixture({ slowMs: 0 });

it("what is looked for last counts", async () => {
  const waiting: Record<string, () => void> = {};
  const pages = createPages<{ id: string }>(
    (find) =>
      new Promise((done) => {
        waiting[find] = () => done({ total: 1, edition: "e", rows: [{ id: find }] });
      }),
  );
  const first = pages.find("s");
  const second = pages.find("sp");
  waiting["sp"]?.();
  await second;
  waiting["s"]?.();
  await first;
  expect(pages.row(0)).toEqual({ id: "sp" });
  expect(pages.shown.get().find).toBe("sp");
});

it("pages come as they are needed, each once", async () => {
  const asked: number[] = [];
  const pages = createPages<number>(async (_, offset, limit) => {
    asked.push(offset);
    return { total: 250, edition: "e", rows: Array.from({ length: Math.min(limit, 250 - offset) }, (_, at) => offset + at) };
  });
  await pages.find("");
  pages.need(90, 130);
  pages.need(90, 130);
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toEqual([0, pageRows]);
  expect([pages.row(99), pages.row(100), pages.row(249)]).toEqual([99, 100, null]);
  pages.mark(999);
  expect(pages.shown.get().marked).toBe(249);
});

it("a guide comes with its answers whole, and the last that was asked for stays", async () => {
  const late: (() => void)[] = [];
  const library = createLibrary({
    ...host,
    guide: (id) =>
      id === "ga-idcard"
        ? new Promise<GuideView>((done) => late.push(() => void host.guide(id).then(done)))
        : host.guide(id),
  });
  const first = library.open("ga-idcard");
  await library.open("scjg-food-licence");
  late[0]?.();
  await first;
  const now = library.reading.get();
  expect(now.guide?.id).toBe("scjg-food-licence");
  expect(now.about.map((one) => one.id)).toEqual(["food-prepacked", "food-lack"]);
  await library.open("nowhere");
  expect(library.reading.get().trouble?.code).toBe("YC-5307");
  expect(library.reading.get().guide?.id).toBe("scjg-food-licence");
});

it("everything that is not said has its place", async () => {
  const { unsaid } = await host.guide("wj-parenting");
  const placed = sections.flatMap((section) => unsaidIn(section, unsaid));
  expect([...placed].sort()).toEqual([...unsaid].sort());
  expect(unsaidIn("materials", unsaid)).toContain("materials");
});

it.each([
  ["电子证照", "guide.fromLicence"],
  ["数据共享", "guide.fromShared"],
  ["系统生成", "guide.fromGenerated"],
  ["告知承诺", "guide.fromPromise"],
  ["申请人", "guide.fromApplicant"],
])("%s is had by %s", (source, word) => {
  expect(whence(source)).toBe(word);
});

it("steps before the one under way are done, and where it stood still is seen", async () => {
  const walk = {
    item: "a",
    name: "a",
    edition: "e",
    beganAt: "",
    stage: "fill",
    steps: ["visit", "fill", "accept"].map((name) => ({ name, ms: null })),
    end: null,
  };
  const states = (of: Parameters<typeof stepsOf>[0]) => stepsOf(of).map((step) => step.state);
  expect(states(walk)).toEqual(["done", "now", "open"]);
  expect(states({ ...walk, stage: "opening" })).toEqual(["open", "open", "open"]);
  const view = await host.walkItem("wj-parenting");
  expect(states(view)[0]).toBe("open");
  const stopped = await host.stopWalk();
  expect(stopped?.end?.stopped).toBe(true);
  expect(states({ ...walk, end: stopped?.end ?? null })).toEqual(["done", "stuck", "open"]);
  const done = { ...walk, stage: "accept", end: { ...stopped!.end!, stopped: false, ok: true } };
  expect(states(done)).toEqual(["done", "done", "done"]);
});

it("an item's history is asked for where its edition is read, and not while items are passed", async () => {
  const library = createLibrary(host);
  await library.open("scjg-food-licence");
  expect(library.reading.get().history).toBeNull();
  library.turn("edition");
  await expect.poll(() => library.reading.get().history?.versions.length).toBe(2);
  await library.open("ga-idcard");
  expect(library.reading.get().history?.versions.map((one) => one.kind)).toEqual(["added"]);
});

it("without the hall a guide is read all the same, and why it has no history is said", async () => {
  const trouble = { code: "YC-5001", zh: "大厅没有回答", en: "the hall does not answer" };
  const library = createLibrary(Object.assign(Object.create(host), { itemHistory: () => Promise.reject(new TroubleError(trouble)) }));
  library.turn("edition");
  await library.open("scjg-food-licence");
  expect(library.reading.get().guide?.id).toBe("scjg-food-licence");
  expect(library.reading.get().trouble).toBeNull();
  expect(library.reading.get().historyTrouble?.code).toBe("YC-5001");
});
