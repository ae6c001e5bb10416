import { describe, expect, it } from "vitest";
import { createIntake } from "../../host/fixture/intake";
import { openForm } from "./form";
import { nextPlace, placeOf, places, placeToResume, previousPlace, ranked, stop } from "./walk";

const opened = (position: string | null = null) => {
  const intake = createIntake();
  return openForm(
    { ...intake.view(), position },
    {
      editIntake: async (_id, base, changes) => intake.edit(base, changes),
      undoEdit: () => Promise.reject(new Error("nothing is taken back here")),
    },
    true,
  );
};

describe("Enter", () => {
  it("meets every open place once, in order, then the next action", () => {
    const form = opened();
    const open = places(form)
      .filter((place) => place.open)
      .map((place) => place.name);
    const met: string[] = [];
    for (let at = nextPlace(form, null); at !== stop.next; at = nextPlace(form, at)) met.push(at);
    expect(met).toEqual(open);
    expect(new Set(met).size).toBe(met.length);
    const kinds = met.map((name) => name.split(":")[0]);
    expect([...new Set(kinds)]).toEqual(["question", "field", "slot"]);
  });

  it("goes on from a place that is already filled", () => {
    const form = opened();
    expect(nextPlace(form, stop.field("legalRepName"))).toBe(stop.field("legalRepPhone"));
  });

  it("backwards stands at the open place before", () => {
    const form = opened();
    const first = nextPlace(form, null);
    const second = nextPlace(form, first);
    expect(previousPlace(form, second)).toBe(first);
    expect(previousPlace(form, first)).toBe(first);
  });
});

describe("after a restart", () => {
  it("the walk goes on in the remembered field", () => {
    expect(placeToResume(opened("foodSeats"))).toBe(stop.field("foodSeats"));
  });
  it("or at the first open place when that is not known any more", () => {
    const form = opened("gone");
    expect(placeToResume(form)).toBe(nextPlace(form, null));
  });
});

describe("findings", () => {
  it("lead to where they are settled, blocks first", () => {
    const form = opened();
    const all = ranked(form.findings.get());
    expect(all.at(-1)?.level).toBe("remind");
    const names = new Set(places(form).map((place) => place.name));
    for (const finding of all) expect(names).toContain(placeOf(form, finding));
  });
});
