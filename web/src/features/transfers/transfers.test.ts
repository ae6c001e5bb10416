import { expect, it } from "vitest";
import { createFixture } from "../../host/fixture/host";
import { bundleOf, createTransfers, markedBatch, progressOf, stateOf } from "./transfers";

async function opened() {
  const fixture = createFixture({});
  const state = createTransfers(fixture.host);
  await state.refresh();
  return { fixture, state };
}

it("bundles are listed, scanned out once, handed over under a number and come back", async () => {
  const { state } = await opened();
  const department = state.shown.get().all?.here[0];
  expect(department?.bundles).toHaveLength(2);
  await state.list(department?.departmentUscc ?? "");
  expect(state.shown.get()).toMatchObject({ shelf: "away", said: { word: "transfers.done.listed" } });
  const slips = markedBatch(state.shown.get())?.bundles.map((one) => one.slip) ?? [];
  expect(await state.scan(slips[0] ?? "")).toBe(true);
  expect(await state.scan(slips[0] ?? "")).toBe(false);
  expect(state.shown.get().trouble?.code).toBe("YC-2934");
  expect(progressOf(markedBatch(state.shown.get())!)).toEqual({ done: 1, all: 2, open: 0 });
  expect(await state.hand("林接收", "")).toBe(true);
  expect(markedBatch(state.shown.get())?.number).toContain("移字");
  // What was not scanned lies here again.
  expect(state.shown.get().all?.here[0]?.bundles).toHaveLength(1);
  const lines = markedBatch(state.shown.get())?.bundles[0]?.lines ?? [];
  expect(await state.lacks(slips[0] ?? "", [lines[0]?.material ?? ""])).toBe(true);
  expect(stateOf(markedBatch(state.shown.get())!.bundles[0]!).tone).toBe("bad");
  expect(await state.scan(slips[0] ?? "")).toBe(true);
  expect(markedBatch(state.shown.get())?.bundles[0]?.missing ?? []).toEqual([]);
});

it("a code is found as it was scanned or typed", async () => {
  const { state } = await opened();
  await state.list(state.shown.get().all?.here[0]?.departmentUscc ?? "");
  const batch = markedBatch(state.shown.get());
  const slip = batch?.bundles[0]?.slip ?? "";
  expect(bundleOf(batch, ` ${slip.slice(0, 5)}-${slip.slice(5).toLowerCase()}\r`)?.slip).toBe(slip);
  expect(bundleOf(batch, "")).toBeNull();
});

it("a paper is sealed once and stays in the list with who sealed it", async () => {
  const { state } = await opened();
  state.choose("seals");
  expect(await state.seal(2)).toBe(true);
  expect(state.shown.get().seals?.[0]).toMatchObject({ copies: 2, sealedBy: "0826" });
  expect(await state.seal(2)).toBe(false);
  expect(state.shown.get().trouble?.code).toBe("YC-2945");
});

it("a batch that was handed over has its paper, and the department checks each bundle once", async () => {
  const { state } = await opened();
  expect(await state.paper()).toBeNull();
  await state.list(state.shown.get().all?.here[0]?.departmentUscc ?? "");
  const slip = markedBatch(state.shown.get())?.bundles[0]?.slip ?? "";
  expect(await state.paper()).toBeNull();
  expect(await state.checked(slip, [])).toBe(false);
  expect(state.shown.get().trouble?.code).toBe("YC-2940");
  await state.scan(slip);
  await state.hand("林接收", "");
  const batch = markedBatch(state.shown.get());
  expect(await state.paper()).toMatchObject({ title: "材料移交单", number: batch?.number });
  const line = batch?.bundles[0]?.lines[0]?.material ?? "";
  expect(await state.checked(slip, [line])).toBe(true);
  const bundle = markedBatch(state.shown.get())?.bundles[0];
  expect(bundle).toMatchObject({ state: "away", missing: [line] });
  expect(bundle?.checkedAt).not.toBeNull();
  expect(await state.checked(slip, [])).toBe(false);
  expect(state.shown.get().trouble?.code).toBe("YC-2948");
});
