import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { AnswerRow, EditionRow } from "../../host/types";
import { Button } from "../../parts/Button";
import { useCell } from "../../parts/cell";
import { Dialog } from "../../parts/Dialog";
import { Kbd } from "../../parts/Kbd";
import { composing, digitOf, type KeyMap } from "../../parts/keys";
import { Pill } from "../../parts/Pill";
import { Trouble } from "../../parts/Trouble";
import { Windowed } from "../../parts/Windowed";
import { useWords, type Word } from "../../words";
import { hallMinute } from "../cases/cases";
import { useSession } from "../desk/session";
import { Answer } from "./Answer";
import { Guide } from "./Guide";
import { Edition } from "./Changes";
import { History } from "./History";
import { createLibrary, sections, shelves, staffShelves, type Section, type Shelf } from "./library";
import type { Pages } from "./pages";
import { Rollback } from "./Rollback";
import { Upkeep } from "./Upkeep";
import { Usage } from "./Usage";
import { WalkDialog } from "./WalkDialog";
import "./library.css";

const shelfWord: Record<Shelf, Word> = {
  items: "library.items",
  answers: "library.answers",
  editions: "library.editions",
  upkeep: "library.upkeep",
  usage: "library.usage",
};

/** Shelves with a list, and what stands there. */
type Listed = Exclude<Shelf, "upkeep" | "usage">;
const findWord: Record<Listed, Word> = {
  items: "library.findItem",
  answers: "library.findAnswer",
  editions: "library.findEdition",
};
const noneWord: Record<Listed, Word> = {
  items: "library.noItem",
  answers: "library.noAnswer",
  editions: "library.noEdition",
};
const totalWord: Record<Listed, Word> = {
  items: "library.total",
  answers: "library.totalAnswers",
  editions: "library.totalEditions",
};
const pickWord: Record<Listed, Word> = {
  items: "library.pick",
  answers: "library.pickAnswer",
  editions: "library.pickEdition",
};

/** Pixels of a row, as in the style sheet. */
const rowHeight = 52;
const leap = 10;

/**
 * Ctrl+Shift+K: what the edition says of every item, and everyday answers. The field finds, ↑↓ mark, Enter goes to
 * reading, where digits turn to the parts of a guide. With an item its guide is read at once.
 */
