// A department (财政局) in another language: the department contract, written from its OpenAPI file alone.
// Node 20, no packages. Prints one line of JSON with its address and ends when its input closes.
//
//   YICHUANG_PRACTICE_SECRET=… YICHUANG_PRACTICE_SPEED=fast|normal|paused node server.mjs

import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';

const USCC = process.env.YICHUANG_DEPARTMENT_USCC ?? '11350199MB9A00065K';
const SECRET = process.env.YICHUANG_PRACTICE_SECRET ?? '';
const MAX_BODY = 16 * 1024 * 1024;
const PACE = { fast: [50, 50, 50], normal: [3000, 6000, 6000], paused: null };
const ORDER = ['acknowledged', 'handling', 'decided', 'done'];
const FOLLOWS = {
  handling: ['acknowledged', 'returned'],
  returned: ['acknowledged', 'handling'],
  decided: ['acknowledged', 'handling'],
  done: ['decided'],
};

let speed = process.env.YICHUANG_PRACTICE_SPEED ?? 'normal';
let position = { mode: 'ok', delayMs: 0 };
let asked = 0;
const parcels = new Map();
// Asked back before they came.
const never = new Set();

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** RFC 3339 in the hall's legal zone, +08:00. */
const localTime = (ms) => new Date(ms + 8 * 3600e3).toISOString().replace(/\.\d+Z$/, '+08:00');

/** Canonical JSON (RFC 8785): names sorted, no space. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object') {
    const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Digest of a parcel without the members that differ from attempt to attempt. */
function digestOf(parcel) {
  const { sentAt, attempt, eventsUrl, ...rest } = parcel;
  return createHash('sha256').update(canonical(rest)).digest('hex');
}

class Refusal extends Error {
  constructor(status, code, messageZh, messageEn) {
    super(code);
    Object.assign(this, { status, body: { code, messageZh, messageEn } });
  }
}

const badRequest = (what) => new Refusal(400, 'BAD_REQUEST', `请求不符合接口规范（${what}）`, `not of the published shape (${what})`);

// ---- what is in the department's hands

/** Checks the members the contract requires; returns what is wrong with the case, if anything. */
function check(parcel, id) {
  const isText = (value) => typeof value === 'string';
  const isCount = (value) => Number.isInteger(value) && value >= 0;
  const need = (ok, what) => { if (!ok) throw badRequest(what); };
  need(parcel && typeof parcel === 'object' && !Array.isArray(parcel), 'not an object');
  for (const name of ['parcelId', 'caseNumber', 'slipCode', 'acceptedAt', 'dueDay', 'noticeNumber', 'eventsUrl', 'sentAt']) {
    need(isText(parcel[name]), name);
  }
  need(!Number.isNaN(Date.parse(parcel.sentAt)), 'sentAt');
  need(!Number.isNaN(Date.parse(parcel.acceptedAt)), 'acceptedAt');
  need(/^\d{4}-\d{2}-\d{2}$/.test(parcel.dueDay), 'dueDay');
  need(Number.isInteger(parcel.attempt) && parcel.attempt >= 1, 'attempt');
  for (const name of ['id', 'code', 'name', 'department', 'departmentUscc']) need(isText(parcel.item?.[name]), `item.${name}`);
  const parties = parcel.agent ? [parcel.applicant, parcel.agent] : [parcel.applicant];
  for (const party of parties) {
    need(['person', 'body'].includes(party?.kind), 'party.kind');
    for (const name of ['name', 'idType', 'idNumber']) need(isText(party[name]), `party.${name}`);
  }
  need(Array.isArray(parcel.form), 'form');
  for (const entry of parcel.form) {
    for (const name of ['key', 'label', 'dataElement', 'source']) need(isText(entry?.[name]), `form.${name}`);
  }
  need(Array.isArray(parcel.materials), 'materials');
  for (const one of parcel.materials) {
    need(['licence', 'file', 'paperSeen', 'paperKept', 'generated'].includes(one?.how), 'materials.how');
    for (const name of ['originals', 'copies', 'pages']) need(isCount(one[name]), `materials.${name}`);
  }
  const refused = (code, messageZh, messageEn) => ({ state: 'refused', code, messageZh, messageEn });
  if (never.has(id)) return refused('RECALLED', '办件包已撤回', 'the parcel was recalled');
  if (parcel.parcelId.toLowerCase() !== id) return refused('ID_MISMATCH', '办件包编号与地址不符', 'the parcel id is not the one in the address');
  if (parcel.item.departmentUscc !== USCC) return refused('WRONG_DEPARTMENT', '不属于本部门', 'the item belongs to another department');
  if (parcel.caseNumber.length !== 43) return refused('BAD_CASE_NUMBER', '办件编号不是43位', 'the case number does not have 43 characters');
  if (parties.some((party) => !party.name || !party.idNumber)) return refused('NO_APPLICANT', '申请人或代理人不完整', 'applicant or agent is not complete');
  return null;
}

