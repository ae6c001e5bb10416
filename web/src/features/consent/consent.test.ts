import { describe, expect, it } from "vitest";
import type { ConsentChoice, ConsentChoices } from "../../host/types";
import { answers, choose, rowsOf, sent, type Row } from "./consent";

const set = (code: string, state: string, givers: string[]): ConsentChoice => ({
  set: { code, title: code, en: code, whose: "本人", base: "consent", fields: ["联系电话"] },
  state,
  givers,
  how: null,
  by: null,
  at: null,
});

const choices: ConsentChoices = {
  itemName: "事项",
  until: "2026-09-21T18:00",
  givers: [],
  sets: [set("history", "open", [""]), set("given", "given", [""]), set("child", "open", ["guardian"])],
  told: [],
  bases: [],
  withdrawn: [{ key: "phone", label: "联系电话", text: "138****6621", material: false }],
};

const row = (id: string): Row => {
  const found = rowsOf(choices).find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

describe("consent at the desk", () => {
  it("begins with nothing chosen, and what waits after a withdrawal comes first", () => {
    const rows = rowsOf(choices);
    expect(rows.map((one) => one.id)).toEqual(["place/phone", "history", "given", "child"]);
    expect(sent({}, rows, "")).toEqual({ yes: [], no: [] });
  });

  it("takes an answer from who may give it", () => {
    expect(answers(row("history"), "")).toBe(true);
    expect(answers(row("given"), "")).toBe(false);
    expect(answers(row("child"), "")).toBe(false);
    expect(choose({}, row("child"), "", true)).toEqual({});
    expect(choose({}, row("child"), "guardian", false)).toEqual({ child: false });
  });

  it("opens again what is chosen twice, and turns when the other is chosen", () => {
    const yes = choose({}, row("history"), "", true);
    expect(choose(yes, row("history"), "", true)).toEqual({});
    expect(choose(yes, row("history"), "", false)).toEqual({ history: false });
  });

  it("sends nothing that another has to answer for", () => {
    const said = { history: true, child: true };
    expect(sent(said, rowsOf(choices), "")).toEqual({ yes: ["history"], no: [] });
    expect(sent(said, rowsOf(choices), "guardian")).toEqual({ yes: ["child"], no: [] });
  });
});
