/** What the applicant card asks for at each moment, and how the words of the register read. */
import type {
  BodyView,
  FieldSchema,
  FieldState,
  PartyChoice,
  PartyView,
  SlotView,
  SubjectView,
  VisitView,
} from "../../host/types";

export type Ask = "nobody" | "person" | "party" | "nothing";

export function askOf(visit: VisitView | null): Ask {
  if (visit === null) return "nobody";
  if (visit.person === null) return "person";
  return visit.party === null ? "party" : "nothing";
}

/** What a window still has to see with its own eyes in a draft that came from a helper or another window. */
export interface ToVerify {
  /** 本人身份 */
  person: boolean;
  /** 须到场的其他人 */
  people: string[];
  /** 原件核对 */
  originals: string[];
  /** 银行账户核对 */
  accounts: string[];
}

export function toVerify(
  party: PartyView,
  subjects: SubjectView[],
  slots: SlotView[],
  fields: { schema: FieldSchema; state: FieldState }[],
): ToVerify {
  const seen = (how: string | null) => how !== null && how !== "register";
  return {
    person: !seen(party.how),
    people: subjects.filter((one) => one.mustBePresent && !seen(one.how)).map((one) => one.label),
    originals: slots.filter((slot) => slot.how === "paper").map((slot) => slot.name),
    accounts: fields
      .filter(({ schema, state }) => schema.kind === "bankAccount" && state.shown && state.filled)
      .map(({ schema }) => schema.label),
  };
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
