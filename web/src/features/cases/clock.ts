/** A clock of a case in words: what is left or over, never by colour alone. */
import type { ClockLine } from "../../host/types";
import type { Tone } from "../../parts/Pill";
import type { Language, Say } from "../../words";

export function clockTone(clock: ClockLine): Tone {
  if (clock.light === "red") return "bad";
  if (clock.light === "amber") return "warn";
  return clock.rule === "specialProcedure" ? "mute" : "ok";
}

export function clockText(clock: ClockLine, say: Say): string {
  const unsure = clock.provisional ? ` · ${say("clock.provisional")}` : "";
  if (clock.rule === "specialProcedure")
    return say(clock.light === "red" ? "clock.pauseOver" : "clock.paused", { day: clock.day }) + unsure;
  if (clock.light === "red")
    return (clock.daysLeft < 0 ? say("clock.over", { n: -clock.daysLeft }) : say("clock.overToday")) + unsure;
  return (clock.daysLeft > 0 ? say("clock.left", { n: clock.daysLeft }) : say("clock.today")) + unsure;
}

/** The day and the rule that made the light. */
export function clockWhy(clock: ClockLine, say: Say, book: Language): string {
  return say("clock.why", { day: clock.day, rule: book === "en" ? clock.ruleEn : clock.ruleZh });
}
