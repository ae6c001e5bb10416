/** Right of the page: what it is worth, which material it goes to, and what is proposed. */
import type { RecognisedRowView, ScanMaterialView, ScanPageView, ScanView } from "../../host/types";
import { Button } from "../../parts/Button";
import { Pill, type Tone } from "../../parts/Pill";
import { useWords, type Word } from "../../words";
import { NotRead, Recognised } from "./Recognised";
import { ranges, windowOf } from "./scan";

/** 质量判断, one line for each; a person decides. */
export function Worth({ page }: { page: ScanPageView }) {
  const say = useWords();
  const rows: [Tone, string][] = [
    [page.dpiIsEnough ? "ok" : "bad", say("scan.dpi", { n: page.dpi })],
    page.sharpness === null
      ? ["mute", say("scan.noEdges")]
      : [page.isSharp ? "ok" : "bad", say("scan.sharpness", { n: page.sharpness })],
    [page.cornersWhole ? "ok" : "bad", say(page.cornersWhole ? "scan.corners" : "scan.cornersNot")],
    page.seal === null
      ? ["mute", say("scan.sealUnknown")]
      : [page.seal ? "ok" : "mute", say(page.seal ? "scan.seal" : "scan.sealNone")],
    page.sameAs === null ? ["mute", say("scan.noDouble")] : ["warn", say("scan.sameAs", { n: page.sameAs })],
  ];
  if (page.blank) rows.push(["warn", say("scan.blankPage")]);
  if (page.seen) rows.push(["info", say("scan.seen")]);
  return (
    <div className="worth" role="group" aria-label={say("scan.worth")} data-testid="scan-worth">
      {rows.map(([tone, words]) => (
        <Pill key={words} tone={tone}>
          {words}
        </Pill>
      ))}
    </div>
  );
}

/** 样表、填写要点 of the material, beside the page. */
export function Sample({ material }: { material: ScanMaterialView | null }) {
  const say = useWords();
  if (material === null) return <p className="mut pb">{say("scan.sampleFirst")}</p>;
  return (
    <div className="sample" data-testid="scan-sample">
      <h4>{material.name}</h4>
      <p className="sm mut">{say("scan.asked", { originals: material.originals, copies: material.copies })}</p>
      <p className="text">{material.sample ?? say("scan.noSample")}</p>
      {material.note === "" ? null : <p className="sm mut">{say("scan.inHand", { note: material.note })}</p>}
    </div>
  );
}

const whyWord: Record<string, Word> = {
  barcode: "scan.byBarcode",
  separator: "scan.bySeparator",
  order: "scan.byOrder",
};

export function Side(props: {
  view: ScanView;
  page: ScanPageView | null;
  /** The first material that has a digit now. */
  from: number;
  sample: boolean;
  /** 识别 ↔ 表单 of its material. */
  rows: RecognisedRowView[];
  chosen: RecognisedRowView | null;
  onChoose: (row: RecognisedRowView) => void;
  onPut: (material: string) => void;
  onAccept: () => void;
  onAcceptAll: () => void;
  onFile: () => void;
}) {
  const say = useWords();
  const { view, page } = props;
  const here = view.materials.find((one) => one.material === page?.material) ?? null;
  const first = view.proposals[0];
  const proposed = (material: string) =>
    view.proposals.filter((one) => one.material === material).flatMap((one) => one.pages);
  return (
    <aside className="panel scan-side">
      {props.rows.length > 0 ? (
        <Recognised rows={props.rows} chosen={props.chosen?.number ?? null} onChoose={props.onChoose} />
      ) : page === null || props.sample ? null : (
        <>
          <div className="ph">
            {say("scan.sample")} <span className="sub">{say("scan.sampleHow")}</span>
          </div>
          <NotRead page={page} unread={view.unread} />
          <Sample material={here} />
        </>
      )}
      <div className="ph">
        {say("scan.putTo")}{" "}
        <span className="sub">{say(view.materials.length > 9 ? "scan.putHowMore" : "scan.putHow")}</span>
      </div>
      <div className="as">
        {windowOf(view.materials, props.from).map((one, at) => (
          <button
            key={one.material}
            type="button"
            tabIndex={-1}
            className={one === here ? "on" : proposed(one.material).length > 0 ? "asked" : ""}
            data-testid={`scan-to-${at + 1}`}
            onClick={() => props.onPut(one.material)}
          >
            <span className="k">{at + 1}</span>
            <span className="name">
              {one.name}
              {proposed(one.material).length === 0 ? null : (
                <small> ← {say("scan.proposed", { pages: ranges(proposed(one.material)) })}</small>
              )}
            </span>
            <Standing material={one} />
          </button>
        ))}
        {view.materials.length === 0 ? <p className="mut">{say("slot.none")}</p> : null}
      </div>
      <div className="sp" />
      <div className="pb foot">
        {first === undefined ? (
          <p className="mut sm" data-testid="scan-no-proposal">
            {say("scan.noProposal")}
          </p>
        ) : (
          <>
            <Button tone="pri" big keys="Enter" testId="scan-accept" onPress={props.onAccept}>
              {say("scan.accept", { pages: ranges([...first.aside, ...first.pages]), name: first.name })}
            </Button>
            <p className="sm mut">
              {say(whyWord[first.why] ?? "scan.byOrder")}
              {first.aside.length === 0 ? "" : say("scan.asideToo", { pages: ranges(first.aside) })}
            </p>
            {view.proposals.length > 1 ? (
              <Button keys="Shift+Enter" testId="scan-accept-all" onPress={props.onAcceptAll}>
                {say("scan.acceptAll", { n: view.proposals.length })}
              </Button>
            ) : null}
          </>
        )}
        {props.chosen?.canTake === true ? (
          <Button tone="pri" keys="Ctrl+Enter" testId="scan-take" onPress={props.onFile}>
            {say("scan.take", { label: props.chosen.label })}
          </Button>
        ) : (
          <Button
            keys="Ctrl+Enter"
            testId="scan-file"
            why={view.unfiled ? null : say("scan.allFiled")}
            onPress={props.onFile}
          >
            {say(view.unfiled ? "scan.file" : "scan.allFiled")}
          </Button>
        )}
      </div>
    </aside>
  );
}

function Standing({ material }: { material: ScanMaterialView }) {
  const say = useWords();
  if (material.unfiled) return <Pill tone="warn">{say("scan.unfiled", { n: material.pages })}</Pill>;
  if (material.pages > 0) return <Pill tone="ok">{say("scan.count", { n: material.pages })}</Pill>;
  if (material.satisfied) return <Pill tone="ok">{say("scan.inHandAlready")}</Pill>;
  return <Pill tone={material.required ? "bad" : "mute"}>{say(material.required ? "scan.missing" : "scan.optional")}</Pill>;
}
