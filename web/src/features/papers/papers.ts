/** The preview's state: which paper and which page is in front. */
export interface Place {
  paper: number;
  page: number;
}

/** Moves by papers or pages without leaving either end. */
export function moved(place: Place, step: { paper?: 1 | -1; page?: 1 | -1 }, pages: number[]): Place {
  if (step.paper !== undefined) {
    const paper = Math.min(Math.max(place.paper + step.paper, 0), Math.max(pages.length - 1, 0));
    return { paper, page: paper === place.paper ? place.page : 0 };
  }
  const last = Math.max((pages[place.paper] ?? 1) - 1, 0);
  return { paper: place.paper, page: Math.min(Math.max(place.page + (step.page ?? 0), 0), last) };
}
