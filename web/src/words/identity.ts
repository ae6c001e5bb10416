/** The words of codes that people show, and of how surely somebody was identified, in both languages. */
export const identityZh = {
  "applicant.code": "扫政务服务码",
  "ecode.title": "扫政务服务码",
  "ecode.code": "扫到的码",
  "ecode.how": "请申请人打开政务服务码，用扫码枪对准。码一分钟一换，只能用一次；扫不上就按 Esc，读身份证或录入。",
  "ecode.practice": "练习码",
  "ecode.opened": "亮证：{what}",
  "realName.mismatch": "实名核验不符",
  "realName.unavailable": "实名平台未答复",
  "how.code": "政务服务码",
  "how.realName": "录入，实名一致",
  "how.grade": "{how} · {n} 级",
} as const satisfies Record<string, string>;

export const identityEn: Record<keyof typeof identityZh, string> = {
  "applicant.code": "Scan e-code",
  "ecode.title": "Scan e-code (政务服务码)",
  "ecode.code": "Code",
  "ecode.how": "Ask the applicant to open his e-code and scan it. It changes every minute and is taken once; if it cannot be scanned, press Esc and read the card or type.",
  "ecode.practice": "Practice code",
  "ecode.opened": "Opened: {what}",
  "realName.mismatch": "real name differs",
  "realName.unavailable": "no real-name check",
  "how.code": "e-code",
  "how.realName": "typed, name checked",
  "how.grade": "{how} · grade {n}",
};
