/** 识别 ↔ 表单 beside the page, and its numbered boxes on the page. What was read only proposes. */
import { useEffect, useRef, useState } from "react";
import type { RecognisedRowView, ScanPageView, TroubleView } from "../../host/types";
import { Pill, type Tone } from "../../parts/Pill";
import { useWords, type Word } from "../../words";
import { rowCounts } from "./recognised";

const verdicts: Record<string, [Tone, Word]> = {
  same: ["ok", "scan.read.same"],
  look: ["warn", "scan.read.look"],
  offer: ["info", "scan.read.offer"],
};

export function Recognised(props: {
  rows: RecognisedRowView[];
  /** Number of the chosen row. */
  chosen: number | null;
  onChoose: (row: RecognisedRowView) => void;
}) {
  const say = useWords();
  const counts = rowCounts(props.rows);
  return (
    <section className="read" aria-label={say("scan.read.title")} data-testid="scan-read">
      <div className="ph">
        {say("scan.read.title")}{" "}
        <span className="sub" data-testid="scan-read-counts">
          {say("scan.read.counts", { n: counts.rows, same: counts.same })}
          {counts.look === 0 ? null : <b className="warn"> · {say("scan.read.looks", { n: counts.look })}</b>}
          {counts.offer === 0 ? null : <b> · {say("scan.read.offers", { n: counts.offer })}</b>}
        </span>
      </div>
      <div className="rows">
        <table>
          <thead>
            <tr>
              <th className="n" aria-label={say("scan.read.number")} />
              <th className="l">{say("scan.read.field")}</th>
              <th className="r">{say("scan.read.read")}</th>
              <th className="f">{say("scan.read.form")}</th>
              <th className="v">{say("scan.read.verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <Row key={row.number} row={row} chosen={row.number === props.chosen} onChoose={() => props.onChoose(row)} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="sm mut how">{say("scan.read.how")}</p>
    </section>
  );
}

function Row({ row, chosen, onChoose }: { row: RecognisedRowView; chosen: boolean; onChoose: () => void }) {
  const say = useWords();
  const box = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (chosen) box.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const [tone, word] = verdicts[row.verdict] ?? ["mute", "scan.read.look"];
  return (
    <tr
      ref={box}
      className={`${row.verdict}${chosen ? " cur" : ""}`}
      aria-selected={chosen}
      data-testid={`scan-row-${row.number}`}
      onClick={onChoose}
    >
      <td className="n">{row.number}</td>
      <td className="l">{row.label}</td>
      <td className="r">
        {row.read.map((part, at) => (part.differs ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>))}
      </td>
      <td className="f">
        {row.form === "" ? <span className="mut">{say("scan.read.empty")}</span> : row.form}
        {row.from === "recognition" ? <span className="src ocr">{say("chip.recognition")}</span> : null}
      </td>
      <td className="v">
        <Pill tone={tone}>{say(word, { n: row.sure })}</Pill>
        {row.verdict === "look" && row.canTake ? <small> {say("scan.read.canTake")}</small> : null}
      </td>
    </tr>
  );
}

/** Why there are no rows, where that is not because the page says nothing. */
export function NotRead({ page, unread }: { page: ScanPageView | null; unread: TroubleView | null }) {
  const say = useWords();
  const words =
    unread !== null
      ? say("scan.read.missing")
      : page?.read === "waiting"
        ? say("scan.read.waiting")
        : page?.read === "failed"
          ? say("scan.read.failed")
          : page?.read === "read"
            ? say("scan.read.nothing")
            : null;
  return words === null ? null : (
    <p className="sm mut not-read" role="status" data-testid="scan-not-read">
      {words} {unread?.code ?? ""}
    </p>
  );
}

interface Lies {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The numbered boxes over the picture, wherever and however large it is. */
export function Boxes(props: {
  picture: HTMLImageElement | null;
  rows: RecognisedRowView[];
  page: number;
  chosen: number | null;
}) {
  const [lies, setLies] = useState<Lies | null>(null);
  const { picture } = props;
  useEffect(() => {
    if (picture === null) return setLies(null);
    const look = () => {
      const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = picture;
      setLies({ left, top, width, height });
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(picture);
    if (picture.parentElement !== null) watch.observe(picture.parentElement);
    picture.addEventListener("load", look);
    return () => {
      watch.disconnect();
      picture.removeEventListener("load", look);
    };
  }, [picture]);
  if (lies === null) return null;
  const here = props.rows.filter((row) => row.page === props.page);
  return (
    <div className="boxes" style={lies} aria-hidden>
      {here.flatMap((row) =>
        row.boxes.map((box, at) => (
          <div
            key={`${row.number} ${at}`}
            className={`box ${row.verdict}${row.number === props.chosen ? " cur" : ""}`}
            data-testid={`scan-box-${row.number}`}
            style={{
              left: `${box.left / 100}%`,
              top: `${box.top / 100}%`,
              width: `${box.width / 100}%`,
              height: `${box.height / 100}%`,
            }}
          >
            {at === row.boxes.length - 1 ? <sup>{row.number}</sup> : null}
          </div>
        )),
      )}
    </div>
  );
}
