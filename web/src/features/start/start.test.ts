import { expect, it } from "vitest";
import { grouped, typedCode } from "./start";

it("a recovery code is shown in groups and read back however it was typed", () => {
  expect(grouped("7K4M-92QX-HB3T")).toEqual(["7K4M", "92QX", "HB3T"]);
  expect(grouped("7K4M92QXHB3T")).toEqual(["7K4M", "92QX", "HB3T"]);
  expect(typedCode(" ７k4m 92qx - hb3t ")).toBe("7K4M-92QX-HB3T");
});
