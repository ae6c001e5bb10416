/** 数据使用监管: alarms, samples, the month, grants; each list is read by keys, and what is done needs a word. */
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { troubleOf } from "../../host/host";
import type { DrawView, GrantAskView, GrantView, LookView, TroubleView, WatchAlarmView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useNow } from "../../parts/Clock";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords, type Say } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { csvOf, kindOf, monthAt, outcomeOf, outcomes, stepMonth, tabs, type Tab } from "./looks";
import { saveAs } from "./saveAs";
import "../approvals/approvals.css";
import "./undone.css";
import "./looks.css";

/** The hall takes no more of a note. */
const longest = 200;
const sampleSize = 20;

/** Something that can be done with the marked row, once a word was said. */
interface Deed {
  key: string;
  says: string;
  /** Asks for the last day as well. */
  dated?: boolean;
  run(note: string, until: string): Promise<unknown>;
}

interface Row {
  id: string;
  tag: ReactNode;
  title: string;
  sub: string;
  end: ReactNode;
  facts: [string, ReactNode][];
  deeds: Deed[];
}

export function LooksPage(props: { alarm: string | null; onClose: () => void }) {
  const session = useSession();
  const { host } = session;
  const say = useWords();
  const now = useNow();
  const [tab, setTab] = useState<Tab>("alarms");
  const [month, setMonth] = useState(() => monthAt(now));
  const [alarms, setAlarms] = useState<WatchAlarmView[]>([]);
  const [looks, setLooks] = useState<{ of: string; rows: LookView[] } | null>(null);
  const [draws, setDraws] = useState<DrawView[]>([]);
  const [grants, setGrants] = useState<GrantView[]>([]);
  const [asks, setAsks] = useState<GrantAskView[]>([]);
  const [marked, setMarked] = useState<string | null>(props.alarm);
  const [doing, setDoing] = useState<Deed | null>(null);
  const [note, setNote] = useState("");
  const [until, setUntil] = useState("");
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);
  const words = useRef<HTMLTextAreaElement>(null);
  const day = useRef<HTMLInputElement>(null);

  const refresh = useCallback(async () => {
    try {
      if (tab === "alarms") setAlarms(await host.watchAlarms());
      if (tab === "samples") setDraws(await host.lookDraws(month));
      if (tab === "grants") {
        const { grants, asks } = await host.grants();
        setGrants(grants);
        setAsks(asks);
      }
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }, [host, tab, month]);
  useEffect(() => void refresh(), [refresh]);
  useEffect(() => {
    if (doing !== null) (doing.dated === true ? day : words).current?.focus();
  }, [doing]);

  const rows =
    tab === "alarms"
      ? alarms.map((alarm) => alarmRow(alarm))
      : tab === "samples"
        ? draws.flatMap((draw) => draw.samples.map((sample) => sampleRow(draw, sample)))
        : tab === "grants"
          ? [...asks.filter((ask) => ask.state === "waiting").map(askRow), ...grants.map(grantRow)]
          : [];
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === marked),
  );
  const here = rows[at] ?? null;
  const openAlarm = tab === "alarms" ? (here?.id ?? null) : null;
  // What an alarm is about is read once for each that is marked; the hall logs it.
  useEffect(() => {
    if (openAlarm === null) return;
    let gone = false;
    host.watchAlarm(openAlarm).then(
      (file) => gone || setLooks({ of: openAlarm, rows: file.looks }),
      (thrown: unknown) => gone || setWhy(troubleOf(thrown)),
    );
    return () => void (gone = true);
  }, [host, openAlarm]);

  function alarmRow(alarm: WatchAlarmView): Row {
    const { closed } = alarm;
    return {
      id: alarm.id,
      tag: <Pill tone={closed === null ? "bad" : "mute"}>{say(kindOf(alarm.kind))}</Pill>,
      title: say("looks.by", { name: alarm.name, staff: alarm.staff, desk: alarm.desk }),
      sub: `${hallMinute(alarm.since)} — ${hallMinute(alarm.last)}`,
      end: <b className="num">{say("looks.count", { n: alarm.count })}</b>,
      facts:
        closed === null
          ? []
          : [
              [
                say("looks.end"),
                `${say("looks.closed", { name: closed.name, outcome: say(outcomeOf(closed.outcome)) })} ${closed.note}`,
              ],
            ],
      deeds:
        closed === null
          ? outcomes.map((outcome, place) => ({
              key: "ABC".charAt(place),
              says: say(outcomeOf(outcome)),
              run: (said) => host.closeWatchAlarm(alarm.id, outcome, said),
            }))
          : [],
    };
  }
  function sampleRow(draw: DrawView, sample: DrawView["samples"][number]): Row {
    const { look } = sample;
    const verdict = (word: "inOrder" | "toExplain") => say(`looks.verdict.${word}`);
    return {
      id: sample.id,
      tag: (
        <Pill tone={sample.verdict === null ? "info" : sample.verdict === "inOrder" ? "ok" : "warn"}>
          {sample.verdict === null ? say("looks.waiting") : verdict(sample.verdict === "inOrder" ? "inOrder" : "toExplain")}
        </Pill>
      ),
      title: `${look.itemName} · ${look.source}`,
      sub: say("looks.by", { name: look.staffName, staff: look.staff, desk: look.desk }),
      end: <span className="num">{hallMinute(look.at)}</span>,
      facts: [
        [say("looks.subject"), <span key="subject" className="num">{look.subject}</span>],
        [say("looks.elements"), look.elements.join("、")],
        [say("looks.purpose"), look.purpose],
        [say("detail.base"), look.base],
        [
          say("looks.draws"),
          say("looks.drawn", { at: hallMinute(draw.at), among: draw.among, seed: draw.seed.slice(0, 12) }),
        ],
        ...(sample.judgedBy === null
          ? []
          : [[say("looks.verdict"), `${say("looks.judged", { name: sample.judgedBy })} ${sample.note}`] as [string, ReactNode]]),
      ],
      deeds:
        sample.verdict === null
          ? (["inOrder", "toExplain"] as const).map((word, place) => ({
              key: "AB".charAt(place),
              says: verdict(word),
              run: (said) => host.judgeLook(sample.id, word, said),
            }))
          : [],
    };
  }
  function askRow(ask: GrantAskView): Row {
    return {
      id: ask.id,
      tag: <Pill tone="warn">{say("looks.waiting")}</Pill>,
      title: `${ask.itemName} · ${ask.source}`,
      sub: say("looks.asked", { name: ask.askedName, desk: ask.desk }),
      end: <span className="num">{say("looks.until", { day: lastDay(ask.validUntil) })}</span>,
      facts: [
        [say("looks.reason"), ask.reason],
        [say("looks.elements"), ask.elements.join("、")],
        ...(ask.ours ? [[say("looks.approve"), say("looks.ours")] as [string, ReactNode]] : []),
      ],
      deeds: ask.ours
        ? []
        : [
            { key: "A", says: say("looks.approve"), run: (said) => host.answerGrant(ask.id, true, said) },
            { key: "B", says: say("looks.deny"), run: (said) => host.answerGrant(ask.id, false, said) },
          ],
    };
  }
  function grantRow(grant: GrantView): Row {
    const state = grant.state === "inForce" || grant.state === "ended" ? grant.state : "withdrawn";
    const again: Deed[] =
      grant.item === "*"
        ? []
        : [
            {
              key: "B",
              says: say("looks.ask"),
              dated: true,
              run: (reason, day) =>
                host.askStandingGrant({ item: grant.item, dataset: grant.dataset, until: day, reason }),
            },
          ];
    return {
      id: grant.id,
      tag: <Pill tone={state === "inForce" ? "ok" : "mute"}>{say(`looks.state.${state}`)}</Pill>,
      title: `${grant.itemName} · ${grant.source}`,
      sub: origin(grant, say),
      end: <span className="num">{say("looks.until", { day: lastDay(grant.validUntil) })}</span>,
      facts: [
        [say("looks.elements"), grant.elements.join("、")],
        [say("looks.grant"), grant.id],
        ...(grant.withdrawnWhy === null
          ? []
          : [[say("looks.state.withdrawn"), grant.withdrawnWhy] as [string, ReactNode]]),
      ],
      deeds: [
        ...(state === "inForce"
          ? [{ key: "A", says: say("looks.withdraw"), run: (said: string) => host.withdrawGrant(grant.id, said) }]
          : []),
        ...again,
      ],
    };
  }

  function turn(to: Tab): void {
    setTab(to);
    setMarked(null);
    setWhy(null);
  }
  function mark(next: number): void {
    const to = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (to === undefined) return;
    setMarked(to.id);
    setWhy(null);
    document.getElementById(`looks-${to.id}`)?.scrollIntoView({ block: "nearest" });
  }
  function begin(deed: Deed): void {
    if (here !== null) setMarked(here.id);
    setWhy(null);
    setNote("");
    setUntil("");
    setDoing(deed);
  }
  async function act(run: () => Promise<unknown>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setWhy(null);
    try {
      await run();
      setDoing(null);
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
      await refresh();
    }
  }
  const keep = () => (doing === null ? undefined : void act(() => doing.run(note.trim(), until.trim())));
  const draw = () => void act(() => host.drawLooks(month, sampleSize));
  const report = () =>
    void act(async () => {
      const made = await host.auditMonth(month);
      saveAs(`audit-${month}.csv`, "text/csv", made.csv);
      session.layer.set({ kind: "papers", slip: null, paper: made.paper });
    });
  const exported = (as: "csv" | "json") => {
    if (as === "json") return saveAs("grants.json", "application/json", JSON.stringify(grants, null, 2));
    const head = ["id", "item", "dataset", "elements", "validUntil", "origin", "askedBy", "approvedBy", "state"];
    const lines = grants.map((one) => [
      one.id,
      one.item,
      one.dataset,
      one.elements.join(" "),
      one.validUntil,
      one.origin,
      one.askedBy ?? "",
      one.approvedBy ?? "",
      one.state,
    ]);
    saveAs("grants.csv", "text/csv", csvOf([head, ...lines]));
  };

  const leave = () => (doing === null ? props.onClose() : setDoing(null));
  const keys: KeyMap = doing !== null ? { Enter: () => keep() } : { J: () => mark(at + 1), K: () => mark(at - 1) };
  if (doing === null) {
    keys.ArrowDown = () => mark(at + 1);
    keys.ArrowUp = () => mark(at - 1);
    tabs.forEach((to, place) => (keys[String(place + 1)] = () => turn(to)));
    for (const deed of here?.deeds ?? []) keys[deed.key] = () => begin(deed);
    if (tab === "samples" || tab === "month") {
      keys.ArrowLeft = () => setMonth(stepMonth(month, -1));
      keys.ArrowRight = () => setMonth(stepMonth(month, 1));
    }
    if (tab === "samples") keys.D = draw;
    if (tab === "month") keys.Enter = report;
    if (tab === "grants") {
      keys.E = () => exported("csv");
      keys.S = () => exported("json");
    }
  }

  return (
    <Dialog title={say("looks.title")} sub={say("looks.how")} full testId="looks" onClose={leave} keys={keys}>
      <div className="pb picks" role="tablist">
        {tabs.map((one, place) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={one === tab}
            className={`btn${one === tab ? " pri" : ""}`}
            data-testid={`looks-tab-${one}`}
            onClick={() => turn(one)}
          >
            <kbd>{place + 1}</kbd> {say(`looks.tab.${one}`)}
          </button>
        ))}
        {tab === "samples" || tab === "month" ? (
          <span className="num" data-testid="looks-month">
            <kbd>←</kbd> {say("looks.month")} {month} <kbd>→</kbd>
          </span>
        ) : null}
        <Trouble trouble={why} testId="looks-trouble" />
      </div>
      {tab === "month" ? (
        <p className="pb grow">{say("looks.reportHow")}</p>
      ) : (
        <div className="inbox">
          <div className="inboxlist" role="listbox" aria-label={say(`looks.tab.${tab}`)} tabIndex={0} data-first>
            {rows.length === 0 ? <p className="pb mut">{say(`looks.none.${tab}`)}</p> : null}
            {rows.map((row, place) => (
              <div
                key={row.id}
                id={`looks-${row.id}`}
                role="option"
                aria-selected={place === at}
                className={`inboxrow looks${place === at ? " cur" : ""}`}
                data-testid={`looks-row-${row.id}`}
                onClick={() => doing === null && mark(place)}
              >
                {row.tag}
                <span className="what">
                  <b>{row.title}</b>
                  <small className="mut">{row.sub}</small>
                </span>
                <span className="ends">{row.end}</span>
              </div>
            ))}
          </div>
          <div className="inboxopen" data-testid="looks-open" aria-live="polite">
            {here === null ? null : (
              <dl className="facts pb">
                {here.facts.map(([label, value], place) => (
                  <div key={place}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            )}
            {looks !== null && looks.of === openAlarm ? <Looks rows={looks.rows} /> : null}
            {doing === null ? null : (
              <div className="pb asking">
                {doing.dated === true ? (
                  <label>
                    {say("looks.askUntil")}
                    <input
                      ref={day}
                      data-testid="looks-until"
                      value={until}
                      onChange={(event) => setUntil(event.target.value)}
                    />
                  </label>
                ) : null}
                <label>
                  {doing.says} · {say(tab === "grants" ? "looks.reason" : "looks.note")}
                  <textarea
                    ref={words}
                    rows={3}
                    maxLength={longest}
                    data-testid="looks-note"
                    value={note}
                    onChange={(event) => setNote(event.target.value)}
                  />
                </label>
              </div>
            )}
          </div>
        </div>
      )}
      <div className="pb foot">
        <Button keys="Esc" onPress={leave}>
          {say(doing === null ? "dialog.close" : "dialog.back")}
        </Button>
        {doing !== null ? (
          <Button tone="pri" keys="Enter" testId="looks-go" why={busy ? say("dialog.wait") : null} onPress={keep}>
            {say("looks.go")}
          </Button>
        ) : (
          <>
            {(here?.deeds ?? []).map((deed) => (
              <Button key={deed.key} keys={deed.key} testId={`looks-deed-${deed.key}`} onPress={() => begin(deed)}>
                {deed.says}
              </Button>
            ))}
            {tab === "samples" ? (
              <Button tone="pri" keys="D" testId="looks-draw" onPress={draw}>
                {say("looks.draw")}
              </Button>
            ) : null}
            {tab === "month" ? (
              <Button tone="pri" keys="Enter" testId="looks-report" onPress={report}>
                {say("looks.report")}
              </Button>
            ) : null}
            {tab === "grants" ? (
              <>
                <Button keys="E" testId="looks-csv" onPress={() => exported("csv")}>
                  {say("looks.exportCsv")}
                </Button>
                <Button keys="S" testId="looks-json" onPress={() => exported("json")}>
                  {say("looks.exportJson")}
                </Button>
              </>
            ) : null}
          </>
        )}
      </div>
    </Dialog>
  );
}

/** The looks of an alarm, the persons masked. */
function Looks({ rows }: { rows: LookView[] }) {
  const say = useWords();
  if (rows.length === 0) return <p className="pb mut">{say("looks.none.looks")}</p>;
  return (
    <table className="pb lookrows" data-testid="looks-rows">
      <tbody>
        {rows.map((look) => (
          <tr key={look.id}>
            <td className="num">{hallMinute(look.at)}</td>
            <td>
              {look.itemName} · {look.source}
            </td>
            <td className="num">{look.subject}</td>
            <td>
              {look.refused === null ? null : <Pill tone="bad">{say("looks.refused", { code: look.refused })}</Pill>}
              {look.backed ? null : <Pill tone="warn">{say("looks.unbacked")}</Pill>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who let it. */
function origin(grant: GrantView, say: Say): string {
  if (grant.approvedBy !== null) return say("looks.approvedBy", { name: grant.approvedBy });
  return say(grant.origin === "training" ? "looks.origin.training" : "looks.origin.file");
}

/** The last day in the hall on which something ending then is in force. */
const lastDay = (moment: string): string =>
  new Date(Date.parse(moment) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
