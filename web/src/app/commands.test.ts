// @vitest-environment happy-dom
import { expect, it } from "vitest";
import type { Command } from "../features/desk/commands";
import { createSession } from "../features/desk/session";
import { helperCommands } from "../features/helper/commands";
import { messageCommands } from "../features/messages/commands";
import { supervisorCommands } from "../features/supervisor/commands";
import { createFixture } from "../host/fixture/host";
import { deskCommands } from "./deskCommands";

const deeds = new Proxy({} as Record<string, () => void>, { get: () => () => undefined });

/** Input methods take F4; F5 and F10 to F12 belong to the web view. */
const notOurs = ["F4", "F5", "F10", "F11", "F12"];

/** Keys that mean two things, and keys that are not the desk's to take. */
function wrong(commands: Command[]): string[] {
  const keys = commands.map((command) => command.keys).filter((combo) => combo !== "");
  return keys.filter((combo, at) => keys.indexOf(combo) !== at || notOurs.includes(combo));
}

async function signedIn() {
  const { host } = createFixture();
  const session = createSession(host);
  await session.signIn("0826", "practice");
  const desk = session.desk.get();
  if (desk === null) throw new Error("nobody is signed in");
  return { session, desk, messages: await host.messages() };
}

it("no key means two things at the desk", async () => {
  const { session, desk, messages } = await signedIn();
  const commands = deskCommands({ session, desk, messages, form: null, editing: false, advance: () => undefined });
  expect(wrong(commands)).toEqual([]);
  expect(commands.length).toBeGreaterThan(25);
});

it("nor at the helper's", async () => {
  const { session, messages } = await signedIn();
  const own = helperCommands({
    free: false,
    asked: true,
    mayFind: true,
    open: true,
    mayHand: true,
    mayMandate: true,
    acts: deeds as Parameters<typeof helperCommands>[0]["acts"],
  });
  expect(wrong([...own, ...messageCommands(session, messages)])).toEqual([]);
  expect(own.length).toBeGreaterThan(10);
});

it("nor at the supervisor's", () => {
  const commands = supervisorCommands({
    live: true,
    maySend: true,
    mayUrge: true,
    mayCallBack: true,
    warned: true,
    hot: null,
    acts: deeds as Parameters<typeof supervisorCommands>[0]["acts"],
  });
  expect(wrong(commands)).toEqual([]);
  expect(commands.length).toBeGreaterThan(10);
});
