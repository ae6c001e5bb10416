import { mount } from "./app/mount";

/** Inside the desktop window its commands are the host; in a browser tab a development host is asked over HTTP. */
async function open(): Promise<void> {
  const { host } =
    "__TAURI_INTERNALS__" in window
      ? { host: (await import("./host/tauri")).tauriHost }
      : { host: (await import("./host/dev")).devHost };
  mount(host);
}

void open();
