import { describe, expect, it, vi } from "vitest";
import { createIntake } from "../../host/fixture/intake";
import { TroubleError, type Host } from "../../host/host";
import type { IntakeDelta } from "../../host/types";
import { missing, openForm, undecided } from "./form";

/** A form over the fixture's intake, with the host's edit as given. */
function opened(edit?: Host["editIntake"]) {
  const intake = createIntake();
  const host = {
    editIntake:
      edit ??
      (async (_id: string, base: number, changes: Parameters<Host["editIntake"]>[2]) =>
        intake.edit(base, changes)),
    undoEdit: async () => intake.undo() ?? Promise.reject(new Error("nothing to take back")),
  };
  return { intake, form: openForm(intake.view(), host) };
}

describe("a delta", () => {
  it("draws only the fields that changed", () => {
    const { intake, form } = opened();
    const drawn = new Map<string, number>();
    for (const { key } of form.view.schema)
      form.field(key).on(() => drawn.set(key, (drawn.get(key) ?? 0) + 1));
    form.apply(intake.source("history", "answered"));
    expect([...drawn]).toEqual([
      ["enterpriseEmail", 1],
      ["legalRepPhone", 1],
    ]);
  });

  it("older than what is known is ignored", () => {
    const { intake, form } = opened();
    const old = intake.delta(-1);
    form.apply(intake.source("legalEntity", "answered"));
    const after = form.head.get();
    form.apply(old);
    expect(form.head.get()).toBe(after);
    expect(form.field("enterpriseName").get().text).toBe("云间小满餐饮管理有限公司");
  });

  it("that was overtaken by another still brings its own fields", () => {
    const { intake, form } = opened();
    const first = intake.source("legalEntity", "answered");
    const second = intake.source("history", "answered");
    form.apply(second);
    form.apply(first);
    expect(form.head.get().revision).toBe(second.revision);
    expect(form.counts.get()).toEqual(second.counts);
    expect(form.field("enterpriseName").get().filled).toBe(true);
    expect(form.field("enterpriseEmail").get().filled).toBe(true);
  });

  it("of another intake is ignored", () => {
    const { intake, form } = opened();
    form.apply({ ...intake.source("legalEntity", "answered"), id: "other" });
    expect(form.field("enterpriseName").get().filled).toBe(false);
  });

  it("brings a conflict that nobody has decided", () => {
    const { intake, form } = opened();
    form.apply(intake.source("eLicence", "answered"));
    const state = form.field("premisesAddress").get();
    expect(undecided(state)).toBe(true);
    expect(missing(state)).toBe(true);
  });
});

describe("an edit", () => {
  it("based on an older revision is sent again on top of what came", async () => {
    const { intake, form } = opened();
    intake.source("history", "answered");
    expect(await form.commit("enterprisePostcode", "350001", null)).toBeNull();
    expect(form.field("enterprisePostcode").get().text).toBe("350001");
    expect(form.field("legalRepPhone").get().filled).toBe(true);
  });

  it("that is refused keeps the typed text and its reason", async () => {
    const why = { code: "YC-1201", zh: "不对", en: "wrong" };
    const { form } = opened(() => Promise.reject(new TroubleError(why)));
    form.draft("premisesArea").set("八十");
    expect(await form.commit("premisesArea", "八十", null)).toEqual(why);
    expect(form.draft("premisesArea").get()).toBe("八十");
    expect(form.fault("premisesArea").get()).toEqual(why);
    expect(form.saving.get()).toBe("failed");
  });

  it("waits for the one before it", async () => {
    const order: string[] = [];
    const release: (() => void)[] = [];
    const intake = createIntake();
    const form = openForm(intake.view(), {
      undoEdit: () => Promise.reject(new Error("nothing is taken back here")),
      editIntake: async (_id, base, changes): Promise<IntakeDelta> => {
        const change = changes[0];
        order.push(change?.kind === "set" ? change.key : "");
        await new Promise<void>((done) => release.push(done));
        return intake.edit(base, changes);
      },
    });
    const first = form.commit("enterprisePostcode", "350001", null);
    const second = form.commit("foodSeats", "36", null);
    await vi.waitFor(() => expect(release).toHaveLength(1));
    expect(order).toEqual(["enterprisePostcode"]);
    expect(form.saving.get()).toBe("saving");
    release[0]?.();
    await first;
    await vi.waitFor(() => expect(release).toHaveLength(2));
    release[1]?.();
    await second;
    await form.settled();
    expect(order).toEqual(["enterprisePostcode", "foodSeats"]);
    expect(form.saving.get()).toBe("saved");
  });

  it("typed further meanwhile leaves the newer text in the box", async () => {
    const { form } = opened();
    form.draft("enterprisePostcode").set("3500");
    const sent = form.commit("enterprisePostcode", "3500", null);
    form.draft("enterprisePostcode").set("350001");
    await sent;
    expect(form.draft("enterprisePostcode").get()).toBe("350001");
  });
});

