// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { createSession } from "../features/desk/session";
import { createFixture } from "../host/fixture/host";
import { deskCommands } from "./deskCommands";

it("no key means two things at the desk", async () => {
  const { host } = createFixture();
  const session = createSession(host);
  await session.signIn("0826", "practice");
  const desk = session.desk.get();
  if (desk === null) throw new Error("nobody is signed in");
  const messages = await host.messages();
  const commands = deskCommands({ session, desk, messages, form: null, editing: false, advance: () => undefined });
  const keys = commands.map((command) => command.keys).filter((combo) => combo !== "");
  expect(keys.filter((combo, at) => keys.indexOf(combo) !== at)).toEqual([]);
  expect(keys.length).toBeGreaterThan(25);
});
