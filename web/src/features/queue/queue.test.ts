import { expect, it } from "vitest";
import { elapsed } from "../../parts/Clock";
import { longestMinutes, stripTone } from "./queue";

const ticket = (group: string, takenAt: string, priority = false) => ({
  number: "A001",
  group,
  priority,
  takenAt,
});

it("strips are coloured by group and priority", () => {
  expect(stripTone(ticket("企业综合", ""))).toBe("e");
  expect(stripTone(ticket("企业综合", "", true))).toBe("p");
  expect(stripTone(ticket("个人综合", ""))).toBe("");
});

it("waits are whole minutes of the longest, clocks never run backwards", () => {
  const now = Date.parse("2026-09-21T10:42:00+08:00");
  const waiting = [ticket("A", "2026-09-21T10:23:30+08:00"), ticket("A", "2026-09-21T10:40:00+08:00")];
  expect(longestMinutes({ waiting }, now)).toBe(18);
  expect(longestMinutes({ waiting: [] }, now)).toBe(0);
  expect(elapsed(now - 65_000, now)).toBe("01:05");
  expect(elapsed(now - 3_725_000, now)).toBe("1:02:05");
  expect(elapsed(now + 5_000, now)).toBe("00:00");
});
