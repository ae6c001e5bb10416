/** 告知与同意 as state: which rows there are, what was chosen for each, and what may be sent. Pure. */
import type { ConsentChoice, ConsentChoices, TakenBack } from "../../host/types";
import type { Word } from "../../words";

export type Said = Readonly<Record<string, boolean>>;

export type Row =
  | { kind: "set"; id: string; choice: ConsentChoice }
  | { kind: "place"; id: string; place: TakenBack };

/** What was withdrawn waits first; then every set, those that this person may answer for and the others. */
export function rowsOf(choices: ConsentChoices): Row[] {
  return [
    ...choices.withdrawn.map((place): Row => ({ kind: "place", id: `place/${place.key}`, place })),
    ...choices.sets.map((choice): Row => ({ kind: "set", id: choice.set.code, choice })),
  ];
}

/** Whether this person may say yes or no to a row now. */
export function answers(row: Row, giver: string): boolean {
  return row.kind === "set" && row.choice.state !== "given" && row.choice.givers.includes(giver);
}

/** The choice of one row; chosen twice it is open again. Nothing is chosen beforehand. */
export function choose(said: Said, row: Row, giver: string, yes: boolean): Said {
  if (!answers(row, giver)) return said;
  const { [row.id]: before, ...rest } = said;
  return before === yes ? rest : { ...rest, [row.id]: yes };
}

/** What is sent: only what the giver may answer for. */
export function sent(said: Said, rows: readonly Row[], giver: string): { yes: string[]; no: string[] } {
  const mine = rows.filter((row) => answers(row, giver) && said[row.id] !== undefined);
  return {
    yes: mine.filter((row) => said[row.id] === true).map((row) => row.id),
    no: mine.filter((row) => said[row.id] === false).map((row) => row.id),
  };
}

const hows: Record<string, Word> = { screen: "consent.screen", card: "consent.card", paper: "consent.paper" };
const givers: Record<string, Word> = {
  own: "consent.own",
  guardian: "consent.ofGuardian",
  mandate: "consent.mandate",
};

export const howWord = (how: string): Word => hows[how] ?? "consent.paper";
export const byWord = (by: string): Word => givers[by] ?? "consent.own";
