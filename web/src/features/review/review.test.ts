import { expect, it } from "vitest";
import { createIntake } from "../../host/fixture/intake";
import { openForm } from "../intake/form";
import { reviewCount, reviewLines } from "./review";

const opened = () => {
  const intake = createIntake();
  const form = openForm(intake.view(), {
    editIntake: async (_id, base, changes) => intake.edit(base, changes),
    undoEdit: () => Promise.reject(new Error("nothing is taken back here")),
  });
  return { intake, form };
};

it("blocks come first, nine of all lines have a digit, each line says what its rule saw", async () => {
  const { form } = opened();
  await form.edit({ kind: "set", key: "premisesArea", text: "八十", reason: null });
  const lines = reviewLines(form);
  const { blocks, reminders } = reviewCount(form.findings.get());
  expect(lines).toHaveLength(blocks + reminders);
  expect(lines.slice(0, blocks).every((line) => line.finding.level === "block")).toBe(true);
  expect(lines.filter((line) => line.digit !== null).map((line) => line.digit)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
  expect(lines.find((line) => line.finding.id === "premisesArea")?.seen).toBe("八十");
  expect(lines.find((line) => line.finding.id === "enterpriseName")?.seen).toBe("");
});

it("running the rules again changes no revision", async () => {
  const { form } = opened();
  const before = form.head.get().revision;
  expect(await form.review()).toBeNull();
  expect(form.findings.get().length).toBeGreaterThan(0);
  expect(form.head.get().revision).toBeGreaterThanOrEqual(before);
});