function put(id, text) {
  let parcel;
  try {
    parcel = JSON.parse(text);
  } catch {
    throw badRequest('not JSON');
  }
  const refusal = check(parcel, id);
  if (refusal) return [422, refusal];
  const digest = digestOf(parcel);
  const ahead = Date.parse(parcel.sentAt) - Date.now();
  const known = parcels.get(id);
  if (known) {
    if (known.digest !== digest) {
      throw new Refusal(409, 'PARCEL_CHANGED', '同一办件包编号的内容不同', 'the parcel is known with another body');
    }
    Object.assign(known, { eventsUrl: parcel.eventsUrl, ahead });
    return [200, known.receipt];
  }
  const receivedAt = Date.parse(parcel.sentAt);
  const receiptNo = `S${USCC.slice(8, 17)}${String(parcels.size + 1).padStart(6, '0')}`;
  const receipt = { state: 'acknowledged', receiptNo, at: localTime(receivedAt) };
  const held = {
    id, digest, receipt, receivedAt, ahead, state: null, sent: [], queue: Promise.resolve(), back: null,
    caseNumber: parcel.caseNumber, itemCode: parcel.item.code, itemName: parcel.item.name, eventsUrl: parcel.eventsUrl,
  };
  parcels.set(id, held);
  step(held, 'acknowledged', {});
  handle(held);
  return [201, receipt];
}

/** The case is void: what is decided stays decided, what never came is not taken any more. */
function recall(id, text) {
  const asked = JSON.parse(text);
  for (const name of ['parcelId', 'caseNumber', 'reason', 'sentAt']) {
    if (typeof asked[name] !== 'string') throw badRequest(name);
  }
  if (!['item', 'person', 'content'].includes(asked.wrong)) throw badRequest('wrong');
  if (asked.parcelId.toLowerCase() !== id) throw badRequest('parcelId');
  const held = parcels.get(id);
  if (held && ['decided', 'done'].includes(held.state)) {
    throw new Refusal(409, 'ALREADY_DECIDED', '已作出决定，不能撤回', 'decided already, not given back');
  }
  if (held) held.state = 'recalled';
  else never.add(id);
  return { state: 'recalled', at: localTime(Date.parse(asked.sentAt)) };
}

/** What the hall says of a parcel afterwards; what is withdrawn is worked on no longer. */
function tell(id, text) {
  const told = JSON.parse(text);
  for (const name of ['parcelId', 'kind', 'note', 'at', 'sentAt']) {
    if (typeof told[name] !== 'string') throw badRequest(name);
  }
  if (told.parcelId.toLowerCase() !== id) throw badRequest('parcelId');
  const held = parcels.get(id);
  if (!held) throw new Refusal(404, 'UNKNOWN', '没有这个办件包', 'there is no such parcel');
  if (told.kind === 'withdrawn' && !['decided', 'done'].includes(held.state)) held.state = 'recalled';
  return {};
}

