/** The words of 新版提示 and 换新版, in both languages. */
export const editionsZh = {
  "key.moveEdition": "换新版",
  "edition.newer": "事项库已更新（{newer}），本件按收件时的版本（{own}）办理。有 {n} 处改动：",
  "edition.withdrawn": "新版事项库（{newer}）已没有这个事项，本件仍按收件时的版本（{own}）办理。",
  "edition.more": "等",
  "edition.moved": "已换到 {newer}。",
  "edition.kept": "填写的内容都保留。",
  "edition.dropped": "新版没有位置、未带过去的：{what}",
  "edition.settle": "需重新核对的：{what}",
  "edition.seen": "知道了",
  "off.noEdition": "没有新版",
} as const;

export const editionsEn: Record<keyof typeof editionsZh, string> = {
  "key.moveEdition": "Newer edition",
  "edition.newer":
    "The catalogue has a newer edition ({newer}); this intake goes on under its own ({own}). Changes: {n}.",
  "edition.withdrawn":
    "The newer edition ({newer}) has no such item; this intake goes on under its own ({own}).",
  "edition.more": "and more",
  "edition.moved": "Moved to {newer}.",
  "edition.kept": "Everything filled in was kept.",
  "edition.dropped": "No place in the newer edition, not carried over: {what}",
  "edition.settle": "To be put right: {what}",
  "edition.seen": "Seen",
  "off.noEdition": "No newer edition",
};