export function Library({ item, onClose }: { item: string | null; onClose: () => void }) {
  const session = useSession();
  const say = useWords();
  const library = useMemo(() => createLibrary(session.host), [session]);
  const reading = useCell(library.reading);
  const { section, guide, answer, about, changes } = reading;
  const upkeep = reading.shelf === "upkeep";
  /** A shelf without a list. */
  const alone = upkeep || reading.shelf === "usage";
  const shelf: Listed = reading.shelf === "upkeep" || reading.shelf === "usage" ? "items" : reading.shelf;
  const pages: Pages<unknown> = library[shelf];
  const shown = useCell(pages.shown);
  const [text, setText] = useState<Record<Listed, string>>({ items: "", answers: "", editions: "" });
  const field = useRef<HTMLInputElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const need = useCallback((from: number, to: number) => library[shelf].need(from, to), [library, shelf]);

  useEffect(() => {
    void library.items.find("");
    void library.answers.find("");
    void library.editions.find("");
    if (item !== null) {
      page.current?.focus();
      void library.open(item);
    }
  }, [library, item]);

  // What is marked is read, as far as it is here.
  const marked = pages.row(shown.marked);
  const markedId = (marked as { id: string } | null)?.id ?? null;
  const held = useRef(item !== null);
  useEffect(() => {
    // The guide that was asked for stays until somebody marks another.
    if (markedId === null || held.current) return;
    const read = { items: library.open, answers: library.read, editions: library.compare };
    void read[shelf](markedId);
  }, [library, shelf, markedId]);

  // Another part, another text: it is read from its beginning.
  useEffect(() => {
    if (page.current !== null) page.current.scrollTop = 0;
  }, [reading.shelf, section, guide?.id, answer?.id, changes?.number]);

  /** Catalogue staff sit at the supervisor's window. */
  const staff = session.host.window === "supervisor";
  const upkeepKeys = useRef<KeyMap>({});
  const mine = staff ? staffShelves : shelves;
  const [walking, setWalking] = useState(false);
  /** The marked edition, where it may come back. */
  const markedEdition = shelf === "editions" && !alone ? library.editions.row(shown.marked) : null;
  const older = staff && markedEdition !== null && !markedEdition.inForce ? markedEdition.id : null;
  const [back, setBack] = useState<string | null>(null);
  const [broughtBack, setBroughtBack] = useState<EditionRow | null>(null);

  const isReading = () => page.current?.contains(document.activeElement) === true;

  function look(next: string): void {
    held.current = false;
    setText({ ...text, [shelf]: next });
    void pages.find(next.trim());
  }

  function mark(at: number): void {
    held.current = false;
    pages.mark(at);
  }

  function choose(next: Shelf): void {
    held.current = false;
    library.choose(next);
    // The field of a list, or what takes its place, is there once it is drawn.
    setTimeout(() => (next === "upkeep" || next === "usage" ? page : field).current?.focus(), 0);
  }

  function toItem(id: string): void {
    held.current = true;
    library.choose("items");
    void library.open(id);
    page.current?.focus();
  }

  function turn(to: Section | undefined): void {
    if (to === undefined || alone || shelf !== "items") return;
    library.turn(to);
    page.current?.focus();
  }

  /** Digits in the reading half: parts of the guide, or the items of an answer. */
  function onPage(event: KeyboardEvent): void {
    if (composing(event)) return;
    const digit = digitOf(event);
    if (digit === null || digit === 0 || alone || shelf === "editions") return;
    event.preventDefault();
    if (shelf === "items") turn(sections[digit - 1]);
    else {
      const of = answer?.items[digit - 1];
      if (of !== undefined) toItem(of.id);
    }
  }

  const keys: KeyMap = {
    Escape: () => {
      // What was opened for one item goes back where it came from; a list is gone back to first.
      if (isReading() && item === null) field.current?.focus();
      else onClose();
    },
    F3: () => {
      field.current?.focus();
      field.current?.select();
    },
  };
  if (staff)
    keys["F9"] = () => {
      if (!alone && shelf === "items" && guide !== null) setWalking(true);
    };
  for (const key of ["Enter", "F8"])
    keys[key] = (event) => {
      if (upkeep) upkeepKeys.current[key]?.(event);
      else if (key === "F8" && older !== null) setBack(older);
    };
  mine.forEach((one, at) => (keys[`Ctrl+${at + 1}`] = () => choose(one)));
  sections.forEach((one, at) => (keys[`Alt+${at + 1}`] = () => turn(one)));

  if (walking && guide !== null)
    return <WalkDialog item={guide.id} name={guide.name} onClose={() => setWalking(false)} />;

  if (back !== null)
    return (
      <Rollback
        edition={back}
        onClose={() => setBack(null)}
        onDone={(row) => {
          setBack(null);
          setBroughtBack(row);
          void library.editions.find("");
        }}
      />
    );

  return (
    <Dialog title={say("library.title")} sub={say(upkeep ? "upkeep.sub" : alone ? "usage.sub" : "library.how")} full testId="library" onClose={onClose} keys={keys}>
      <div className="pb picks">
        <div className="tabs" role="tablist" aria-label={say("library.title")}>
          {mine.map((one, at) => (
            <button
              key={one}
              type="button"
              role="tab"
              tabIndex={-1}
              aria-selected={one === reading.shelf}
              className={one === reading.shelf ? "on" : ""}
              data-testid={`library-${one}`}
              onClick={() => choose(one)}
            >
              {say(shelfWord[one])} <Kbd keys={`Ctrl+${at + 1}`} />
            </button>
          ))}
        </div>
        {alone ? null : (
          <>
            <input
              ref={field}
              className="line"
              data-first
              data-testid="library-find"
              role="combobox"
              aria-expanded="true"
              aria-controls="library-rows"
              aria-activedescendant={shown.total > 0 ? `library-row-${shown.marked}` : undefined}
              aria-label={say(findWord[shelf])}
              placeholder={say(findWord[shelf])}
              autoComplete="off"
              spellCheck={false}
              value={text[shelf]}
              onChange={(event) => {
                if ((event.nativeEvent as InputEvent).isComposing) setText({ ...text, [shelf]: event.target.value });
                else look(event.target.value);
              }}
              onCompositionEnd={(event) => look(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (composing(event)) return;
                if (event.key === "ArrowDown") mark(shown.marked + 1);
                else if (event.key === "ArrowUp") mark(shown.marked - 1);
                else if (event.key === "PageDown") mark(shown.marked + leap);
                else if (event.key === "PageUp") mark(shown.marked - leap);
                else if (event.key === "Enter") page.current?.focus();
                else return;
                event.preventDefault();
              }}
            />
            <span className="mut sm num" data-testid="library-total">
              {say(totalWord[shelf], { n: shown.total })}
            </span>
            <Pill tone="info" testId="library-edition">
              {say("library.edition", { edition: shown.edition })}
            </Pill>
          </>
        )}
      </div>
      {alone ? (
        <div className="library alone">
          <div className="reading">
            <div
              ref={page}
              className="page"
              tabIndex={0}
              role="document"
              aria-label={say(shelfWord[reading.shelf])}
              data-testid="library-page"
            >
              {upkeep ? <Upkeep keys={upkeepKeys} /> : <Usage />}
            </div>
          </div>
        </div>
      ) : (
        <div className="library">
          <div className="finds">
            <Windowed
              key={`${shelf}/${shown.find}`}
              id="library-rows"
              testId="library-rows"
              label={say(shelfWord[shelf])}
              total={shown.total}
              rowHeight={rowHeight}
              marked={shown.marked}
              onNeed={need}
            >
              {(at) => (
                <div
                  key={at}
                  id={`library-row-${at}`}
                  role="option"
                  aria-selected={at === shown.marked}
                  className={`found-row${at === shown.marked ? " cur" : ""}`}
                  data-testid={`library-row-${at + 1}`}
                  onClick={() => mark(at)}
                >
                  {shelf === "items" ? (
                    <ItemEntry row={library.items.row(at)} />
                  ) : shelf === "answers" ? (
                    <AnswerEntry row={library.answers.row(at)} />
                  ) : (
                    <EditionEntry row={library.editions.row(at)} />
                  )}
                </div>
              )}
            </Windowed>
            {shown.total === 0 && shown.trouble === null ? (
              <p className="pb mut">{say(shown.loading ? "library.loading" : noneWord[shelf])}</p>
            ) : null}
          </div>
          <div className="reading">
            {shelf === "items" && guide !== null ? (
              <>
                <header>
                  <h2 data-testid="guide-name">{guide.name}</h2>
                  <span className="mut">
                    {guide.department} · {guide.itemType} · {guide.caseType}
                    {guide.level === null ? null : <> · {guide.level}</>}
                  </span>
                </header>
                <div className="tabs parts" role="tablist" aria-label={say("library.sections")}>
                  {sections.map((one, at) => (
                    <button
                      key={one}
                      type="button"
                      role="tab"
                      tabIndex={-1}
                      aria-selected={one === section}
                      className={one === section ? "on" : ""}
                      data-testid={`guide-tab-${one}`}
                      onClick={() => turn(one)}
                    >
                      <Kbd keys={String(at + 1)} /> {say(`guide.${one}`)}
                      {one === "answers" && guide.answers.length > 0 ? <b className="num"> {guide.answers.length}</b> : null}
                    </button>
                  ))}
                </div>
              </>
            ) : null}
            <div
              ref={page}
              className="page"
              tabIndex={0}
              role="document"
              aria-label={shelf === "items" && guide !== null ? guide.name : say(pickWord[shelf])}
              data-testid="library-page"
              onKeyDown={onPage}
            >
              {shelf === "items" ? (
                guide === null ? (
                  <p className="mut">{say("library.pick")}</p>
                ) : (
                  <Guide
                    guide={guide}
                    about={about}
                    section={section}
                    history={<History history={reading.history} trouble={reading.historyTrouble} />}
                  />
                )
              ) : shelf === "editions" ? (
                changes === null ? (
                  <p className="mut">{say("library.pickEdition")}</p>
                ) : (
                  <Edition changes={changes} />
                )
              ) : answer === null ? (
                <p className="mut">{say("library.pickAnswer")}</p>
              ) : (
                <Answer answer={answer} onItem={toItem} />
              )}
            </div>
          </div>
        </div>
      )}
      <div className="pb">
        {broughtBack === null ? null : (
          <p role="status" data-testid="rollback-done">
            <Pill tone="ok">
              {say("rollback.done", { edition: broughtBack.id, of: broughtBack.rollbackOf ?? "" })}
            </Pill>
          </p>
        )}
        <Trouble trouble={reading.trouble ?? shown.trouble} testId="library-trouble" />
      </div>
      <div className="pb foot">
        <Button keys="Esc" onPress={onClose}>
          {say("dialog.back")}
        </Button>
        {alone ? null : (
          <Button
            keys="F3"
            testId="library-to-find"
            onPress={() => {
              field.current?.focus();
              field.current?.select();
            }}
          >
            {say("library.toFind")}
          </Button>
        )}
        {staff ? (
          <Button
            keys="F9"
            testId="library-walk"
            why={!alone && shelf === "items" && guide !== null ? null : say("walk.off.noItem")}
            onPress={() => setWalking(true)}
          >
            {say("walk.key")}
          </Button>
        ) : null}
        {staff && shelf === "editions" && !alone ? (
          <Button
            keys="F8"
            testId="library-rollback"
            why={older === null ? say("rollback.off.inForce") : null}
            onPress={() => setBack(older)}
          >
            {say("rollback.key")}
          </Button>
        ) : null}
        {alone ? null : (
          <Button tone="pri" keys="Enter" testId="library-read" onPress={() => page.current?.focus()}>
            {say("library.read")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function ItemEntry({ row }: { row: { name: string; department: string; itemType: string; caseType: string } | null }) {
  if (row === null) return <b>…</b>;
  return (
    <>
      <b>{row.name}</b>
      <span className="mut sm">
        {row.department} · {row.itemType} · {row.caseType}
      </span>
    </>
  );
}

function AnswerEntry({ row }: { row: AnswerRow | null }) {
  const say = useWords();
  if (row === null) return <b>…</b>;
  return (
    <>
      <b>
        {row.over ? <Pill tone="warn">{say("answers.overShort")}</Pill> : null} {row.question}
      </b>
      <span className="mut sm">{marked(row)}</span>
    </>
  );
}

function EditionEntry({ row }: { row: EditionRow | null }) {
  const say = useWords();
  if (row === null) return <b>…</b>;
  return (
    <>
      <b className="num">
        {row.id} {row.inForce ? <Pill tone="ok">{say("editions.inForce")}</Pill> : null}
      </b>
      <span className="mut sm">
        {hallMinute(row.publishedAt)} · {row.by} ·{" "}
        {row.rollbackOf === null ? row.note : say("editions.rollback", { edition: row.rollbackOf })}
      </span>
    </>
  );
}

/** The piece with the word in it set off. */
function marked({ excerpt, mark }: AnswerRow): ReactNode {
  if (mark === null) return excerpt;
  const [from, to] = mark;
  const letters = [...excerpt];
  return (
    <>
      {letters.slice(0, from).join("")}
      <mark>{letters.slice(from, to).join("")}</mark>
      {letters.slice(to).join("")}
    </>
  );
}
