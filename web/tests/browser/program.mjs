/**
 * The built program as a development host: real desk, its own hall, practice province, in a home that goes with it.
 * `YICHUANG_BIN` names the program; without it the development build of this checkout is taken.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const addressWithinMs = 60_000;
const endWithinMs = 10_000;
/** Somebody else of the staff, who may look at every case. */
const supervisor = { staff: "0801", password: "yichuang-train" };

/** Where the program is; an error in words when it is not there. */
export function programPath(web) {
  const named = process.env.YICHUANG_BIN ?? "";
  const path = named === "" ? join(web, "../target/debug/yichuang") : named;
  if (existsSync(path)) return resolve(path);
  throw new Error(
    named === ""
      ? `the program is not built: ${path} is missing (cargo build --workspace), and YICHUANG_BIN names no other`
      : `YICHUANG_BIN names ${path}, which is not there`,
  );
}

/** Starts it on a free port; resolves when it has said its address. */
export async function startProgram(web, pages) {
  const path = programPath(web);
  const home = mkdtempSync(join(tmpdir(), "yichuang-live-"));
  const peers = join(home, "peers.json");
  const child = spawn(path, ["--serve-dev", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      YICHUANG_HOME: home,
      YICHUANG_TEST_PEERS: peers,
      WEB_DIST: pages,
      // The keyring of whoever runs the tests stays as it is.
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, "no-bus")}`,
    },
  });
  const ended = new Promise((done) => {
    child.once("exit", (code, signal) => done(signal ?? `code ${code}`));
    child.once("error", (cause) => done(cause.message));
  });
  let running = true;
  void ended.then(() => (running = false));
  // The practice province ends with the program: its standard input closes. Nothing here outlives this process.
  const kill = () => running && child.kill("SIGKILL");
  const clear = () => rmSync(home, { recursive: true, force: true });
  const abandon = () => {
    kill();
    clear();
  };
  process.once("exit", abandon);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

  async function stop() {
    if (running) child.kill("SIGINT");
    const late = setTimeout(kill, endWithinMs);
    await ended;
    clearTimeout(late);
    process.off("exit", abandon);
    clear();
  }

  let said = "";
  const address = new Promise((done) => {
    const hear = (chunk) => {
      said += chunk;
      const found = /^(http:\/\/127\.0\.0\.1:\d+)$/m.exec(said);
      if (found !== null) done(found[1]);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", hear);
  });
  let late;
  try {
    const first = await Promise.race([
      address,
      ended.then((how) => {
        throw new Error(`${path} --serve-dev ended with ${how}: ${said.trim().replaceAll("\n", " | ")}`);
      }),
      new Promise((_, refuse) => {
        const words = `${path} --serve-dev told no address within ${addressWithinMs / 1000} s`;
        late = setTimeout(() => refuse(new Error(words)), addressWithinMs);
      }),
    ]);
    return {
      address: first,
      stop,
      hallCase: (slip) => hallCase(peers, slip),
      answerApproval: (approve, note) => answerApproval(peers, approve, note),
    };
  } catch (cause) {
    await stop();
    throw cause;
  } finally {
    clearTimeout(late);
  }
}

/** Speaks to the hall as the supervisor, from another desk and apart from the window. */
async function asSupervisor(peers) {
  const { hall, token } = JSON.parse(readFileSync(peers, "utf8"));
  const headers = { authorization: `Bearer ${token}`, "x-yichuang-desk": "99" };
  const session = await fetch(`${hall}/v1/sessions`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify(supervisor),
  });
  const { token: staff } = await session.json();
  return async (path, body) => {
    const reply = await fetch(`${hall}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...headers,
        "x-yichuang-staff": staff,
        "content-type": "application/json",
        ...(body === undefined ? {} : { "idempotency-key": crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`the hall answers ${reply.status} for ${path}`);
    return reply.json();
  };
}

/** A case as the hall itself has it. */
async function hallCase(peers, slip) {
  return (await asSupervisor(peers))(`/v1/cases/${slip}`);
}

/** Opens and answers what has waited longest; gives what was opened. */
async function answerApproval(peers, approve, note) {
  const ask = await asSupervisor(peers);
  const waits = (await ask("/v1/approvals")).find((one) => one.state === "waiting");
  if (waits === undefined) throw new Error("nothing waits for approval");
  const opened = await ask(`/v1/approvals/${waits.id}`);
  const answered = await ask(`/v1/approvals/${waits.id}/answer`, { approve, note });
  if (!answered.answered) throw new Error("somebody else answered");
  return opened;
}
