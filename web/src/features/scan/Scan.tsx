/** 材料扫描: pages from the scanner or from files, sorted by keys alone, and put into the materials of the case. */
import { useEffect, useRef, useState } from "react";
import { troubleOf } from "../../host/host";
import type { CameraStep, PaperView, RecognisedRowView, ScanFrom, ScannerView, ScanStep, ScanView, TroubleView } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import type { KeyMap } from "../../parts/keys";
import { optionKeys } from "../../parts/Options";
import { Trouble } from "../../parts/Trouble";
import { takenFiles } from "../../parts/taken";
import { useWords, type Word } from "../../words";
import { useSession } from "../desk/session";
import type { Form } from "../intake/form";
import { maxFileBytes } from "../materials/materials";
import { Papers } from "../papers/Papers";
import { Camera } from "./Camera";
import { Pages } from "./Pages";
import { Picture } from "./picture";
import { Boxes } from "./Recognised";
import { nextRow, readingOf } from "./recognised";
import { asCounted, beside, countsOf, inOrder, nextProblem, standsAfter, windowOf } from "./scan";
import { Scanners, scannerOptions } from "./Scanners";
import { Sample, Side, Worth } from "./Side";
import "./scan.css";

/** Files that are on their way, and how many there are. */
interface Bringing {
  at: number;
  of: number;
  name: string;
}

