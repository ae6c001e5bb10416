import { mount } from "./app/mount";
import { mountCustomer } from "./app/mountCustomer";
import { keptTheme, wear } from "./app/theme";

/** Inside the desktop window its commands are the host; in a browser tab a development host is asked over HTTP. */
async function open(): Promise<void> {
  const { host, applicant } =
    "__TAURI_INTERNALS__" in window
      ? await import("./host/tauri").then((own) => ({ host: own.tauriHost, applicant: own.tauriApplicant }))
      : await import("./host/dev").then((own) => ({ host: own.devHost, applicant: own.devApplicant }));
  wear(keptTheme());
  if (host.window === "applicant") mountCustomer(applicant);
  else mount(host);
}

void open();