/** Takes a step: notes the event and queues it behind the earlier ones. */
function step(held, state, words) {
  held.state = state;
  const sequence = held.sent.length + 1;
  const now = Date.now() + held.ahead;
  const denied = words.decision === 'denied';
  const data = { caseNumber: held.caseNumber };
  if (state !== 'acknowledged' && state !== 'done') data.by = '郑经办';
  if (state === 'returned') data.opinion = words.opinion ?? '请补充材料';
  if (state === 'decided') {
    data.opinion = words.opinion ?? (denied ? '经审查，不符合条件' : '经审查，符合条件，准予办理');
    data.decision = denied ? 'denied' : 'granted';
    held.denied = denied;
  }
  if (state === 'done') {
    const year = Number(localTime(now).slice(0, 4));
    const number = `示财〔${year}〕${held.digest.slice(0, 6).toUpperCase()}`;
    const name = held.denied ? '不予办理决定书' : '办理结果';
    data.result = { name: `${held.itemName}${name}`, number, validTo: held.denied ? null : `${year + 3}-12-31` };
  }
  const event = {
    specversion: '1.0', id: `${held.id}-${sequence}`, source: `/departments/${USCC}`,
    type: `cn.yichuang.parcel.${state}`, subject: held.id, time: localTime(now),
    datacontenttype: 'application/json', sequence: String(sequence), data,
  };
  held.sent.push(event);
  held.queue = held.queue.then(() => send(held, event, sequence, state === 'done'));
}

/** Works on a parcel until it is done. */
async function handle(held) {
  for (;;) {
    const at = ORDER.indexOf(held.state);
    if (at === ORDER.length - 1 || held.state === 'recalled') return;
    // Given back to the applicant: nothing to do until a person takes it up again.
    const pace = at < 0 ? null : PACE[speed];
    const before = speed;
    await wait(pace ? pace[at] : 100);
    if (!pace || speed !== before || held.state !== ORDER[at]) continue;
    step(held, ORDER[at + 1], {});
  }
}

/** Sends one event, as the switch says: twice, after its successor, or with a false signature. */
async function send(held, event, sequence, last) {
  const { mode } = position;
  if (mode === 'outOfOrder' && !held.back && sequence % 2 === 0 && !last) {
    held.back = event;
    return;
  }
  const due = held.back ? [event, held.back] : [event];
  held.back = null;
  for (const each of due) {
    await deliver(held, each, mode);
    if (mode === 'duplicate') await deliver(held, each, mode);
  }
}

async function deliver(held, event, mode) {
  const body = JSON.stringify(event);
  const secret = mode === 'forgedSignature' ? 'forged' : SECRET;
  for (let attempt = 1, pause = 50; attempt <= 9; attempt += 1, pause = Math.min(pause * 2, 5000)) {
    const seconds = Math.floor((Date.now() + held.ahead) / 1000);
    const v1 = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
    try {
      const reply = await fetch(held.eventsUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/cloudevents+json',
          'x-yichuang-signature': `t=${seconds},kid=${USCC},v1=${v1}`,
        },
        body,
        signal: AbortSignal.timeout(10_000),
      });
      await reply.arrayBuffer();
      if (reply.ok) return;
      if (reply.status >= 400 && reply.status < 500 && reply.status !== 429) {
        console.error(`event ${event.sequence} refused with ${reply.status}`);
        return;
      }
    } catch {
      // The hall does not answer: try again after the pause.
    }
    await wait(pause);
  }
  console.error(`event ${event.sequence} given up`);
}

// ---- the contract over HTTP

const summary = (held) => ({
  parcelId: held.id, caseNumber: held.caseNumber, state: held.state,
  receivedAt: localTime(held.receivedAt), digestSha256: held.digest,
});

function list(since) {
  const from = since ? Date.parse(since.replace(' ', '+')) : -Infinity;
  if (Number.isNaN(from)) throw badRequest('since');
  const held = [...parcels.values()].filter((one) => one.receivedAt >= from).sort((a, b) => a.receivedAt - b.receivedAt);
  const next = held.at(-1)?.receivedAt ?? Math.max(from, 0);
  return { parcels: held.map(summary), next: localTime(next) };
}

function advance(id, text) {
  const held = parcels.get(id);
  if (!held) throw new Refusal(404, 'UNKNOWN', '没有这个办件包', 'there is no such parcel');
  const words = JSON.parse(text || '{}');
  if (!FOLLOWS[words.step]?.includes(held.state)) {
    throw new Refusal(400, 'BAD_REQUEST', '当前环节不能走这一步', 'this step may not follow the one before');
  }
  step(held, words.step, words);
  return { state: held.state };
}

function resend(id) {
  const held = parcels.get(id);
  if (!held) throw new Refusal(404, 'UNKNOWN', '没有这个办件包', 'there is no such parcel');
  for (const event of held.sent) held.queue = held.queue.then(() => deliver(held, event, position.mode));
  return { resent: held.sent.length };
}