export function Scan({ form, where, onClose }: { form: Form; where: string; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const { host } = session;
  const heard = useCell(session.scan);
  const view = heard?.draft === form.id ? heard : null;
  const [selected, setSelected] = useState<number | null>(null);
  const [why, setWhy] = useState<TroubleView | null>(null);
  const [sample, setSample] = useState(false);
  const [from, setFrom] = useState(0);
  const [scanners, setScanners] = useState<ScannerView[] | null>(null);
  const [picking, setPicking] = useState(false);
  const [bringing, setBringing] = useState<Bringing | null>(null);
  const [separators, setSeparators] = useState<PaperView | null>(null);
  const sight = useCell(session.sight);
  const [rows, setRows] = useState<RecognisedRowView[]>([]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [picture, setPicture] = useState<HTMLImageElement | null>(null);
  const stopped = useRef(false);
  const turn = useRef<Promise<void>>(Promise.resolve());
  const standing = useRef<number | null>(null);
  const was = useRef<ScanView | null>(null);
  const left = useRef(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  standing.current = selected;

  function stand(page: number | null): void {
    standing.current = page;
    setSelected(page);
  }

  /** One after another, so that fast keys do what they say. */
  function inTurn(deed: () => Promise<void>): void {
    turn.current = turn.current.then(async () => {
      try {
        await deed();
      } catch (thrown) {
        setWhy(troubleOf(thrown));
      }
    });
  }
  /** What the desk answered; what it said meanwhile by itself is not older. */
  function take(now: ScanView): void {
    const before = session.scan.get();
    session.scan.set(now);
    if (before?.draft === now.draft) stand(standsAfter(before, now, standing.current));
    else stand(nextProblem(now, null) ?? inOrder(now)[0]?.number ?? null);
  }
  useEffect(() => {
    session.scan.set(null);
    inTurn(async () => take(await host.scanView(form.id)));
  }, [form.id]);
  // The first page that comes is looked at; a page that was scanned again is where it was.
  useEffect(() => {
    if (view === null) return;
    if (!view.pages.some((page) => page.number === selected))
      stand(standsAfter(was.current ?? view, view, selected));
    was.current = view;
  }, [view]);

  const page = view?.pages.find((one) => one.number === selected) ?? null;
  const running = view?.running ?? null;
  const sorted = page?.material ?? null;
  const reading = readingOf(view, sorted);
  const { revision } = useCell(form.head);
  useEffect(() => {
    if (sorted === null || reading === "") return setRows([]);
    let here = true;
    void host.scanRecognised(form.id, sorted).then(
      (now) => here && setRows(now.rows),
      () => here && setRows([]),
    );
    return () => {
      here = false;
    };
  }, [form.id, sorted, reading, revision]);
  useEffect(() => setChosen(null), [sorted]);
  const row = rows.find((one) => one.number === chosen) ?? null;

  function look(at: RecognisedRowView): void {
    setChosen(at.number);
    stand(at.page);
  }
  /** 下一处: of this material's rows, then of the pages. */
  function next(): void {
    const at = nextRow(rows, chosen);
    if (at !== null) return look(at);
    setChosen(null);
    if (view !== null) stand(nextProblem(view, selected) ?? selected);
  }
  /** The reading of the chosen row, or else what is sorted into its materials. */
  function takeOrFile(): void {
    const at = row;
    if (at?.canTake !== true) return inTurn(async () => void (await file()));
    inTurn(async () => {
      setWhy(null);
      const trouble = await form.act((id) => host.takeRecognised(id, at.page, at.key));
      if (trouble !== null) setWhy(trouble);
    });
  }
  const automatic = running?.automatic ?? null;

  function step(make: (page: number) => ScanStep): void {
    inTurn(async () => {
      const at = standing.current;
      if (at === null) return;
      setWhy(null);
      take(await host.scanStep(form.id, make(at)));
    });
  }
  const plain = (of: ScanStep) =>
    inTurn(async () => {
      setWhy(null);
      take(await host.scanStep(form.id, of));
    });
  function scan(how: ScanFrom, instead: number | null = null): void {
    inTurn(async () => {
      setWhy(null);
      take(await host.beginScan(form.id, how, instead));
    });
  }
  const camera = (make: (page: number | null) => CameraStep) =>
    inTurn(async () => {
      setWhy(null);
      take(await host.cameraStep(form.id, make(standing.current)));
    });
  const shoot = () => camera(() => ({ kind: "take", instead: null }));
  const turnAutomatic = () => camera(() => ({ kind: "automatic", on: automatic !== true }));
  function stop(): void {
    stopped.current = true;
    void host.stopScan(form.id).then((now) => session.scan.set(now), (thrown) => setWhy(troubleOf(thrown)));
  }
  /** One file after another; one that is refused stops none, and is named. */
  function bring(chosen: File[]): void {
    const all = asCounted(chosen);
    if (all.length === 0) return;
    stopped.current = false;
    inTurn(async () => {
      setWhy(null);
      for (const [at, file] of all.entries()) {
        if (stopped.current) break;
        setBringing({ at: at + 1, of: all.length, name: file.name });
        try {
          if (file.size > maxFileBytes) throw tooLarge(file.name);
          const bytes = Array.from(new Uint8Array(await file.arrayBuffer()));
          take(await host.scanFile(form.id, file.name, bytes));
        } catch (thrown) {
          const trouble = troubleOf(thrown);
          setWhy({ ...trouble, zh: `${file.name}：${trouble.zh}`, en: `${file.name}: ${trouble.en}` });
        }
      }
      setBringing(null);
    });
  }
  const phone = (open: boolean) =>
    inTurn(async () => {
      setWhy(null);
      take(await (open ? host.openPhone(form.id) : host.closePhone(form.id)));
    });
  /** A code that has ended is shown anew. */
  const isShown = view !== null && view.phone !== null && view.phone.ended === null;
  function pick(): void {
    setPicking(true);
    setScanners(null);
    void host.scanners().then(setScanners, (thrown) => setWhy(troubleOf(thrown)));
  }
  function choose(address: string): void {
    setWhy(null);
    void host.chooseScanner(address).then(
      (all) => {
        setScanners(all);
        setPicking(false);
      },
      (thrown) => setWhy(troubleOf(thrown)),
    );
  }
  async function file(): Promise<boolean> {
    if (session.scan.get()?.unfiled !== true) return true;
    const trouble = await form.act((id) => host.fileScans(id));
    if (trouble !== null) {
      setWhy(trouble);
      return false;
    }
    session.scan.set(await host.scanView(form.id));
    return true;
  }
  const put = (material: string, rest = false) =>
    step((at) => ({ kind: "put", page: at, material, rest }));
  const shown = view === null ? [] : windowOf(view.materials, from);

  /** What is sorted goes along; where that is refused, leaving again leaves it sorted here. */
  function leave(): void {
    if (picking) return setPicking(false);
    if (running !== null || bringing !== null) return stop();
    inTurn(async () => {
      if (!left.current && !(await file())) {
        left.current = true;
        return;
      }
      if (session.scan.get()?.phone !== null) session.scan.set(await host.closePhone(form.id));
      onClose();
    });
  }

  const printSeparators = () =>
    inTurn(async () => {
      setWhy(null);
      setSeparators(await host.makeSeparators(form.id));
    });

  const options = scannerOptions(scanners ?? [], say, choose);
  const keys: KeyMap = picking
    ? optionKeys(options)
    : {
        " ": () => (automatic === null ? scan("one") : shoot()),
        C: () => (automatic === null ? scan("feeder") : turnAutomatic()),
        D: () => scan("duplex"),
        I: () => files.current?.click(),
        F: () => folder.current?.click(),
        M: () => phone(!isShown),
        P: pick,
        ArrowDown: () => view !== null && stand(beside(view, selected, 1)),
        ArrowUp: () => view !== null && stand(beside(view, selected, -1)),
        ArrowRight: () => view !== null && stand(beside(view, selected, 1)),
        ArrowLeft: () => view !== null && stand(beside(view, selected, -1)),
        Q: () => step((at) => ({ kind: "turn", page: at, quarters: 3 })),
        E: () => step((at) => ({ kind: "turn", page: at, quarters: 1 })),
        X: () => step((at) => ({ kind: "split", page: at })),
        "Alt+ArrowUp": () => step((at) => ({ kind: "move", page: at, up: true })),
        "Alt+ArrowDown": () => step((at) => ({ kind: "move", page: at, up: false })),
        "0": () => step((at) => ({ kind: "unsort", page: at, rest: false })),
        Delete: () => step((at) => ({ kind: "aside", page: at, rest: false })),
        K: () => step((at) => ({ kind: "stand", page: at })),
        R: () =>
          page !== null &&
          (automatic === null ? scan("one", page.number) : camera((instead) => ({ kind: "take", instead }))),
        G: printSeparators,
        N: next,
        S: () => setSample(!sample),
        Enter: () => view !== null && view.proposals.length > 0 && plain({ kind: "accept", proposal: 0 }),
        "Shift+Enter": () => view !== null && view.proposals.length > 0 && plain({ kind: "accept", proposal: null }),
        "Ctrl+Enter": takeOrFile,
        "Ctrl+Z": () => plain({ kind: "undo" }),
        PageDown: () => setFrom(view !== null && from + 9 < view.materials.length ? from + 9 : from),
        PageUp: () => setFrom(Math.max(0, from - 9)),
      };
  if (!picking)
    shown.forEach((one, at) => {
      keys[String(at + 1)] = () => put(one.material);
      keys[`Alt+${at + 1}`] = () => put(one.material, true);
    });

  const counts = view === null ? null : countsOf(view);
  const material = view?.materials.find((one) => one.material === page?.material) ?? null;
  const group = view === null || page === null ? [] : inOrder(view).filter((one) => one.place === page.place && one.material === page.material);
  return (
    <Dialog title={say("scan.title")} sub={where} full testId="scan" keys={keys} onClose={leave}>
      <div className="scan-bar">
        <Button tone={automatic === null ? "pri" : "plain"} keys="空格" testId="scan-one" onPress={() => (automatic === null ? scan("one") : shoot())}>
          {say("scan.one")}
        </Button>
        <Button
          keys="C"
          testId="scan-feeder"
          onPress={() => (automatic === null ? scan("feeder") : turnAutomatic())}
        >
          {say("scan.feeder")}
        </Button>
        <Button keys="D" onPress={() => scan("duplex")}>
          {say("scan.duplex")}
        </Button>
        <Button keys="I" testId="scan-files" onPress={() => files.current?.click()}>
          {say("scan.files")}
        </Button>
        <Button keys="F" onPress={() => folder.current?.click()}>
          {say("scan.folder")}
        </Button>
        <Button keys="M" testId="scan-by-phone" onPress={() => phone(!isShown)}>
          {say("scan.phone")}
        </Button>
        <Button keys="P" testId="scan-scanners" onPress={pick}>
          {say("scan.scanners")}
        </Button>
        <Button keys="G" testId="scan-separators" onPress={printSeparators}>
          {say("scan.separators")}
        </Button>
        <span className="sp" />
        {counts === null ? null : (
          <span className="sm mut" data-testid="scan-counts">
            {say("scan.batch", { n: counts.pages, sorted: counts.sorted })}
            {counts.unsorted === 0 ? null : <b className="warn"> {say("scan.batchUnsorted", { n: counts.unsorted })}</b>}
            {counts.turned + counts.cropped === 0
              ? ""
              : ` ${say("scan.batchRight", { turned: counts.turned, cropped: counts.cropped })}`}
          </span>
        )}
      </div>
      <Under view={view} bringing={bringing} onStop={stop} />
      {why === null ? null : (
        <div className="pb">
          <Trouble trouble={why} testId="scan-trouble" />
        </div>
      )}
      <Inputs files={files} folder={folder} onBring={bring} />
      {picking ? (
        <Scanners options={options} found={scanners} choose={choose} />
      ) : (
        <div className="scan-main">
          {view === null ? <span /> : <Pages view={view} selected={selected} onSelect={stand} onPhone={phone} />}
          <section className="panel scan-stage">
            <div className="ph tools">
              <Tool keys="Q" word="scan.left" act={keys["Q"]} />
              <Tool keys="E" word="scan.right" act={keys["E"]} />
              <Tool keys="X" word={page?.begins === true ? "scan.join" : "scan.split"} act={keys["X"]} />
              <Tool keys="Delete" word="scan.delete" act={keys["Delete"]} />
              <span className="sp" />
              {page === null ? null : (
                <span className="sub" data-testid="scan-at">
                  {say("scan.at", { n: group.indexOf(page) + 1, of: group.length })}
                </span>
              )}
            </div>
            <div className={sample && automatic === null ? "stage both" : "stage"}>
              {automatic !== null ? (
                <Camera
                  sight={sight?.draft === form.id ? sight : null}
                  automatic={automatic}
                  onTake={shoot}
                  onAutomatic={turnAutomatic}
                />
              ) : view === null || page === null ? (
                <p className="nobody" data-testid="scan-nobody">
                  {say("scan.nobody")}
                </p>
              ) : (
                <>
                  <div className="sheet">
                    <Picture draft={view.draft} page={page} small={false} onShown={setPicture} />
                    <Boxes picture={picture} rows={rows} page={page.number} chosen={chosen} />
                  </div>
                  <Worth page={page} />
                  {sample ? (
                    <div className="sheet words">
                      <Sample material={material} />
                    </div>
                  ) : null}
                </>
              )}
            </div>
          </section>
          {view === null ? null : (
            <Side
              view={view}
              page={page}
              from={from}
              sample={sample}
              rows={rows}
              chosen={row}
              onChoose={look}
              onPut={put}
              onAccept={() => plain({ kind: "accept", proposal: 0 })}
              onAcceptAll={() => plain({ kind: "accept", proposal: null })}
              onFile={takeOrFile}
            />
          )}
        </div>
      )}
      <footer className="fkeys" aria-label={say("keys.label")}>
        {(automatic === null ? bar : cameraBar).map(([caps, word, hot]) => (
          <span key={caps} className={hot !== undefined && hot(view) ? "hot" : ""}>
            <kbd>{caps}</kbd> {say(word)}
          </span>
        ))}
      </footer>
      {separators === null ? null : (
        <Papers slip={null} paper={separators} onClose={() => setSeparators(null)} />
      )}
    </Dialog>
  );
}

type Bar = [string, Word, ((view: ScanView | null) => boolean)?][];

const bar: Bar = [
  ["空格", "scan.key.one"],
  ["Enter", "scan.key.accept", (view) => (view?.proposals.length ?? 0) > 0],
  ["1–9", "scan.key.put"],
  ["0", "scan.key.unsort"],
  ["Q E", "scan.key.turn"],
  ["X", "scan.key.split"],
  ["Alt ↑↓", "scan.key.move"],
  ["R", "scan.key.again"],
  ["K", "scan.key.stand"],
  ["N", "scan.key.next"],
  ["S", "scan.key.sample"],
  ["Ctrl Z", "scan.key.undo"],
  ["Esc", "scan.key.back", (view) => view?.unfiled === true],
];

const cameraBar: Bar = [
  ["空格", "scan.key.take", () => true],
  ["C", "scan.key.automatic"],
  ["R", "scan.key.again"],
  ["1–9", "scan.key.put"],
  ["Enter", "scan.key.accept", (view) => (view?.proposals.length ?? 0) > 0],
  ["Ctrl Z", "scan.key.undo"],
  ["Esc", "scan.key.close"],
];

function Tool({ keys, word, act }: { keys: string; word: Word; act: ((event: KeyboardEvent) => void) | undefined }) {
  const say = useWords();
  return (
    <Button keys={keys} onPress={() => act?.(new KeyboardEvent("keydown"))}>
      {say(word)}
    </Button>
  );
}

/** What the scanner does, or why it stopped and where it goes on. */
function Under(props: { view: ScanView | null; bringing: Bringing | null; onStop: () => void }) {
  const say = useWords();
  const { bringing } = props;
  const running = props.view?.running ?? null;
  const halted = props.view?.halted ?? null;
  if (running !== null || bringing !== null) {
    const words =
      bringing !== null
        ? say("scan.bringing", { at: bringing.at, of: bringing.of, name: bringing.name })
        : running?.automatic !== null && running?.automatic !== undefined
          ? say(running.automatic ? "scan.camera.openByItself" : "scan.camera.open")
          : say("scan.running", { from: running?.from ?? "" });
    return (
      <div className="scan-run" role="status" data-testid="scan-running">
        <span>
          {words} {say("scan.came", { n: running?.pages ?? 0 })}
          {running !== null && running.bytes > 0 ? ` ${say("scan.arriving", { kb: Math.ceil(running.bytes / 1024) })}` : ""}
        </span>
        <span className="sp" />
        <Button keys="Esc" testId="scan-stop" onPress={props.onStop}>
          {say(
            running?.stopping === true
              ? "scan.stopping"
              : (running?.automatic ?? null) === null
                ? "scan.stop"
                : "scan.camera.close",
          )}
        </Button>
      </div>
    );
  }
  if (halted === null) return null;
  return (
    <div className="scan-halt" data-testid="scan-halted">
      <Trouble trouble={halted.trouble} />
      <p>{say(halted.kept > 0 ? "scan.goOn" : "scan.again", { n: halted.kept, next: halted.next })}</p>
    </div>
  );
}

function Inputs(props: {
  files: React.RefObject<HTMLInputElement | null>;
  folder: React.RefObject<HTMLInputElement | null>;
  onBring: (files: File[]) => void;
}) {
  const say = useWords();
  const taken = (event: React.ChangeEvent<HTMLInputElement>) => {
    props.onBring([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  return (
    <>
      <input
        ref={props.files}
        type="file"
        multiple
        className="unseen"
        tabIndex={-1}
        accept={takenFiles}
        aria-label={say("scan.files")}
        data-testid="scan-input"
        onChange={taken}
      />
      <input
        ref={(input) => {
          props.folder.current = input;
          input?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        multiple
        className="unseen"
        tabIndex={-1}
        aria-label={say("scan.folder")}
        data-testid="scan-folder"
        onChange={taken}
      />
    </>
  );
}

const tooLarge = (name: string) => ({
  code: "YC-9005",
  zh: `文件“${name}”超过 30 MB，请压缩或分开后再导入。`,
  en: `The file "${name}" is larger than 30 MB; compress or split it first.`,
});
