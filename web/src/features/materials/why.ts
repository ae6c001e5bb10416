/** Why paper is asked for, in words. */
import type { Word } from "../../words";

export const whys = [
  "notFound",
  "expired",
  "notValid",
  "notVerified",
  "sourceDown",
  "originalByLaw",
  "notAgreed",
  "holderUnknown",
  "noKind",
  "notLooked",
] as const;

export const whyWord = (why: string | null): Word =>
  why === null ? "why.exempt" : whys.some((one) => one === why) ? (`why.${why}` as Word) : "why.notFound";