async function bodyOf(request) {
  const pieces = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > MAX_BODY) throw new Refusal(413, 'TOO_LARGE', '请求过大', 'the request is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Counts, waits or refuses as the switch says, for the addresses of the contract. */
async function enter(request) {
  asked += 1;
  if (request.headers.authorization !== `Bearer ${SECRET}`) {
    throw new Refusal(401, 'UNAUTHORIZED', '密钥缺失或不正确', 'the secret is missing or wrong');
  }
  if (position.mode === 'dead') {
    throw new Refusal(503, 'UNAVAILABLE', '系统暂停服务，请稍后再试', 'out of service, try again later');
  }
  if (position.mode === 'busy') {
    throw new Refusal(429, 'TOO_MANY', '请求过于频繁，请稍后再试', 'too many requests, try again later');
  }
  if (position.mode === 'failing') throw new Refusal(500, 'BROKEN', '系统内部错误', 'broken inside');
  if (position.mode === 'slow') await wait(position.delayMs);
}

async function route(request) {
  const url = new URL(request.url, 'http://department');
  const [, head, rawId, deed] = url.pathname.split('/');
  const id = rawId && decodeURIComponent(rawId).toLowerCase();
  const text = await bodyOf(request);
  const on = `${request.method} ${head}`;
  if (on === 'GET log') {
    return [200, [...parcels.values()].map((held) => {
      const { parcelId, caseNumber, state, receivedAt, digestSha256 } = summary(held);
      return { parcelId, caseNumber, itemCode: held.itemCode, receivedAt, state, digestSha256 };
    })];
  }
  if (on === 'GET counts') return [200, { count: asked }];
  if (on === 'POST switches') {
    const { mode, delayMs } = JSON.parse(text);
    position = { mode, delayMs: delayMs ?? 2000 };
    return [200, position];
  }
  if (on === 'POST speed') {
    speed = JSON.parse(text).speed;
    return [200, { speed }];
  }
  if (on === 'POST parcels' && deed === 'advance') return [200, advance(id, text)];
  if (on === 'POST parcels' && deed === 'resend') return [200, resend(id)];
  if (on === 'GET parcels' && !id) {
    await enter(request);
    return shaped(200, list(url.searchParams.get('since')));
  }
  if (on === 'PUT parcels' && id && deed === 'recall') {
    await enter(request);
    return shaped(200, recall(id, text));
  }
  if (on === 'PUT parcels' && id && deed === 'messages') {
    await enter(request);
    return shaped(200, tell(id, text));
  }
  if (on === 'PUT parcels' && id && !deed) {
    await enter(request);
    return shaped(...put(id, text));
  }
  throw new Refusal(404, 'UNKNOWN', '没有这个地址', 'there is no such address');
}

/** A malformed reply, when the switch asks for one. */
function shaped(status, body) {
  const text = JSON.stringify(body);
  switch (position.mode) {
    case 'malformed:truncated':
      return [status, Buffer.from(text).subarray(0, Math.floor(text.length / 2))];
    case 'malformed:gbk':
      return [status, Buffer.from([...Buffer.from('{"state":"'), 0xca, 0xbe, 0xb7, 0xb6, ...Buffer.from('"}')])];
    case 'malformed:html':
      return [status, '<!DOCTYPE html><html><body><h1>系统维护中</h1></body></html>', 'text/html; charset=utf-8'];
    case 'malformed:huge':
      return [status, `{"state":"${'x'.repeat(100 * 1024 * 1024)}"}`];
    case 'malformed:wrongType':
      return [status, Object.fromEntries(Object.keys(body).map((name) => [name, [{ not: 'this' }]]))];
    default:
      return [status, body];
  }
}

const server = createServer(async (request, response) => {
  let reply;
  try {
    reply = await route(request);
  } catch (error) {
    reply = error instanceof Refusal
      ? [error.status, error.body]
      : [400, badRequest('unreadable').body];
  }
  const [status, body, type = 'application/json'] = reply;
  if (status === 503) response.setHeader('retry-after', '1');
  response.writeHead(status, { 'content-type': type });
  response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
});

server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ department: `http://127.0.0.1:${server.address().port}` }));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
