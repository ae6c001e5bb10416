/**
 * The desk in Chromium. Over the in-page host: one whole case by keys alone, layout checks and screenshots at both
 * sizes and three themes, and the cost of a form of 64 fields. Over the built program (`live`): one whole case with
 * the real desk and hall. Words after the command name the groups to run, ONLY in the environment
 * a part of the tests' names. Ends with one line of counts; exit code 1 on failure.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Clerk } from "./keys.mjs";
import { layoutFaults } from "./layout.mjs";
import { serve } from "./serve.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "../..");
const evidence = join(web, "../target/evidence/screens");
const asked = process.argv.slice(2);
if (asked.length === 0) rmSync(evidence, { recursive: true, force: true });
mkdirSync(evidence, { recursive: true });

/** Sizes by name; those with a scale are 1366 × 768 and 1920 × 1080 enlarged as the system does it. */
const sizes = {
  1366: { width: 1366, height: 768 },
  1920: { width: 1920, height: 1080 },
  1280: { width: 1280, height: 720 },
  911: { width: 911, height: 512 },
  "1366x125": { width: 1093, height: 614, scale: 1.25 },
  "1366x150": { width: 911, height: 512, scale: 1.5 },
  "1920x125": { width: 1536, height: 864, scale: 1.25 },
  "1920x150": { width: 1280, height: 720, scale: 1.5 },
};
const server = await serve(join(web, "../target/web-fixture"));
let passed = 0;
const failures = [];

/** `query` of the fixture page; with `null` the test opens a page of its own. Only the applicant points: `byHand`. */
async function test(browser, name, query, size, run, { byHand = false } = {}) {
  if (!name.includes(process.env.ONLY ?? "")) return;
  const { width, height, scale = 1 } = sizes[size];
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: scale,
    locale: "zh-CN",
  });
  const faults = [];
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  page.on("console", (line) => {
    const { url } = line.location();
    if (line.type() === "error" && !url.endsWith("/favicon.ico")) faults.push(`console: ${line.text()} ${url}`);
  });
  const clerk = new Clerk(page);
  const ends = [];
  const failed = join(evidence, `failed-${name.replace(/\W+/g, "-")}.png`);
  rmSync(failed, { force: true });
  const check = (truth, what) => {
    if (!truth) faults.push(what);
  };
  const shot = async (label, at) => {
    if (at !== undefined) await page.setViewportSize(sizes[at]);
    for (const fault of await layoutFaults(page)) faults.push(`${label}: ${fault}`);
    await page.screenshot({ path: join(evidence, `${label}.png`) });
  };
  const note = (file, text) => writeFileSync(join(evidence, file), text);
  const open = async (address) => {
    await page.goto(address);
    await page.evaluate(() => {
      window.pointers = 0;
      for (const kind of ["pointerdown", "mousedown", "click"]) {
        window.addEventListener(
          kind,
          (event) => (window.pointers += event.isTrusted && event.detail > 0 ? 1 : 0),
          true,
        );
      }
    });
  };
  const fixture = (asked) => open(`${server.address}/fixture.html${asked}`);
  try {
    if (query !== null) await fixture(query);
    await run({ page, clerk, check, shot, note, open, fixture, atEnd: (end) => ends.push(end) });
    if (!byHand) check((await page.evaluate(() => window.pointers)) === 0, "a pointer was used");
  } catch (error) {
    faults.push(String(error).split("\n")[0]);
    await page.screenshot({ path: failed });
  }
  await page.close();
  for (const end of ends) await end();
  if (faults.length === 0) {
    passed += 1;
    console.log(`ok   ${name}`);
  } else {
    failures.push(name);
    console.log(`FAIL ${name}`);
    for (const fault of [...new Set(faults)].slice(0, 40)) console.log(`       ${fault}`);
  }
}

/** All that is asked for, with what it was given; `alone`: what measures time has the machine to itself. */
const tests = { alone: [], beside: [] };
for (const file of readdirSync(dirname(fileURLToPath(import.meta.url))).sort()) {
  if (!file.endsWith(".test.mjs")) continue;
  if (asked.length > 0 && !asked.includes(file.split(".")[0])) continue;
  const group = await import(`./${file}`);
  await group.default((...given) => tests[group.alone ? "alone" : "beside"].push(given));
}

/** Works through tests, one after another, in a browser of its own. */
async function work(tests) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: ["--no-sandbox"],
  });
  for (let given = tests.shift(); given !== undefined; given = tests.shift()) await test(browser, ...given);
  await browser.close();
}

await work(tests.alone);
await Promise.all(Array.from({ length: availableParallelism() }, () => work(tests.beside)));
server.close();
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
