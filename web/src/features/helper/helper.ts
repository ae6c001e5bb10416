/** The helper's page: what the host last said of it, asked anew when something moved; and how a wait reads. */
import { troubleOf, type Host } from "../../host/host";
import type { HelpView, HelperView, LeftView, TroubleView } from "../../host/types";
import type { Word } from "../../words";
import { cell, type Cell } from "../../parts/cell";
import { inTurn } from "../../parts/inTurn";

/** Somebody is to come within a minute. */
export const promiseS = 60;

export interface Helper {
  view: Cell<HelperView | null>;
  /** Asks anew; while an answer is on its way, once more after it. */
  refresh(): Promise<void>;
}

export function createHelper(host: Pick<Host, "helperView">, tell: (trouble: TroubleView) => void): Helper {
  const view = cell<HelperView | null>(null);
  return {
    view,
    refresh: inTurn(async () => {
      try {
        view.set(await host.helperView());
      } catch (thrown) {
        tell(troubleOf(thrown));
      }
    }),
  };
}

export type WaitTone = "hot" | "warm" | "";

/** Red beyond the minute, amber in its last third. */
export function waitTone(waitsFrom: string, nowMs: number): WaitTone {
  const waited = (nowMs - Date.parse(waitsFrom)) / 1000;
  if (waited > promiseS) return "hot";
  return waited > (promiseS * 2) / 3 ? "warm" : "";
}

/** Whole minutes until an appointment; `null` once it is due. */
export function minutesUntil(waitsFrom: string, nowMs: number): number | null {
  const ms = Date.parse(waitsFrom) - nowMs;
  return ms > 0 ? Math.ceil(ms / 60_000) : null;
}

/** The request that F2 takes: the first that waits and is due. */
export function nextRequest(requests: HelpView[], nowMs: number): HelpView | null {
  const due = (request: HelpView) => minutesUntil(request.waitsFrom, nowMs) === null;
  return requests.find((request) => request.takenAt === null && due(request)) ?? null;
}

export const leftWord: Record<string, Word> = {
  fields: "helper.left.fields",
  materials: "helper.left.materials",
  identity: "helper.left.identity",
  declarations: "helper.left.declarations",
  signatures: "helper.left.signatures",
  accounts: "helper.left.accounts",
  originals: "helper.left.originals",
};

/** What a helper can still do himself; the rest is the window's and the applicant's. */
export const isHelpers = (left: LeftView): boolean => left.what === "fields" || left.what === "materials";