describe("groups", () => {
  it("are counted and only those with something to show are named", async () => {
    const { form } = opened();
    expect(form.shownGroups.get()).not.toContain("经办人信息");
    await form.edit({ kind: "answer", question: "agent", codes: ["yes"] });
    expect(form.shownGroups.get()).toContain("经办人信息");
    const agent = form.groups.find((group) => group.name === "经办人信息");
    expect(agent?.count.get().missing).toBe(7);
  });
});

describe("an edit taken back", () => {
  it("brings the former value with its source and names its field", async () => {
    const { intake, form } = opened();
    form.apply(intake.source("history", "answered"));
    const before = form.field("enterpriseEmail").get();
    await form.commit("enterpriseEmail", "window@example.cn", "更正");
    expect(form.field("enterpriseEmail").get().chip?.kind).toBe("typed");
    expect(await form.undo()).toEqual({ key: "enterpriseEmail" });
    expect(form.field("enterpriseEmail").get()).toEqual(before);
  });

  it("says so when there is none", async () => {
    expect(await opened().form.undo()).toHaveProperty("trouble");
  });
});

describe("an answer", () => {
  it("lists what it makes unnecessary, and nothing once it is taken back", async () => {
    const { form } = opened();
    const answer = (code: string) => form.edit({ kind: "answer", question: "agent", codes: [code] });
    await answer("yes");
    const agent = form.view.schema.find((one) => one.subject === "agent" && one.kind === "text");
    if (agent === undefined) throw new Error("no field of the agent");
    await form.commit(agent.key, "何山", null);
    await answer("no");
    expect(form.dropped.get()).toMatchObject({ code: "YC-5560" });
    expect(form.dropped.get()?.zh).toContain(agent.label);
    await answer("yes");
    expect(form.dropped.get()).toBeNull();
    expect(form.field(agent.key).get().text).toBe("何山");
  });
});

describe("a question that is a field of the form as well", () => {
  const opens = () => {
    const { form } = opened();
    const of = (id: string) => form.questions.get().find((one) => one.id === id);
    return { form, of };
  };

  it("is answered once, whichever way", async () => {
    const { form, of } = opens();
    await form.edit({ kind: "answer", question: "format", codes: ["餐饮服务经营者"] });
    expect(form.field("foodMainFormat").get()).toMatchObject({ filled: true, chip: { kind: "guidance" } });
    await form.commit("foodMainFormat", "集中用餐单位食堂", null);
    expect(of("format")?.chosen).toEqual(["集中用餐单位食堂"]);
  });

  it("takes several answers by turning each on or off", async () => {
    const { form, of } = opens();
    const codes = (of("items")?.answers ?? []).map((one) => one.code);
    // Faster than the host answers.
    await Promise.all([2, 0, 2].map((place) => form.answer("items", codes[place] ?? "")));
    expect(of("items")?.chosen).toEqual([codes[0]]);
  });
});

describe("a number that was typed", () => {
  it("is in no cell of the form once the host has it", async () => {
    const { form } = opened();
    form.draft("foodSafetyIdNumber").set("350199198803070018");
    await form.commit("foodSafetyIdNumber", "350199198803070018", null);
    expect(form.draft("foodSafetyIdNumber").get()).toBeNull();
    expect(form.field("foodSafetyIdNumber").get()).toMatchObject({
      text: "350199********0018",
      masked: true,
      filled: true,
    });
    const cells = form.view.schema.map(({ key }) => [form.field(key).get(), form.draft(key).get()]);
    expect(JSON.stringify(cells)).not.toContain("350199198803070018");
  });

  it("is to be read while it is refused", async () => {
    const { form } = opened();
    await form.commit("foodSafetyIdNumber", "35019919880307", null);
    expect(form.field("foodSafetyIdNumber").get()).toMatchObject({
      text: "35019919880307",
      masked: false,
      filled: false,
    });
    expect(missing(form.field("foodSafetyIdNumber").get())).toBe(true);
  });
});
