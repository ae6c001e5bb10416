// Sends one file after another and says what became of each.
"use strict";

const files = location.pathname + "/files";
const list = document.getElementById("sent");
const over = document.getElementById("ended");
const most = Number(document.querySelector("main").dataset.most);
const busy = { code: "", zh: "没有连上，没有送到。请看一下网络，再传一次。" };
const queue = [];
const sent = new Map();
let sending = false;
let asking = false;

function line(file) {
  const at = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = file.name || "照片";
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  const said = document.createElement("span");
  at.append(name, bar, said);
  list.prepend(at);
  const show = (words, tone) => {
    said.textContent = words;
    said.className = tone;
  };
  show("等待上传", "");
  return { file, at, bar, show };
}

function add(chosen) {
  for (const file of chosen) queue.push(line(file));
  next();
}

function next() {
  if (sending || queue.length === 0) return;
  sending = true;
  const one = queue.shift();
  send(one).then(
    (number) => {
      sent.set(number, one);
      one.bar.remove();
      one.show("已送到，等窗口收下", "");
      ask();
    },
    (why) => failed(one, why),
  ).finally(() => {
    sending = false;
    next();
  });
}

function failed(one, why) {
  one.bar.value = 0;
  one.bar.hidden = true;
  one.show("未送到：" + why.zh, "bad");
  if (why.code === "YC-2371") return end(why);
  const again = document.createElement("button");
  again.type = "button";
  again.className = "again";
  again.textContent = "再传一次";
  again.onclick = () => {
    again.remove();
    one.show("等待上传", "");
    queue.push(one);
    next();
  };
  one.at.append(again);
}

function send(one) {
  return new Promise((done, fail) => {
    if (one.file.size > most) {
      fail({ code: "YC-2373", zh: "文件超过 20 MB。请分成几个文件，或改小后再传。" });
      return;
    }
    const request = new XMLHttpRequest();
    one.bar.hidden = false;
    request.open("POST", files);
    request.setRequestHeader("x-file-name", encoded(one.file.name));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      one.bar.value = event.lengthComputable ? event.loaded / event.total : 0;
      one.show("上传中", "");
    };
    request.onload = () => {
      const answer = read(request.responseText);
      if (request.status === 200 && answer) done(answer.number);
      else fail(answer && answer.zh ? answer : busy);
    };
    request.onerror = request.ontimeout = () => fail(busy);
    request.send(one.file);
  });
}

// URL-safe Base64 of UTF-8: a header takes no Chinese.
function encoded(name) {
  let bytes = "";
  for (const byte of new TextEncoder().encode(name.slice(-200))) bytes += String.fromCharCode(byte);
  return btoa(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Until the window has dealt with everything that was sent.
async function ask() {
  if (asking) return;
  asking = true;
  while (sent.size > 0) {
    await new Promise((later) => setTimeout(later, 1500));
    try {
      const reply = await fetch(files);
      const answer = read(await reply.text());
      if (reply.status === 404) {
        end(answer);
        break;
      }
      if (reply.ok) answer.forEach(tell);
    } catch {
      // The network comes back, or the next upload says that it did not.
    }
  }
  asking = false;
}

function tell(file) {
  const one = sent.get(file.number);
  if (!one || file.state === "waiting") return;
  sent.delete(file.number);
  if (file.state === "taken") one.show("✓ 窗口已收下", "good");
  else one.show("窗口没有收：" + file.why.zh, "bad");
}

function end(why) {
  for (const one of sent.values()) one.show("窗口已收起二维码，这个文件收了没有，请问窗口人员", "bad");
  sent.clear();
  over.textContent = why && why.zh ? why.zh : "二维码已失效。";
  over.hidden = false;
}

for (const id of ["camera", "files"]) {
  document.getElementById(id).addEventListener("change", (event) => {
    add([...event.target.files]);
    event.target.value = "";
  });
}
