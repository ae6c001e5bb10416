/** The outcomes of 行政许可法 art. 32 in their order, and why each can or cannot be chosen here. */
import type { Counts, GroundView, SourceView } from "../../host/types";
import type { Word } from "../../words";

export interface Way {
  digit: number;
  word: Word;
  note: Word;
  /** Why it cannot be chosen; `null` when it can. */
  why: Word | null;
}

export function ways(counts: Counts, grounds: GroundView[]): Way[] {
  return [
    { digit: 1, word: "way.accept", note: "way.acceptNote", why: counts.blocks > 0 ? "way.blocked" : null },
    { digit: 2, word: "way.correct", note: "way.correctNote", why: "way.correctWhy" },
    { digit: 3, word: "way.supplement", note: "way.notYet", why: "way.notYet" },
    { digit: 4, word: "way.notNeeded", note: "way.notYet", why: "way.notYet" },
    {
      digit: 5,
      word: "way.refuse",
      note: "way.refuseNote",
      why: grounds.length === 0 ? "way.noGround" : null,
    },
  ];
}

/** Sources that have not answered yet: acceptance may go on, but the clerk is told. */
export function stillAsking(sources: SourceView[]): number {
  return sources.filter((source) => source.state === "asking").length;
}
