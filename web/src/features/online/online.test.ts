import { describe, expect, it } from "vitest";
import type { OnlineOffersView, OnlineOfferView, OnlineWaitingView } from "../../host/types";
import { createOnline, mayTake, reviewOf, total } from "./online";

const row = (change: Partial<OnlineOfferView> = {}): OnlineOfferView => ({
  application: "WS1",
  itemName: "食品经营许可（新办）",
  applicant: "公司",
  submittedAt: "2026-09-20T15:12:00+08:00",
  files: 0,
  passed: null,
  remarks: 0,
  here: false,
  holder: null,
  unfit: null,
  ...change,
});
const waiting: OnlineWaitingView[] = [
  { item: "a", itemName: "甲", waiting: 3, atWindows: 1, oldest: null },
  { item: "b", itemName: "乙", waiting: 2, atWindows: 0, oldest: null },
];

describe("applications begun online", () => {
  it("counts what waits and not what lies at windows", () => {
    expect(total(null)).toBe(0);
    expect(total(waiting)).toBe(5);
  });

  it("offers what nobody else has and this clerk takes in", () => {
    const unfit = { code: "YC-5463", zh: "不在业务范围", en: "not yours" };
    expect(mayTake(row())).toBe(true);
    expect(mayTake(row({ here: true }))).toBe(true);
    expect(mayTake(row({ holder: "06 李明远" }))).toBe(false);
    expect(mayTake(row({ unfit }))).toBe(false);
  });

  it("says what the pre-review said, and where nobody looked", () => {
    expect(reviewOf(row()).word).toBe("online.unseen");
    expect(reviewOf(row({ passed: true })).tone).toBe("ok");
    expect(reviewOf(row({ passed: false, remarks: 2 })).word).toBe("online.failed");
  });

  it("asks for a person only while he stands there, and shows nobody to the next one", async () => {
    const asked: string[] = [];
    let answer: (view: OnlineOffersView) => void = () => undefined;
    const online = createOnline({
      onlineWaiting: () => {
        asked.push("waiting");
        return Promise.resolve(waiting);
      },
      onlineOffers: () => {
        asked.push("offers");
        return new Promise((done) => (answer = done));
      },
    });
    await online.refresh(false);
    expect(asked).toEqual(["waiting"]);
    const asking = online.refresh(true);
    await Promise.resolve();
    await Promise.resolve();
    // He leaves before the hall has answered.
    online.forget();
    answer({ rows: [row()], elsewhere: 0 });
    await asking;
    expect(asked).toContain("offers");
    expect(online.offers.get()).toBe(null);
  });
});
