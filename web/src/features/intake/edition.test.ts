import { expect, it } from "vitest";
import { createFixture } from "../../host/fixture/host";
import { TroubleError } from "../../host/host";
import type { NewerEdition } from "../../host/types";
import { editionNews } from "./edition";

const newer: NewerEdition = {
  own: "20260921-1",
  newer: "20260921-2",
  withdrawn: false,
  changes: [{ zh: "收费：0 → 10", en: "fee: 0 → 10" }],
};

it("says what is newer for the intake that is open, and for no other", async () => {
  let answer: (news: NewerEdition | null) => void = () => undefined;
  const news = editionNews({
    newerEdition: () => new Promise((done) => (answer = done)),
    moveEdition: () => Promise.reject(new Error("nothing moves here")),
  });
  const first = news.look("a");
  const late = answer;
  const second = news.look("b");
  answer(null);
  await second;
  // The answer for an intake that was put away meanwhile.
  late(newer);
  await first;
  expect(news.newer.get()).toBeNull();
  const third = news.look("b");
  answer(newer);
  await third;
  expect(news.newer.get()).toEqual(newer);
  await news.look(null);
  expect(news.newer.get()).toBeNull();
});

it("is quiet where the host does not answer", async () => {
  const no = () => Promise.reject(new TroubleError({ code: "YC-5201", zh: "线路中断", en: "no line" }));
  const news = editionNews({ newerEdition: no, moveEdition: no });
  await news.look("a");
  expect(news.newer.get()).toBeNull();
});

it("a move says what was left behind until it is seen or another intake is open", async () => {
  const fixture = createFixture();
  await fixture.host.signIn("0826", "yichuang-train");
  const view = await fixture.host.openIntake((await fixture.host.findItems(""))[0]?.id ?? "");
  const news = editionNews(fixture.host);
  await news.look(view.id);
  expect(news.newer.get()).toBeNull();
  fixture.publishes();
  await news.look(view.id);
  expect(news.newer.get()?.changes.length).toBe(2);
  const moved = await news.move(view.id);
  expect(moved.id).toBe(view.id);
  expect(news.newer.get()).toBeNull();
  expect(news.moved.get()?.dropped.map((one) => one.value)).toEqual(["现场口述"]);
  await news.look(view.id);
  expect(news.moved.get()).not.toBeNull();
  await news.look("another");
  expect(news.moved.get()).toBeNull();
});
