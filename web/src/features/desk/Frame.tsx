import type { ReactNode } from "react";
import type { DeskView, LinkView, RealmView } from "../../host/types";
import { useCell } from "../../parts/cell";
import { ClockWarning } from "../cases/Warning";
import { HallStrip, QuietMark, useTalk } from "../messages/Strip";
import { WallClock } from "../../parts/Clock";
import { Button } from "../../parts/Button";
import { Kbd } from "../../parts/Kbd";
import { switchLanguage, useSentence, useWords } from "../../words";
import { barOf, type Command } from "./commands";
import { useSession } from "./session";

/** Realm, hall, window, clerk, devices, line and time. A page may say itself who stands here, and add its own signs. */
export function TopBar({ desk, who, signs }: { desk: DeskView; who?: string; signs?: ReactNode }) {
  const say = useWords();
  const sentence = useSentence();
  const session = useSession();
  const post = useCell(session.start)?.post ?? "clerk";
  const talk = useTalk(desk.link.offsetS);
  // What people in the hall have to say comes first.
  const warns = useCell(session.warnings.view).total > 0;
  return (
    <header className={talk === null && !warns ? "top" : "top talks"}>
      <span className="sys">{say(`posts.system.${post}`)}</span>
      <span className="where">
        {desk.hallName} ·{" "}
        {who ??
          `${say("top.desk", { desk: desk.desk })} · ${say("top.staff", { name: desk.staffName, staff: desk.staff })}`}
      </span>
      {talk !== null ? (
        <HallStrip talk={talk} offsetS={desk.link.offsetS} />
      ) : warns ? (
        <ClockWarning />
      ) : (
        <span className="sp" />
      )}
      <QuietMark />
      <span className="dev" role="group" aria-label={say("top.devices")}>
        {signs}
        {desk.devices.map((device) => (
          <span
            key={device.kind}
            className={device.ok ? "" : "off"}
            title={device.note === null ? undefined : sentence(device.note)}
            data-testid={`device-${device.kind}`}
          >
            {device.ok ? "✓" : "!"} {device.name}
          </span>
        ))}
        <span className={desk.link.up ? "" : "off"} data-testid="link">
          {desk.link.up ? "✓" : "!"} {say(desk.link.up ? "top.linkUp" : "top.linkDown")}
        </span>
        {desk.unsent > 0 ? (
          <span className="off" data-testid="unsent">
            ! {say("top.unsent", { n: desk.unsent })}
          </span>
        ) : null}
      </span>
      <button type="button" className="lang" onClick={switchLanguage} data-testid="language" title="Alt+L">
        {say("top.otherLanguage")}
      </button>
      <WallClock offsetS={desk.link.offsetS} />
    </header>
  );
}

/** Striped violet in training on every page; amber since when the line is away. */
export function Banners({
  realm,
  link,
  unsent,
}: {
  realm: RealmView;
  link: LinkView | null;
  unsent: number;
}) {
  const say = useWords();
  const sentence = useSentence();
  return (
    <div>
      {realm === "training" ? (
        <div className="banner train" data-testid="banner-training">
          {say("banner.training")}
        </div>
      ) : null}
      {link === null || link.up ? null : (
        <div className="banner offline" role="alert" data-testid="banner-offline">
          ⚠ {say("banner.offline", { since: link.since, n: unsent })}{" "}
          {link.trouble === null ? null : `${sentence(link.trouble)} ${link.trouble.code}`}
        </div>
      )}
    </div>
  );
}

/** The two pages of this window and the way out. */
export function Rail({
  onCases,
  onLibrary,
  onHelp,
}: {
  onCases: () => void;
  onLibrary: () => void;
  onHelp: () => void;
}) {
  const session = useSession();
  const say = useWords();
  const layer = useCell(session.layer);
  const counts = useCell(session.counts);
  const wanting = counts === null ? 0 : counts.drafts + counts.received + counts.returned + counts.due + counts.unsent;
  return (
    <nav className="nav" aria-label={say("rail.label")}>
      <button type="button" className={layer?.kind === "cases" || layer?.kind === "library" ? "" : "on"} aria-current="page">
        <b>▣</b>
        {say("rail.desk")}
      </button>
      <button type="button" className={layer?.kind === "cases" ? "on" : ""} onClick={onCases}>
        <b>☰</b>
        {say("rail.cases")}
        {wanting > 0 ? (
          <>
            <br />
            <span className="n num" data-testid="rail-badge" aria-label={say("rail.wanting", { n: wanting })}>
              {wanting}
            </span>
          </>
        ) : null}
      </button>
      <button type="button" className={layer?.kind === "library" ? "on" : ""} onClick={onLibrary}>
        <b>≡</b>
        {say("key.library")}
      </button>
      <span className="sp" />
      <button type="button" onClick={onHelp}>
        <b>?</b>
        {say("rail.help")}
      </button>
      <button type="button" onClick={() => void session.signOut()} data-testid="sign-out">
        <b>⇥</b>
        {say("rail.signOut")}
      </button>
    </nav>
  );
}

/** What each key does now; dashed when it does nothing in this state. */
export function KeyBar({ commands }: { commands: Command[] }) {
  const say = useWords();
  return (
    <footer className="fkeys" aria-label={say("keys.label")}>
      {barOf(commands).map(({ keys, word, why, hot, act }) => (
          <button
            key={keys}
            type="button"
            tabIndex={-1}
            className={why !== null ? "dis" : hot === true ? "hot" : ""}
            aria-disabled={why !== null || undefined}
            title={why === null ? undefined : say(why)}
            data-testid={`fkey-${keys}`}
            onClick={() => {
              if (why === null) act();
            }}
          >
            <kbd>{keys.replace("+", " ")}</kbd>
            <span>{say(word)}</span>
          </button>
        ))}
    </footer>
  );
}

/** Troubles and news, the latest last; Esc takes the latest away. */
export function Notices() {
  const session = useSession();
  const sentence = useSentence();
  const say = useWords();
  const notices = useCell(session.notices);
  if (notices.length === 0) return null;
  return (
    <div className="notices" role="alert">
      {notices.map((notice) => (
        <div
          key={notice.at}
          className={`notice ${notice.tone}`}
          data-testid={`notice-${notice.trouble.code === "" ? "said" : notice.trouble.code}`}
        >
          <span>
            <b>{notice.tone === "bad" ? "✕ " : "ℹ "}</b>
            {sentence(notice.trouble)}{" "}
            {notice.trouble.code === "" ? null : <span className="code">{notice.trouble.code}</span>}
          </span>
          <Button onPress={() => session.dismiss()} keys="Esc">
            {say("dialog.close")}
          </Button>
        </div>
      ))}
    </div>
  );
}

/** All keys of the desk. */
export function KeyList({ rows }: { rows: [string, string][] }) {
  return (
    // Longer than a small screen: the arrow keys scroll what has the focus.
    <dl className="keylist" tabIndex={0}>
      {rows.map(([keys, word]) => (
        <div key={keys}>
          <dt>
            <Kbd keys={keys} />
          </dt>
          <dd>{word}</dd>
        </div>
      ))}
    </dl>
  );
}
