import { useEffect, useRef, useState } from "react";
import type { PaperView, SlotView } from "../../host/types";
import { troubleOf } from "../../host/host";
import { useCell } from "../../parts/cell";
import { composing, digitOf } from "../../parts/keys";
import { Options, type Option } from "../../parts/Options";
import { Pill } from "../../parts/Pill";
import { goToStop } from "../../parts/stops";
import { takenFiles } from "../../parts/taken";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import type { Walk } from "../intake/send";
import { stop } from "../intake/walk";
import { deedsOf, maxFileBytes, stateOf, tally, toneOf, type SlotDeed, type SlotState } from "./materials";
import { PaperLine } from "./PaperLine";
import { ReuseLine } from "./ReuseLine";
import { Checks, ShownLine } from "./ShownLine";
import { whyWord } from "./why";
import "./materials.css";

const deedWord: Record<SlotDeed, Word> = {
  licence: "slot.licence",
  file: "slot.file",
  paper: "slot.paper",
  print: "slot.print",
  sign: "slot.sign",
  promise: "slot.promise",
  unpromise: "slot.unpromise",
  notTolerant: "slot.notTolerant",
  shown: "slot.shown",
  copy: "slot.copy",
  reuse: "slot.reuse",
  compare: "slot.compare",
  clear: "slot.clear",
};

const stateWord: Record<SlotState, Word> = {
  notAsked: "slot.notAsked",
  unanswered: "slot.unanswered",
  satisfied: "slot.satisfied",
  unsigned: "slot.unsigned",
  promised: "slot.promised",
  missing: "slot.missing",
  optional: "slot.optional",
};

/** 材料清单: one row per slot; the row with the focus offers its deeds by digit. */
export function Materials({ form, walk }: { form: Form; walk: Walk }) {
  const say = useWords();
  const slots = useCell(form.slots);
  const { have, want, later } = tally(slots);
  return (
    <section className="panel" aria-label={say("section.materials")} data-panel="materials">
      <div className="ph">
        {say("section.materials")} <span className="sub">
          {say("slot.tally", { have, want })}
          {later > 0 ? say("slot.promisedTally", { n: later }) : ""}
        </span>
        <span className="sp" />
        <span className="sub">{say("slot.how")}</span>
      </div>
      <div className="slots">
        {slots.map((slot, at) => (
          <Slot key={slot.material} form={form} slot={slot} at={at} walk={walk} />
        ))}
        {slots.length === 0 ? <p className="pb mut">{say("slot.none")}</p> : null}
      </div>
    </section>
  );
}

