/**
 * What the screens cost in WebKitGTK, measured in the built window: from its start to its first screen, then in the
 * same window the page of the in-page host with forms of 60 and 240 fields and a list of 50,000 cases. Prints a
 * table and, as the last line, one JSON object.
 *
 * Environment: DISPLAY, YICHUANG_BIN, TAURI_DRIVER, NATIVE_DRIVER.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../browser/serve.mjs";
import { openWindow, until } from "./driver.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "../..");
const starts = 3;
const rounds = 7;

/** Opens the form, and draws it anew several times: the middle of the times from nothing to painted. */
const mount = `
  const rounds = args[0];
  const paint = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const { session, fixture } = window;
  await session.signIn("0826", "practice");
  await session.callNext();
  session.show(await fixture.host.readCard());
  session.show(await fixture.host.chooseParty({ kind: "body", uscc: "91350199MA2Y6QJ38T", asAgent: false }));
  await session.openItem("scjg-food-licence");
  await new Promise((done) => setTimeout(done, 500));
  const view = await fixture.host.resumeIntake("intake-1");
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    session.form.set(null);
    await paint();
    await paint();
    const begun = performance.now();
    session.showIntake(view);
    await paint();
    document.body.getBoundingClientRect();
    times.push(performance.now() - begun);
  }
  return { times, fields: document.querySelectorAll(".fld, .conf").length };
`;

/** Keystrokes into one field of the open form: value, event, layout. WebKit's clock has whole milliseconds, so
 * every figure is the mean of ten strokes. */
const keys = `
  const paint = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const find = () => document.querySelector('[data-testid="field-enterprisePostcode"]');
  while (find() === null) await paint();
  const box = find();
  box.focus();
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const times = [];
  for (let lot = 0; lot < 40; lot += 1) {
    const begun = performance.now();
    for (let stroke = 0; stroke < 10; stroke += 1) {
      write.call(box, "3".repeat(1 + ((lot + stroke) % 6)));
      box.dispatchEvent(new Event("input", { bubbles: true }));
      document.body.getBoundingClientRect();
    }
    times.push((performance.now() - begun) / 10);
    await paint();
  }
  return times;
`;

/** Scrolls the long list by four rows a frame; every figure is the mean of ten frames. */
const scroll = `
  const { session } = window;
  session.form.set(null);
  session.layer.set({ kind: "cases" });
  const found = async (name) => {
    while (document.querySelector(name) === null) await new Promise((done) => setTimeout(done, 20));
  };
  await found('[data-testid="cases-mine"]');
  document.querySelector('[data-testid="cases-mine"]').click();
  await found('[data-testid="case-1"] .pill');
  const box = document.querySelector('[data-testid="case-rows"]');
  const times = [];
  await new Promise((done) => {
    let frames = 0;
    let begun = performance.now();
    const step = (now) => {
      frames += 1;
      if (frames % 10 === 0) {
        times.push((now - begun) / 10);
        begun = now;
      }
      box.scrollTop += 144;
      if (frames < 410) requestAnimationFrame(step);
      else done();
    };
    requestAnimationFrame(step);
  });
  return { times: times.slice(1), rows: box.querySelectorAll(".case").length };
`;

const needed = (name) => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: \`cargo xtask bench --only screens\` sets it`);
  return value;
};

const sorted = (times) => [...times].sort((one, other) => one - other);
const at = (times, share) => sorted(times)[Math.min(times.length - 1, Math.floor(times.length * share))];
const tenth = (value) => Math.round(value * 10) / 10;

async function startOnce() {
  const home = mkdtempSync(join(tmpdir(), "yichuang-bench-"));
  const window = await openWindow({
    driver: needed("TAURI_DRIVER"),
    native: needed("NATIVE_DRIVER"),
    program: needed("YICHUANG_BIN"),
    environment: { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
  });
  await until("the first screen is painted", () =>
    window.run(`return document.querySelector("[data-testid^=start-]") !== null`),
  );
  const cold = performance.now() - window.begun;
  return {
    window,
    cold,
    end: async () => {
      await window.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

const server = await serve(join(web, "../target/web-fixture"));
const colds = [];
for (let start = 1; start < starts; start += 1) {
  const once = await startOnce();
  colds.push(once.cold);
  await once.end();
}
const { window, cold, end } = await startOnce();
colds.push(cold);
try {
  await window.resize(1366, 768);
  const page = async (query) => {
    await window.go(`${server.address}/fixture.html?slow=0&${query}`);
    await until("the page stands", () => window.run("return window.session !== undefined"));
  };
  await page("fields=60");
  const form60 = await window.run(mount, rounds);
  const strokes = await window.run(keys);
  await page("fields=240");
  const form240 = await window.run(mount, rounds);
  const strokes240 = await window.run(keys);
  await page("cases=50000");
  await window.run(`await window.session.signIn("0826", "practice"); return null;`);
  const list = await window.run(scroll);
  const family = window.processes();
  const figures = {
    bench: "screens",
    engine: (await window.run("return navigator.userAgent")).match(/AppleWebKit\/[\d.]+/)?.[0] ?? "",
    form60_mount_ms: tenth(at(form60.times, 0.5)),
    form240_mount_ms: tenth(at(form240.times, 0.5)),
    key_p50_ms: tenth(at(strokes, 0.5)),
    key_p95_ms: tenth(at(strokes, 0.95)),
    key240_p50_ms: tenth(at(strokes240, 0.5)),
    key240_p95_ms: tenth(at(strokes240, 0.95)),
    scroll_p50_ms: tenth(at(list.times, 0.5)),
    cold_start_ms: tenth(at(colds, 0.5)),
    machine_load: loadavg()[0],
    memory_bytes: family.reduce((sum, one) => sum + one.bytes, 0),
  };
  const row = (name, value, limit = "") => console.log(`${name.padEnd(44)}${String(value).padStart(14)}  ${limit}`);
  row("form of 60 fields, nothing to painted (ms)", figures.form60_mount_ms, "≤ 250");
  row("form of 240 fields, nothing to painted (ms)", figures.form240_mount_ms, "≤ 700");
  row("a key at 60 fields, p50 / p95 (ms)", `${figures.key_p50_ms} / ${figures.key_p95_ms}`, "≤ 20");
  row("a key at 240 fields, p50 / p95 (ms)", `${figures.key240_p50_ms} / ${figures.key240_p95_ms}`);
  row("a frame of 50,000 rows scrolling, p50 (ms)", figures.scroll_p50_ms, "≤ 16.7");
  row("start to first screen (ms)", figures.cold_start_ms);
  for (const { name, bytes } of family) row(`memory of ${name} (MB)`, tenth(bytes / 1e6));
  row("load of the machine meanwhile", tenth(figures.machine_load), `${availableParallelism()} cores`);
  row("fields drawn at 60 and 240, rows drawn", `${form60.fields} ${form240.fields} ${list.rows}`);
  console.log(JSON.stringify(figures));
} finally {
  await end();
  server.close();
}
