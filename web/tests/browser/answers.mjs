/** What the applicant says when no source knows: plain, valid, invented; by the kind of the field. */

const texts = {
  text: "窗口核对无误",
  textarea: "窗口核对无误",
  table: "窗口核对无误",
  date: "2026-09-01",
  month: "2026-09",
  datetime: "2026-09-01 09:00",
  number: "3",
  money: "100000",
  phone: "13905910826",
  email: "window@example.cn",
  address: "示范区政务路1号",
  region: "350199",
  idNumber: "350199198803156214",
  uscc: "91350199MA2Y6QJ38T",
  bankAccount: "6222020200112233446",
};

/** The text for a box without a list. */
export function textFor({ key, kind, label }) {
  if (kind === "date" && /To$|End$/.test(key)) return "2028-12-31";
  if (kind === "text" && label.includes("姓名")) return "林思远";
  if (kind === "text" && label.includes("邮政编码")) return "350000";
  if (kind === "text" && label.includes("电话")) return texts.phone;
  const text = texts[kind];
  if (text === undefined) throw new Error(`nothing to say to ${key} of kind ${kind}`);
  return text;
}
