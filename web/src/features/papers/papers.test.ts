import { expect, it } from "vitest";
import { moved } from "./papers";

it("the preview stays within its papers and pages", () => {
  const pages = [2, 1];
  expect(moved({ paper: 0, page: 0 }, { page: 1 }, pages)).toEqual({ paper: 0, page: 1 });
  expect(moved({ paper: 0, page: 1 }, { page: 1 }, pages)).toEqual({ paper: 0, page: 1 });
  expect(moved({ paper: 0, page: 1 }, { paper: 1 }, pages)).toEqual({ paper: 1, page: 0 });
  expect(moved({ paper: 1, page: 0 }, { paper: 1 }, pages)).toEqual({ paper: 1, page: 0 });
  expect(moved({ paper: 0, page: 0 }, { paper: -1 }, [])).toEqual({ paper: 0, page: 0 });
});
