/**
 * A scanner that types (keyboard wedge): what it shoots while nothing else takes keys is known by its beginning and
 * kept together until its Enter, so that no digit of it chooses anything.
 */

/** What every 政务服务码 begins with. */
export const codePrefix = "ZWM1.";
/** A scanner is never slower from key to key; a person is never so fast for long. */
const apartMs = 120;
/** Longer than any code: it is handed on as it is and refused for its length. */
const longest = 600;

export interface Wedge {
  /** Whether the key belongs to a shot and to nobody else. */
  takes(key: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey">, nowMs: number): boolean;
}

export function createWedge(shot: (text: string) => void): Wedge {
  let text = "";
  let last = 0;
  return {
    takes(event, nowMs) {
      if (event.ctrlKey || event.altKey || event.metaKey) {
        text = "";
        return false;
      }
      if (nowMs - last > apartMs) text = "";
      if (event.key === "Enter") {
        const whole = text;
        text = "";
        if (!whole.startsWith(codePrefix)) return false;
        shot(whole);
        return true;
      }
      if (event.key.length !== 1) return false;
      const next = text + event.key;
      const upper = next.toUpperCase();
      if (!codePrefix.startsWith(upper) && !upper.startsWith(codePrefix)) {
        text = "";
        return false;
      }
      text = text.length < longest ? (upper.startsWith(codePrefix) ? codePrefix + next.slice(codePrefix.length) : upper) : text;
      last = nowMs;
      return true;
    },
  };
}
