import { expect, it } from "vitest";
import { bodies, person } from "../../host/fixture/people";
import type { PartyView, VisitView } from "../../host/types";
import { createIntake } from "../../host/fixture/intake";
import { actsAsAgent, askOf, partyChoices, toVerify } from "./applicant";

const party: PartyView = {
  name: "",
  maskedNumber: "",
  person: "陈静怡",
  maskedPerson: "350199********0023",
  how: "card",
  body: null,
  asAgent: false,
};

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
      handed: 0,
      waits: [],
};

it("the card asks for the person, then the party, then nothing", () => {
  expect(askOf(null)).toBe("nobody");
  expect(askOf(visit)).toBe("person");
  expect(askOf({ ...visit, person })).toBe("party");
  expect(askOf({ ...visit, person, party })).toBe("nothing");
});

it("a draft from a helper says what this window still has to verify", () => {
  const { schema, delta } = createIntake().view();
  const slots = delta.slots.slice(0, 1).map((slot) => ({ ...slot, name: "租赁合同", how: "paper" }));
  const mother = { subject: "mother", label: "母亲", name: "林试", maskedNumber: null, offered: [] };
  const subjects = [
    { ...mother, how: "register", mustBePresent: true },
    { ...mother, label: "父亲", how: "card", mustBePresent: true },
    { ...mother, label: "子女", how: null, mustBePresent: false },
  ];
  const account = { ...schema[0], kind: "bankAccount", label: "收款账号" } as (typeof schema)[number];
  const state = { ...delta.fields[0], shown: true, filled: true } as (typeof delta.fields)[number];
  const fields = [{ schema: account, state }];
  expect(toVerify({ ...party, how: null }, subjects, slots, fields)).toEqual({
    person: true,
    people: ["母亲"],
    originals: ["租赁合同"],
    accounts: ["收款账号"],
  });
  expect(toVerify(party, [], [], [{ schema: account, state: { ...state, filled: false } }])).toEqual({
    person: false,
    people: [],
    originals: [],
    accounts: [],
  });
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
