/**
 * The page of tests and screenshots: the same desk over the in-page host. `?window=` (the
 * applicant's with `&screen=`), `?start=`, `?theme=`,
 * `?offline`, `?onSpot`, `?told`, `?comesback`, `?online=`, `?duplicate`, `?noGrant`, `?unasked`, `?former`, `?fields=`, `?cases=`, `?warned=`, `?registerDown`,
 * `?board=`, `?faulty`.
 */
import { mount } from "./app/mount";
import { mountCustomer } from "./app/mountCustomer";
import { keptTheme, setTheme, wear } from "./app/theme";
import { createApplicantFixture } from "./host/fixture/applicant";
import { createFixture } from "./host/fixture/host";

const asked = new URLSearchParams(location.search);
// With `theme=kept` as another window of this machine left it.
if (asked.get("theme") === "kept") wear(keptTheme());
else setTheme(asked.get("theme") ?? "");
if (asked.get("window") === "applicant") {
  const fixture = createApplicantFixture(asked.get("screen") ?? "idle");
  Object.assign(window, { fixture, customer: mountCustomer(fixture.host) });
} else {
  const fixture = createFixture({
    start: (asked.get("start") ?? "signIn") as "signIn",
    offline: asked.has("offline"),
    onSpot: asked.has("onSpot"),
    faulty: asked.has("faulty"),
    told: asked.has("told"),
    comesback: asked.has("comesback"),
    online: Number(asked.get("online") ?? "0"),
    window: (asked.get("window") ?? "clerk") as "clerk",
    slowMs: Number(asked.get("slow") ?? "40"),
    fields: asked.has("fields") ? Number(asked.get("fields")) : undefined,
    formerCase: asked.has("former"),
    duplicate: asked.has("duplicate"),
    noGrant: asked.has("noGrant"),
    unasked: asked.has("unasked"),
    cases: Number(asked.get("cases") ?? "0"),
    registerDown: asked.has("registerDown"),
    warned: Number(asked.get("warned") ?? "0"),
    board: (asked.get("board") ?? "busy") as "busy",
  });
  const session = mount(fixture.host);
  Object.assign(window, { fixture, session });
}
