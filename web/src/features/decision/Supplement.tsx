/**
 * F9, way 3: 一次告知补正. The list is walked with the arrows and Enter issues it; E writes in a line, A adds one, Del takes
 * an own one away. Going back keeps what was written.
 */
import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { DemandForm, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import {
  blank,
  boxWord,
  boxes,
  faultOf,
  forget,
  isOwn,
  keepFor,
  keptFor,
  limitOf,
  merged,
  most,
  written,
  type Box,
} from "./demands";
import "./decision.css";

/** The hall wants a supervisor: for what was not told first, or for all of it where there was a notice before. */
const asksApproval = new Set(["YC-2767", "YC-2768", "YC-2835"]);

export function Supplement({ form, onClose }: { form: Form; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const busy = useCell(session.busy) !== null;
  const [rows, setRows] = useState<DemandForm[] | null>(null);
  const [marked, setMarked] = useState(0);
  const [box, setBox] = useState<Box | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  /** Names of what the first notice did not have, once the hall wants a supervisor for it. */
  const [added, setAdded] = useState<string[]>([]);
  const list = useRef<HTMLOListElement>(null);

  useEffect(() => {
    let gone = false;
    void form
      .settled()
      .then(() => session.host.toDemand(form.id))
      .then(
        (found) => {
          if (!gone) setRows(merged(found, keptFor(form)));
        },
        (thrown: unknown) => setWhy(troubleOf(thrown)),
      );
    return () => {
      gone = true;
    };
  }, [session, form]);

  // Where the keyboard writes, or the list itself.
  useEffect(() => {
    const at = list.current;
    if (at === null) return;
    if (box === null) at.focus({ preventScroll: true });
    else at.querySelector<HTMLElement>(`[data-box="${box}"]`)?.focus();
    at.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [box, marked, rows === null]);

  const all = rows ?? [];
  const here = all[marked] ?? null;
  const listed = written(all);
  const fault = faultOf(listed);
  const own = listed.filter(isOwn).length;
  const words =
    fault === null
      ? null
      : say(fault.word, {
          at: (fault.at ?? 0) + 1,
          most: fault.most,
          what: fault.what === null ? "" : say(boxWord[fault.what]),
        });

  function keep(next: DemandForm[]): void {
    setRows(next);
    keepFor(form, next);
  }
  const write = (into: Box, text: string) =>
    keep(all.map((row, at) => (at === marked ? { ...row, [into]: text } : row)));
  const mark = (to: number) => setMarked(Math.max(0, Math.min(all.length - 1, to)));

  function add(): void {
    if (rows === null || all.length >= most) return;
    keep([...all, blank]);
    setMarked(all.length);
    setBox("material");
  }
  function remove(): void {
    if (here === null || !isOwn(here)) return;
    keep(all.filter((_, at) => at !== marked));
    mark(Math.min(marked, all.length - 2));
  }
  /** Back to the list; a line in which nothing was written is none. */
  function done(): void {
    setBox(null);
    const next = written(all);
    if (next.length !== all.length) {
      keep(next);
      setMarked(Math.max(0, Math.min(marked, next.length - 1)));
    }
  }
  function nextBox(): void {
    const to = boxes[boxes.indexOf(box ?? "basis") + 1];
    if (to === undefined) done();
    else setBox(to);
  }

  async function issue(): Promise<void> {
    if (busy || rows === null) return;
    if (fault !== null) {
      if (fault.at === null) return;
      setMarked(fault.at);
      setBox(fault.box);
      return;
    }
    setWhy(null);
    const against = await session.supplement(listed);
    setAdded(
      against?.kind === "words" && asksApproval.has(against.trouble.code)
        ? await session.host.addedDemands(form.id, listed).catch(() => [])
        : [],
    );
    if (against === null) {
      forget(form);
      onClose();
    } else if (against.kind === "words") setWhy(against.trouble);
  }

  /** What was written stays for when the answer is there. */
  const ask = () =>
    session.layer.set({ kind: "secondDemand", slip: form.view.slip, itemName: form.view.itemName, materials: added, back: true });

  const reading: KeyMap = {
    ...(added.length === 0 ? {} : { Q: ask }),
    ArrowUp: () => mark(marked - 1),
    ArrowDown: () => mark(marked + 1),
    Home: () => mark(0),
    End: () => mark(all.length - 1),
    E: () => here !== null && setBox("material"),
    A: add,
    Delete: remove,
    Enter: () => void issue(),
  };
  const writingKeys: KeyMap = { Enter: nextBox, Escape: done };

  return (
    <Dialog
      title={say("supplement.title")}
      sub={form.view.itemName}
      full
      testId="supplement-dialog"
      onClose={onClose}
      keys={box === null ? reading : writingKeys}
    >
      <div className="pb telling">
        <p className="sm mut">
          {say("supplement.once")} · {say(box === null ? "supplement.how" : "supplement.howEdit")}
        </p>
        {rows === null ? <p className="mut">{say("supplement.loading")}</p> : null}
        <div className="head" aria-hidden="true">
          <span />
          {boxes.map((one) => (
            <span key={one}>{say(boxWord[one])}</span>
          ))}
          <span />
        </div>
        <ol ref={list} tabIndex={0} data-first aria-label={say("supplement.title")} data-testid="supplement-list">
          {rows?.length === 0 ? (
            <li className="none mut" data-testid="supplement-none">
              {say("supplement.none")}
            </li>
          ) : null}
          {all.map((row, at) => (
            <Line
              key={at}
              row={row}
              at={at}
              current={at === marked}
              writing={at === marked && box !== null}
              onBox={setBox}
              onWrite={write}
              onMark={() => box === null && setMarked(at)}
            />
          ))}
        </ol>
        <Trouble trouble={why} testId="supplement-trouble" />
        {added.length === 0 ? null : (
          <p className="sm" role="status" data-testid="supplement-added">
            {say("supplement.added", { names: added.join("、") })}
          </p>
        )}
      </div>
      <div className="pb foot">
        <span className="sm num" data-testid="supplement-count">
          {say("supplement.count", { n: listed.length, found: listed.length - own, own, most })}
        </span>
        {words === null || rows === null ? null : (
          <span className="sm red" data-testid="supplement-fault">
            {words}
          </span>
        )}
        <span className="sp" />
        {box === null ? (
          <>
            <Button keys="Esc" onPress={onClose}>
              {say("dialog.back")}
            </Button>
            <Button keys="A" testId="supplement-add" why={all.length >= most ? say("supplement.tooMany", { most }) : null} onPress={add}>
              {say("supplement.add")}
            </Button>
            {here === null ? null : (
              <>
                <Button keys="E" testId="supplement-edit" onPress={() => setBox("material")}>
                  {say("supplement.edit")}
                </Button>
                <Button
                  keys="Del"
                  testId="supplement-remove"
                  why={isOwn(here) ? null : say("supplement.stays")}
                  onPress={remove}
                >
                  {say("supplement.remove")}
                </Button>
              </>
            )}
            {added.length === 0 ? null : (
              <Button keys="Q" testId="supplement-ask" onPress={ask}>
                {say("supplement.ask")}
              </Button>
            )}
            <Button
              tone="pri"
              keys="Enter"
              testId="supplement-issue"
              why={busy ? say("dialog.wait") : words}
              onPress={() => void issue()}
            >
              {say(busy ? "supplement.issuing" : "supplement.issue")}
            </Button>
          </>
        ) : (
          <Button keys="Esc" testId="supplement-done" onPress={done}>
            {say("supplement.done")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Line(props: {
  row: DemandForm;
  at: number;
  current: boolean;
  writing: boolean;
  onBox: (box: Box) => void;
  onWrite: (box: Box, text: string) => void;
  onMark: () => void;
}) {
  const say = useWords();
  const { row, at } = props;
  return (
    <li
      className={props.current ? "cur" : ""}
      aria-current={props.current || undefined}
      data-testid={`demand-${at + 1}`}
      onClick={props.onMark}
    >
      <span className="n num">{at + 1}</span>
      {props.writing
        ? boxes.map((box) => (
            <label key={box}>
              <small>{say(boxWord[box])}</small>
              <textarea
                data-box={box}
                data-testid={`demand-${box}`}
                rows={2}
                maxLength={limitOf(box)}
                autoComplete="off"
                placeholder={box === "basis" ? say("supplement.byLaw") : undefined}
                value={row[box]}
                onFocus={() => props.onBox(box)}
                onChange={(event) => props.onWrite(box, event.target.value.replace(/[\r\n]+/g, ""))}
              />
            </label>
          ))
        : boxes.map((box) => (
            <span key={box} className={box}>
              <small className="mut">{say(boxWord[box])}</small>
              {row[box].trim() === "" ? (
                <i className="mut">{box === "basis" ? say("supplement.byLaw") : "—"}</i>
              ) : (
                row[box]
              )}
            </span>
          ))}
      <Pill tone={isOwn(row) ? "info" : "mute"} bare>
        {say(isOwn(row) ? "supplement.own" : "supplement.found")}
      </Pill>
    </li>
  );
}
