import { expect, it } from "vitest";
import { createFixture } from "../../host/fixture/host";
import type { PrintView } from "../../host/types";
import { createSession } from "../desk/session";
import { isUnderWay, wantsAnother } from "./prints";

const state = (state: PrintView["state"]): PrintView => ({
  job: "1",
  paper: "p",
  title: "受理通知书",
  printer: "8 号窗口打印机",
  state,
  sheets: 0,
  trouble: null,
});

it("what waits for paper is under way and wants another printer; what may lie in a tray is not", () => {
  const under = (["waiting", "printing", "stuck", "done", "failed", "doubtful"] as const).filter((one) =>
    isUnderWay(state(one)),
  );
  const another = (["waiting", "printing", "stuck", "done", "failed", "doubtful"] as const).filter((one) =>
    wantsAnother(state(one)),
  );
  expect(under).toEqual(["waiting", "printing", "stuck"]);
  expect(another).toEqual(["stuck", "failed", "doubtful"]);
  expect(isUnderWay(undefined) || wantsAnother(undefined)).toBe(false);
});

it("a printer out of paper is told at the desk, whatever is open there", async () => {
  const fixture = createFixture({ start: "signIn" });
  const session = createSession(fixture.host);
  await session.signIn("0826", "yichuang-train");
  fixture.printers.empty = true;
  const begun = await fixture.host.printPaper("p");
  await new Promise<void>((heard) => {
    const stop = session.prints.of.on(() => {
      if (session.prints.of.get()["p"]?.state !== "stuck") return;
      stop();
      heard();
    });
  });
  await session.prints.refresh();
  expect(session.prints.of.get()["p"]).toMatchObject({ job: begun.job, state: "stuck" });
});