function Slot({ form, slot, at, walk }: { form: Form; slot: SlotView; at: number; walk: Walk }) {
  const session = useSession();
  const say = useWords();
  const [active, setActive] = useState(false);
  const [line, setLine] = useState<"paper" | "sign" | "shown" | "reuse" | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const row = useRef<HTMLDivElement>(null);
  const here = stop.slot(slot.material);
  const state = stateOf(slot);
  // The deeds unfold under the row: all of it has to be in view.
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active, line]);

  async function act(deed: Parameters<Form["act"]>[0]): Promise<void> {
    const trouble = await form.act(deed);
    if (trouble !== null) session.tell(trouble);
  }

  async function bring(chosen: File | undefined): Promise<void> {
    if (chosen === undefined) return;
    if (chosen.size > maxFileBytes) {
      session.tell({
        code: "YC-9005",
        zh: `文件“${chosen.name}”超过 30 MB，请压缩或分开后再导入。`,
        en: `The file "${chosen.name}" is larger than 30 MB; compress or split it first.`,
      });
      return;
    }
    const bytes = Array.from(new Uint8Array(await chosen.arrayBuffer()));
    await act((id) => session.host.importFile(id, slot.material, chosen.name, bytes));
    goToStop(here);
  }

  async function paper(make: () => Promise<PaperView>): Promise<void> {
    await form.settled();
    await session.deed("makeForm", async () => {
      try {
        const paper = await make();
        session.layer.set({ kind: "papers", slip: null, paper });
      } catch (thrown) {
        session.tell(troubleOf(thrown));
      }
    });
  }

  function run(deed: SlotDeed): void {
    switch (deed) {
      case "licence":
        return void act((id) => session.host.lookForLicence(id, slot.material));
      case "file":
        return file.current?.click();
      case "paper":
      case "sign":
      case "shown":
      case "reuse":
        return setLine(deed);
      case "print":
        return void paper(() => session.host.makeForm(form.id, slot.material));
      case "copy":
        return void paper(() => session.host.makeCopy(form.id, slot.material));
      case "compare":
        return void act((id) => session.host.compareMaterial(id, slot.material));
      case "promise":
      case "unpromise":
        return void act((id) => session.host.promiseMaterial(id, slot.material, deed === "promise"));
      case "notTolerant":
        return;
      case "clear":
        return void act((id) => session.host.clearMaterial(id, slot.material));
    }
  }

  const options: Option[] =
    slot.applies === false
      ? []
      : deedsOf(slot, form.helping).map(({ digit, deed }) => ({
          digit,
          label: say(deedWord[deed], { n: slot.tolerantDays ?? 0 }),
          why: deed === "notTolerant" ? say("slot.notTolerantWhy") : null,
          testId: `slot-${slot.material}-${deed}`,
          act: () => run(deed),
        }));

  function back(): void {
    setLine(null);
    goToStop(here);
  }

  return (
    <div
      ref={row}
      className={`slot${active ? " cur" : ""}${slot.applies === false ? " off" : ""}`}
      tabIndex={0}
      data-stop={here}
      data-stop-box
      data-testid={`slot-${slot.material}`}
      data-state={state}
      onFocus={() => setActive(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setActive(false);
      }}
      onKeyDown={(event) => {
        if (composing(event) || event.target !== event.currentTarget) return;
        const digit = digitOf(event);
        const option = options.find((one) => one.digit === digit);
        if (option !== undefined && option.why === null) option.act();
        else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          const rows = form.slots.get();
          const next = rows[at + (event.key === "ArrowDown" ? 1 : -1)];
          if (next !== undefined && !event.altKey) goToStop(stop.slot(next.material));
        } else if (event.key === "Enter" && event.shiftKey) walk.previous(here);
        else if (event.key === "Enter") walk.next(here);
        else return;
        event.preventDefault();
      }}
    >
      <div className="row">
        <span className="n num">{at + 1}</span>
        <span className="name">
          {slot.name}
          {slot.condition === null ? null : (
            <small className="mut">{say("slot.when", { condition: slot.condition })}</small>
          )}
        </span>
        <Pill tone={slot.source === "电子证照" ? "info" : "mute"} bare>
          {slot.source}
        </Pill>
        <Pill tone={toneOf[state]} testId={`slot-state-${slot.material}`}>
          {say(stateWord[state], { n: slot.tolerantDays ?? 0 })}
        </Pill>
        <span className="note mut">
          {slot.note}
          {slot.grade === null ? "" : ` ${say("grade.of", { grade: slot.grade })}`}
          {slot.whyPaper === null ? "" : ` ${say(whyWord(slot.whyPaper))}`}
        </span>
      </div>
      <input
        ref={file}
        type="file"
        className="unseen"
        aria-label={say("slot.file")}
        tabIndex={-1}
        accept={takenFiles}
        data-testid={`file-${slot.material}`}
        onChange={(event) => {
          void bring(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {active ? <Checks slot={slot} /> : null}
      {active && line === null && options.length > 0 ? <Options options={options} small /> : null}
      {line === "shown" ? (
        <ShownLine
          material={slot.material}
          onBack={back}
          onGive={(text) => {
            back();
            void act((id) => session.host.showLicence(id, slot.material, text));
          }}
        />
      ) : null}
      {line === "reuse" ? (
        <ReuseLine
          form={form}
          material={slot.material}
          onBack={back}
          onGive={(slip) => {
            back();
            void act((id) => session.host.reuseMaterial(id, slot.material, slip));
          }}
        />
      ) : null}
      {line === null || line === "shown" || line === "reuse" ? null : (
        <PaperLine
          slot={slot}
          kind={line}
          onBack={back}
          onGive={(given) => {
            back();
            void act((id) =>
              line === "sign"
                ? session.host.signForm(id, slot.material, given.copies)
                : session.host.paper(
                    id,
                    slot.material,
                    given.originals,
                    given.copies,
                    given.pages,
                    given.kept,
                  ),
            );
          }}
        />
      )}
    </div>
  );
}
