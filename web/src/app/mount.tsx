import { createRoot } from "react-dom/client";
import { createSession, SessionProvider, type Session } from "../features/desk/session";
import type { Host } from "../host/host";
import "../tokens.css";
import "../parts/parts.css";
import "../features/desk/desk.css";
import { App } from "./App";

/** Draws the desk over a host. */
export function mount(host: Host): Session {
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no #root");
  const session = createSession(host);
  createRoot(root).render(
    <SessionProvider value={session}>
      <App />
    </SessionProvider>,
  );
  return session;
}
