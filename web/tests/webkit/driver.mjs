/** The built window under WebDriver: one session, scripts in its page, the processes it consists of. */
import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";

const patienceMs = 60_000;

export async function openWindow({ driver, native, program, environment }) {
  const [port, nativePort] = [await freePort(), await freePort()];
  const drivers = spawn(
    driver,
    ["--port", String(port), "--native-port", String(nativePort), "--native-driver", native],
    { env: environment, stdio: "ignore", detached: true },
  );
  const base = `http://127.0.0.1:${port}`;
  await until("the driver listens", () => fetch(`${base}/status`).then(() => true, () => false));
  const begun = performance.now();
  const { sessionId } = await ask("POST", `${base}/session`, {
    capabilities: { alwaysMatch: { "tauri:options": { application: program }, browserName: "wry" } },
  });
  const session = `${base}/session/${sessionId}`;
  await ask("POST", `${session}/timeouts`, { script: 300_000 });
  return {
    begun,
    go: (url) => ask("POST", `${session}/url`, { url }),
    /** Runs the body of an async function in the page with these arguments. */
    run: (body, ...args) =>
      ask("POST", `${session}/execute/async`, {
        script: `const done = arguments[arguments.length - 1];
          (async (...args) => { ${body} })(...arguments).then(
            (value) => done({ value }), (error) => done({ error: String(error) }));`,
        args,
      }).then(({ value, error }) => {
        if (error !== undefined) throw new Error(error);
        return value;
      }),
    resize: (width, height) => ask("POST", `${session}/window/rect`, { x: 0, y: 0, width, height }),
    processes: () => familyOf(program),
    close: async () => {
      await ask("DELETE", session).catch(() => undefined);
      try {
        process.kill(-drivers.pid, "SIGKILL");
      } catch {
        // The driver ended with its session.
      }
    },
  };
}

async function ask(method, url, body) {
  const reply = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value } = await reply.json();
  if (!reply.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value?.message ?? reply.status}`);
  return value;
}

export async function until(what, holds) {
  const begun = performance.now();
  while (!(await holds())) {
    if (performance.now() - begun > patienceMs) throw new Error(`it did not come to be: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** The program and everything it started, by name with the memory that is its own (proportional set size). */
function familyOf(program) {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return [{ pid: Number(pid), parent: Number(stat.split(") ")[1].split(" ")[1]), command }];
      } catch {
        return [];
      }
    });
  const family = all.filter((one) => one.command[0] === program);
  for (let at = 0; at < family.length; at += 1)
    family.push(...all.filter((one) => one.parent === family[at].pid && !family.includes(one)));
  return family.map(({ pid, command }) => ({ name: command[0].split("/").at(-1), bytes: memoryOf(pid) }));
}

function memoryOf(pid) {
  try {
    const kb = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    return Number(kb ?? 0) * 1024;
  } catch {
    return 0;
  }
}
