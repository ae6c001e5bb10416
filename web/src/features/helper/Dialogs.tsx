/** The helper's own dialogs: begin, end, the mandate, the hand-over. */
import { useRef, useState } from "react";
import type { AssistMode, HelpEnd } from "../../host/host";
import type { LackView, MandateForm, MandateView, PaperView, PreparedView, TroubleView } from "../../host/types";
import { troubleOf } from "../../host/host";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Options, optionKeys, type Option } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import { takenFiles } from "../../parts/taken";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import { maxFileBytes } from "../materials/materials";
import { Papers } from "../papers/Papers";
import { leftText, saidWord, seenWord } from "./Side";

export function OpenAssist({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const session = useSession();
  const say = useWords();
  const open = (mode: AssistMode) => {
    onClose();
    void session
      .deed("openAssist", () => session.host.openAssist(mode))
      .then((view) => {
        if (view !== null) session.show(view);
        onDone();
      });
  };
  const options: Option[] = [
    {
      digit: 1,
      label: say("helper.beside"),
      note: say("helper.besideNote"),
      testId: "open-beside",
      act: () => open("beside"),
    },
    {
      digit: 2,
      label: say("helper.inPlace"),
      note: say("helper.inPlaceNote"),
      testId: "open-in-place",
      act: () => open("inPlace"),
    },
  ];
  return (
    <Dialog title={say("helper.begin")} testId="open-assist" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <Options options={options} />
      </div>
    </Dialog>
  );
}

const ends: [HelpEnd, Word][] = [
  ["answered", "helper.end.answered"],
  ["prepared", "helper.end.prepared"],
  ["window", "helper.end.window"],
  ["left", "helper.end.left"],
];

export function EndAssist({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const session = useSession();
  const say = useWords();
  const options: Option[] = ends.map(([how, word], at) => ({
    digit: at + 1,
    label: say(word),
    testId: `end-${how}`,
    act: () => {
      onClose();
      void session
        .deed("endAssist", () => session.host.endAssist(how))
        .then((view) => {
          if (view !== null) session.show(view);
          onDone();
        });
    },
  }));
  return (
    <Dialog title={say("helper.end")} sub={say("helper.endKeeps")} testId="end-assist" onClose={onClose} keys={optionKeys(options)}>
      <div className="pb">
        <Options options={options} />
      </div>
    </Dialog>
  );
}

/** 委托书: what the paper says, and what was checked. */
export function MandateDialog(props: { mandate: MandateView; onClose: () => void; onDone: () => void }) {
  const session = useSession();
  const say = useWords();
  const { mandate } = props;
  const [from, setFrom] = useState(mandate.from);
  const [until, setUntil] = useState(mandate.until);
  const [collect, setCollect] = useState(mandate.powers.includes("collect"));
  const [identity, setIdentity] = useState(mandate.identity ?? "");
  const [will, setWill] = useState(mandate.will ?? "");
  const [reference, setReference] = useState(mandate.reference);
  const [file, setFile] = useState<File | null>(null);
  const chosen = useRef<HTMLInputElement>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [paper, setPaper] = useState<PaperView | null>(null);

  const said = (revoked: boolean): Omit<MandateForm, "file"> => ({
    powers: collect ? ["fill", "submit", "collect"] : ["fill", "submit"],
    from,
    until,
    identity: identity === "" ? null : identity,
    will: will === "" ? null : will,
    reference,
    revoked,
  });

  /** The paper for both to sign, before it is attached. */
  async function make(): Promise<void> {
    setWhy(null);
    try {
      setPaper(await session.host.mandatePaper(mandate.draft, { ...said(false), file: null }));
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }

  async function keep(revoked: boolean): Promise<void> {
    if (file !== null && file.size > maxFileBytes) {
      setWhy({
        code: "YC-9005",
        zh: `文件“${file.name}”超过 30 MB，请压缩或分开后再导入。`,
        en: `The file "${file.name}" is larger than 30 MB; compress or split it first.`,
      });
      return;
    }
    const bytes = file === null ? null : Array.from(new Uint8Array(await file.arrayBuffer()));
    try {
      await session.host.keepMandate(mandate.draft, {
        ...said(revoked),
        file: file === null || bytes === null ? null : { name: file.name, bytes },
      });
      props.onClose();
      props.onDone();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    }
  }

  const choice = (
    id: string,
    label: string,
    value: string,
    set: (value: string) => void,
    words: Record<string, Word>,
  ) => (
    <label className="fld" htmlFor={id}>
      {label}
      <select id={id} className="box" value={value} data-testid={id} onChange={(event) => set(event.target.value)}>
        <option value="">{say("helper.notYet")}</option>
        {Object.entries(words).map(([key, word]) => (
          <option key={key} value={key}>
            {say(word)}
          </option>
        ))}
      </select>
    </label>
  );

  if (paper !== null) return <Papers slip={null} paper={paper} onClose={() => setPaper(null)} />;
  return (
    <Dialog
      title={say("helper.mandate")}
      sub={`${mandate.principal} ${mandate.maskedNumber} · ${mandate.itemName}`}
      testId="mandate"
      onClose={props.onClose}
    >
      <form
        className="pb mform"
        onSubmit={(event) => {
          event.preventDefault();
          void keep(false);
        }}
      >
        <label className="fld" htmlFor="mandate-from">
          {say("helper.from")}
          <input
            id="mandate-from"
            data-testid="mandate-from"
            className="box num"
            data-first
            placeholder="2026-11-22"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </label>
        <label className="fld" htmlFor="mandate-until">
          {say("helper.until")}
          <input
            id="mandate-until"
            className="box num"
            placeholder="2026-12-06"
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </label>
        <p className="wide powers">
          {say("helper.power.fill")}、{say("helper.power.submit")}
          <label className="power">
            <input type="checkbox" checked={collect} onChange={(event) => setCollect(event.target.checked)} />
            {say("helper.power.collect")}
          </label>
          <u>{say("helper.noAccount")}</u>
        </p>
        <div className="fld wide">
          {say("helper.check.document")}
          <span className="picked">
            <Button testId="mandate-print" onPress={() => void make()}>
              {say("helper.mandatePrint")}
            </Button>{" "}
            <Button testId="mandate-pick" onPress={() => chosen.current?.click()}>
              {say("slot.file")}
            </Button>{" "}
            {file?.name ?? mandate.document ?? say("helper.notYet")}
          </span>
          <input
            ref={chosen}
            type="file"
            className="unseen"
            tabIndex={-1}
            aria-label={say("helper.check.document")}
            data-testid="mandate-file"
            accept={takenFiles}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </div>
        {choice("mandate-identity", say("helper.check.identity"), identity, setIdentity, seenWord)}
        {choice("mandate-will", say("helper.check.will"), will, setWill, saidWord)}
        <label className="fld wide" htmlFor="mandate-reference">
          {say("helper.reference")}
          <input
            id="mandate-reference"
            className="box"
            maxLength={100}
            value={reference}
            onChange={(event) => setReference(event.target.value)}
          />
        </label>
        <Trouble trouble={why} testId="mandate-trouble" />
        <div className="acts wide">
          <Button type="submit" tone="pri" keys="Enter" testId="mandate-keep">
            {say("helper.mandateKeep")}
          </Button>
          {mandate.kept && !mandate.revoked ? (
            <Button tone="bad" testId="mandate-revoke" onPress={() => void keep(true)}>
              {say("helper.mandateRevoke")}
            </Button>
          ) : null}
          <Button keys="Esc" onPress={props.onClose}>
            {say("dialog.close")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** F9: to whom, then the code; or what a mandate still lacks. */
export function HandOverDialog(props: { prepared: PreparedView; onClose: () => void; onDone: () => void }) {
  const session = useSession();
  const say = useWords();
  const [to, setTo] = useState("");
  const [lacks, setLacks] = useState<LackView[]>([]);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [busy, setBusy] = useState(false);

  async function give(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const text = to.trim().toUpperCase();
    const group = /^[A-Z]$/.test(text) ? text : null;
    try {
      await session.form.get()?.settled();
      const reply = await session.host.handOver(props.prepared.draft, group, group === null && text !== "" ? text : null);
      if (reply.kind === "lacking") {
        setLacks(reply.lacks);
        setWhy(null);
      } else {
        props.onClose();
      }
      props.onDone();
    } catch (thrown) {
      setWhy(troubleOf(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={say("helper.handOver")}
      sub={`${props.prepared.itemName} · ${props.prepared.applicant}`}
      testId="hand-over-dialog"
      onClose={props.onClose}
    >
      <form
        className="pb"
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        <label className="fld above" htmlFor="hand-over-to">
          {say("helper.handOverTo")}
          <input
            id="hand-over-to"
            className="box num"
            data-first
            data-testid="hand-over-to"
            maxLength={8}
            placeholder={say("helper.handOverPlace")}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        <p className="sm">{say("helper.stillToDo")}</p>
        <ul className="sm stilltodo">
          {props.prepared.left.map((left) => (
            <li key={left.what}>
              {leftText(left, say)}
              {left.names.length === 0 ? "" : `：${left.names.join("、")}`}
            </li>
          ))}
        </ul>
        {lacks.length === 0 ? null : (
          <div role="alert" data-testid="hand-over-lacks">
            <p className="red b">{say("helper.cannotHand")}</p>
            {lacks.map((lack) => (
              <Trouble key={lack.code} trouble={lack} />
            ))}
          </div>
        )}
        <Trouble trouble={why} testId="hand-over-trouble" />
        <p className="sm mut">{say("helper.codeRule")}</p>
        <div className="acts">
          <Button type="submit" tone="pri" keys="Enter" testId="hand-over-give">
            {say("helper.handOverNow")}
          </Button>
          <Button keys="Esc" onPress={props.onClose}>
            {say("dialog.close")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
