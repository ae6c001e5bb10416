/** 期限提醒: what the clocks of this window's cases are about to do, each said once, until it was looked at. */
import type { WarningView } from "../../host/types";

/** More than a window has in a day; the oldest go, and stand in the lists all the same. */
const most = 50;

/** A later word about the same clock takes the earlier one's place. */
export function warned(all: WarningView[], next: WarningView): WarningView[] {
  const same = (one: WarningView) => one.slip === next.slip && one.clock.rule === next.clock.rule;
  return [...all.filter((one) => !same(one)), next].slice(-most);
}
