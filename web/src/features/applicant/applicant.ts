/** What the applicant card asks for at each moment, and how the words of the register read. */
import type { BodyView, PartyChoice, VisitView } from "../../host/types";

export type Ask = "nobody" | "person" | "party" | "nothing";

export function askOf(visit: VisitView | null): Ask {
  if (visit === null) return "nobody";
  if (visit.person === null) return "person";
  return visit.party === null ? "party" : "nothing";
}

/** A body's own representatives act for it; anybody else acts with an authorisation (经办人). */
export function actsAsAgent(relation: string): boolean {
  return relation !== "legalRep" && relation !== "operator";
}

/** The choices after the card, in the order of their digits: oneself, then the bodies. */
export function partyChoices(bodies: BodyView[]): { choice: PartyChoice; body: BodyView | null }[] {
  return [
    { choice: { kind: "own" }, body: null },
    ...bodies.slice(0, 7).map((body) => ({
      choice: { kind: "body" as const, uscc: body.uscc, asAgent: actsAsAgent(body.relation) },
      body,
    })),
  ];
}

/** Kinds of document of the code list `idType`. */
export const documentKinds = ["111", "112", "113", "414", "511", "516", "553", "554", "555", "990"] as const;
