import { expect, it } from "vitest";
import { bodies, person } from "../../host/fixture/people";
import type { VisitView } from "../../host/types";
import { actsAsAgent, askOf, partyChoices } from "./applicant";

const visit: VisitView = {
  id: "v",
  ticket: "A037",
  called: null,
  priority: false,
  openedAt: "2026-09-21T10:37:31+08:00",
  person: null,
  bodies: [],
  bodiesKnown: true,
  party: null,
};

it("the card asks for the person, then the party, then nothing", () => {
  expect(askOf(null)).toBe("nobody");
  expect(askOf(visit)).toBe("person");
  expect(askOf({ ...visit, person })).toBe("party");
  expect(askOf({ ...visit, person, party: { name: "", maskedNumber: "", body: null, asAgent: false } })).toBe(
    "nothing",
  );
});

it("only representatives act for a body without an authorisation", () => {
  expect(["legalRep", "operator", "staff", "agent"].map(actsAsAgent)).toEqual([false, false, true, true]);
});

it("oneself is the first choice, bodies follow in their order", () => {
  expect(partyChoices(bodies).map((one) => one.choice)).toEqual([
    { kind: "own" },
    { kind: "body", uscc: "91350199MA2Y6QJ38T", asAgent: false },
    { kind: "body", uscc: "92350199MA8TUX5R2W", asAgent: false },
  ]);
});
