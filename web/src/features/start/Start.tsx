import { useEffect, useRef, useState, type FormEvent } from "react";
import { troubleOf } from "../../host/host";
import type { StartView, TroubleView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { Button } from "../../parts/Button";
import { composing } from "../../parts/keys";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import { grouped, typedCode } from "./start";
import { DeviceSignIn } from "../posts/Device";
import { OtherPosts } from "../posts/OtherPosts";
import "./start.css";

/** Everything before the desk: first start, recovery, sign-in, stopped. */
export function Start() {
  const session = useSession();
  const say = useWords();
  const view = useCell(session.start);
  if (view === null) {
    return (
      <main className="start">
        <p className="mut">{say("start.opening")}</p>
        <Notices />
      </main>
    );
  }
  return (
    <main className="start">
      <section className="panel card" data-testid={`start-${view.state.kind}`}>
        <div className="brand">
          <b>{say(`posts.system.${view.post}`)}</b>
          <span className="mut">
            {view.hallName === ""
              ? say("top.desk", { desk: view.desk })
              : say("start.where", { hall: view.hallName, desk: view.desk })}
          </span>
        </div>
        <Screen view={view} />
      </section>
      <Notices />
    </main>
  );
}

function Notices() {
  const notices = useCell(useSession().notices);
  return (
    <div className="card">
      {notices.map((notice) => (
        <Trouble key={notice.at} trouble={notice.trouble} />
      ))}
    </div>
  );
}

function Screen({ view }: { view: StartView }) {
  switch (view.state.kind) {
    case "firstStart":
      return <FirstStart code={view.state.recoveryCode} />;
    case "needsRecovery":
      return <Recovery trouble={view.state.trouble} />;
    case "signIn":
      return <PostSignIn view={view} />;
    case "locked":
      return <Locked staff={view.state.staff} name={view.state.staffName} />;
    case "stopped":
      return <Stopped trouble={view.state.trouble} />;
  }
}

function FirstStart({ code }: { code: string }) {
  const session = useSession();
  const say = useWords();
  useFirst();
  return (
    <>
      <h1>{say("start.firstTitle")}</h1>
      <p>{say("start.firstWhy")}</p>
      <p className="recovery num" data-testid="recovery-code">
        {grouped(code).map((part, at) => (
          <span key={at}>{part}</span>
        ))}
      </p>
      <Button
        tone="pri"
        big
        keys="Enter"
        testId="recovery-noted"
        stop="first"
        onPress={() =>
          void session
            .deed("confirmRecovery", () => session.host.confirmRecovery())
            .then((next) => next !== null && session.start.set(next))
        }
      >
        {say("start.noted")}
      </Button>
    </>
  );
}

function Recovery({ trouble }: { trouble: TroubleView }) {
  const session = useSession();
  const say = useWords();
  const [code, setCode] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  useFirst();
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      session.start.set(await session.host.recover(typedCode(code)));
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{say("start.recoverTitle")}</h1>
      <Trouble trouble={trouble} />
      <p className="mut">{say("start.recoverWhy")}</p>
      <label htmlFor="recovery">{say("start.recoveryCode")}</label>
      <input
        id="recovery"
        data-stop="first"
        data-testid="recovery-input"
        className="in num"
        autoComplete="off"
        spellCheck={false}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Trouble trouble={why} testId="recovery-trouble" />
      <Button type="submit" tone="pri" big keys="Enter" testId="recovery-submit">
        {say("start.recover")}
      </Button>
    </form>
  );
}

/** A person types his number and password; a device signs in by itself. */
function PostSignIn({ view }: { view: StartView }) {
  switch (view.post) {
    case "kiosk":
    case "wall":
      return <DeviceSignIn />;
    case "clerk":
      return (
        <>
          <SignIn />
          {view.realm === "training" ? <OtherPosts /> : null}
        </>
      );
    case "supervisor":
    case "helper":
      return <SignIn />;
  }
}

function SignIn() {
  const session = useSession();
  const say = useWords();
  const [staff, setStaff] = useState("");
  const [password, setPassword] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const busy = useCell(session.busy) === "signIn";
  const secret = useRef<HTMLInputElement>(null);
  useFirst();
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setWhy(null);
    const trouble = await session.signIn(staff.normalize("NFKC").trim(), password);
    if (trouble === null) return;
    setWhy(trouble);
    setPassword("");
    secret.current?.focus();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{say("start.signInTitle")}</h1>
      <label htmlFor="staff">{say("start.staff")}</label>
      <input
        id="staff"
        data-stop="first"
        data-testid="staff"
        className="in num"
        autoComplete="off"
        value={staff}
        onChange={(event) => setStaff(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || composing(event)) return;
          event.preventDefault();
          secret.current?.focus();
        }}
      />
      <label htmlFor="password">{say("start.password")}</label>
      <input
        id="password"
        ref={secret}
        data-testid="password"
        className="in"
        type="password"
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Trouble trouble={why} testId="sign-in-trouble" />
      <Button
        type="submit"
        tone="pri"
        big
        keys="Enter"
        testId="submit"
        why={busy ? say("start.signingIn") : null}
      >
        {busy ? say("start.signingIn") : say("start.signIn")}
      </Button>
    </form>
  );
}

/** 锁屏: the same clerk's password, or another clerk signs in. */
function Locked({ staff, name }: { staff: string; name: string }) {
  const session = useSession();
  const say = useWords();
  const [password, setPassword] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const busy = useCell(session.busy) === "unlock";
  const secret = useRef<HTMLInputElement>(null);
  useFirst();
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setWhy(null);
    const trouble = await session.unlock(password);
    if (trouble === null) return;
    setWhy(trouble);
    setPassword("");
    secret.current?.focus();
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{say("lock.title")}</h1>
      <p>{say("lock.who", { name, staff })}</p>
      <label htmlFor="unlock">{say("start.password")}</label>
      <input
        id="unlock"
        ref={secret}
        data-stop="first"
        data-testid="unlock-password"
        className="in"
        type="password"
        autoComplete="off"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Trouble trouble={why} testId="unlock-trouble" />
      <Button type="submit" tone="pri" big keys="Enter" testId="unlock" why={busy ? say("dialog.wait") : null}>
        {say("lock.open")}
      </Button>
      <p className="mut other">{say("lock.otherWhy")}</p>
      <Button testId="other-clerk" onPress={() => void session.signOut()}>
        {say("lock.other")}
      </Button>
    </form>
  );
}

function Stopped({ trouble }: { trouble: TroubleView }) {
  const say = useWords();
  return (
    <>
      <h1>{say("start.stoppedTitle")}</h1>
      <Trouble trouble={trouble} testId="stopped-trouble" />
      <p>{say("start.stoppedWhat")}</p>
    </>
  );
}

/** Puts the focus on the first control of the screen once it stands. */
function useFirst(): void {
  useEffect(() => {
    document.querySelector<HTMLElement>("[data-stop=first]")?.focus();
  }, []);
}
