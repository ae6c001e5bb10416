import { describe, expect, it } from "vitest";
import { say, type Say } from "../../words";
import { ageOf, isWhole, lightTone, toggled, toneOf, type Raising } from "./objections";

const zh: Say = (word, values) => say("zh-CN", word, values);

describe("数据校核", () => {
  it.each([
    [10, "剩 10 个工作日"],
    [1, "剩 1 个工作日"],
    [0, "今天到期"],
    [-1, "超期 1 个工作日"],
    [-12, "超期 12 个工作日"],
  ])("%i working days left read %s", (daysLeft, expected) => {
    expect(ageOf({ daysLeft }, zh)).toBe(expected);
  });

  it("tells every state and light apart, and an unknown one quietly", () => {
    const states = ["raised", "sent", "heard", "upheld", "partly", "rejected", "refused", "later"];
    expect(states.map(toneOf)).toEqual(["info", "info", "info", "ok", "warn", "bad", "bad", "mute"]);
    expect(["green", "amber", "red", "blue"].map(lightTone)).toEqual(["ok", "warn", "bad", "mute"]);
  });

  const whole: Raising = { offer: 0, stated: "新街2号", why: "outdated", materials: ["m1"], words: "" };
  it.each([
    [whole, "", true],
    [{ ...whole, stated: " " }, "", false],
    [{ ...whole, stated: "" }, "新街2号", true],
    [{ ...whole, why: null }, "", false],
    [{ ...whole, materials: [] }, "", false],
    [{ ...whole, materials: [], words: "户口簿" }, "", true],
  ] satisfies [Raising, string, boolean][])("%o over «%s» is whole: %s", (raising, stands, expected) => {
    expect(isWhole(raising, stands)).toBe(expected);
  });

  it("a material is chosen and left again", () => {
    expect(toggled(toggled(["a"], "b"), "a")).toEqual(["b"]);
  });
});
