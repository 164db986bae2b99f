'use strict';

// The page of the customers' phones. It asks for what changed whenever the
// sandbox tells that something did. Texts are always set as text, never as HTML.
const control = '/_sandbox/phone';
const providers = { meta: 'Meta', qontak: 'Qontak', coster: 'Coster' };
const by = id => document.getElementById(id);
let chats = [], current = decodeURIComponent(location.hash.slice(1)), shown = null, replyTo = null, busy = false, again = false;

function el(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value);
    else if (value === true) e.setAttribute(name, '');
    else if (value !== false && value != null) e.setAttribute(name, value);
  }
  for (const c of children) if (c != null) e.append(c);
  return e;
}

function icon(path, cls) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  if (cls) svg.setAttribute('class', cls);
  const p = document.createElementNS(ns, 'path');
  p.setAttribute('d', path);
  svg.append(p);
  return svg;
}

const icons = {
  reply: 'M10 6l-6 6 6 6M4 12h10c4 0 6 2 6 6', url: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6', copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  phone: 'M5 4h4l2 5-3 2c1 2 3 4 5 5l2-3 5 2v4c0 1-1 2-2 2C10 20 4 14 4 6c0-1 0-2 1-2z', image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4',
  video: 'M4 6h12v12H4zM16 10l5-3v10l-5-3', document: 'M6 3h8l4 4v14H6zM14 3v4h4', location: 'M12 21c5-6 7-8 7-11a7 7 0 0 0-14 0c0 3 2 5 7 11z',
  one: 'M4 13l5 5L20 7', two: 'M1 13l5 5L16 7M11 17l1 1L23 7', clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18',
};

const initials = name => name.split(' ').filter(Boolean).slice(0, 2).map(w => w[0].toUpperCase()).join('');
const number = digits => digits.startsWith('62') && digits.length > 9
  ? '+62 ' + digits.slice(2, 5) + '-' + digits.slice(5, 9) + '-' + digits.slice(9) : '+' + digits;
const clock = at => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = at => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const today = at => day(at) === day(Date.now());

// marked shows *bold*, _italic_ and ~struck~ as WhatsApp does.
function marked(text) {
  const out = document.createDocumentFragment();
  const tags = { '*': 'b', '_': 'i', '~': 's' };
  let rest = text;
  for (;;) {
    const m = /(^|[\s(])([*_~])(\S(?:[^\n]*?\S)?)\2(?=$|[\s).,!?:;])/.exec(rest);
    if (!m) break;
    out.append(rest.slice(0, m.index) + m[1], el(tags[m[2]], null, m[3]));
    rest = rest.slice(m.index + m[0].length);
  }
  out.append(rest);
  return out;
}

async function ask(path, body) {
  const res = await fetch(control + path, body ? { method: 'POST', body: JSON.stringify(body) } : undefined);
  if (!res.ok) throw new Error((await res.text()).trim());
  return res.json();
}

async function act(what, more) {
  try {
    const out = await ask('/' + what, Object.assign({ chat: current }, more));
    await refresh();
    return out;
  } catch (e) {
    by('live').textContent = e.message;
    return null;
  }
}

async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  try {
    do {
      again = false;
      chats = await ask('');
      drawChats();
      if (!current) { drawChat(null); continue; }
      const id = current;
      const res = await fetch(control + '/chats/' + encodeURIComponent(id));
      if (id === current) drawChat(res.ok ? await res.json() : null);
    } while (again);
  } finally { busy = false; }
}

const kindNames = { image: 'Picture', location: 'Location', unsupported: 'Unsupported message', video: 'Video', document: 'Document', audio: 'Sound' };

function summary(b) {
  if (!b) return '';
  return (b.own ? 'You: ' : '') + (b.text || b.header || kindNames[b.type] || b.type).replace(/\s+/g, ' ');
}

function drawChats() {
  const search = by('search').value.trim().toLowerCase(), digits = search.replace(/\D/g, '');
  const list = chats.filter(c => !search || (c.name + ' ' + c.business).toLowerCase().includes(search) || digits && c.customer.includes(digits));
  const rows = list.map(c => el('li', null, el('button', { 'aria-current': c.id === current ? 'true' : 'false', onclick: () => open(c.id) },
    el('span', { class: 'face', 'aria-hidden': 'true' }, initials(c.name)), el('strong', null, c.name),
    c.unread ? el('span', { class: 'count', title: c.unread + ' not read' }, String(c.unread))
      : el('time', null, c.last_at ? (today(c.last_at) ? clock(c.last_at) : day(c.last_at)) : ''),
    el('small', { class: 'last' }, summary(c.bubbles[0])),
    el('small', null, c.business + ' (' + providers[c.provider] + '), ' + number(c.customer)))));
  if (!rows.length) rows.push(el('li', { class: 'none' }, search ? 'Nobody matches.' : 'Nobody has written yet. Add a customer with +.'));
  by('chats').replaceChildren(...rows);
}

function drawChat(c) {
  for (const id of ['head', 'write']) by(id).hidden = !c;
  by('empty').hidden = !!c;
  document.body.classList.toggle('open', !!c);
  if (!c) { by('bubbles').replaceChildren(); shown = null; return; }
  by('face').textContent = initials(c.business);
  by('name').textContent = c.business;
  const typing = c.typing && Date.now() - new Date(c.typing) < 25000;
  by('about').textContent = typing ? 'typing…' : number(c.business_number.slice(1)) + ', seen by ' + c.name + ', ' + number(c.customer);
  by('silent').checked = c.silent;
  by('optout').checked = c.opted_out;
  const left = c.last_wrote ? 24 * 3600e3 - (Date.now() - new Date(c.last_wrote)) : 0, w = by('window');
  w.textContent = left > 0 ? 'Window open, ' + (left > 3600e3 ? Math.floor(left / 3600e3) + ' h' : Math.ceil(left / 60e3) + ' min') + ' left' : 'Window closed';
  w.className = 'chip ' + (left > 3600e3 ? 'ok' : 'warn');
  const box = by('bubbles'), end = !shown || shown.id !== c.id || box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const rows = [];
  let last = '';
  for (const b of c.bubbles) {
    if (!b.own && (b.state === 'accepted' || b.state === 'sent')) continue;
    if (day(b.at) !== last) rows.push(el('span', { class: 'day' }, today(b.at) ? 'Today' : (last = day(b.at))));
    last = day(b.at);
    rows.push(bubble(b, c));
  }
  box.replaceChildren(...rows);
  if (end) box.scrollTop = box.scrollHeight;
  shown = c;
  if (document.visibilityState === 'visible' && document.hasFocus() && c.unread && c.bubbles.some(b => !b.own && b.state === 'delivered')) act('read');
}

function bubble(b, c) {
  const inner = el('div', { class: 'bubble' + (b.buttons && b.buttons.length || b.header_kind ? ' wide' : '') });
  const to = b.reply_to && c.bubbles.find(o => o.id === b.reply_to);
  if (to) inner.append(el('div', { class: 'quote' }, summary(to)));
  if (b.state === 'failed' && !b.own) {
    inner.append(el('div', { class: 'lost' }, 'Did not reach the customer. Code ' + b.code + '.'));
  }
  const kind = b.header_kind || (b.type === 'image' || b.type === 'location' ? b.type : '');
  if (kind === 'text') inner.append(el('div', { class: 'header' }, b.header));
  else if (kind) inner.append(el('div', { class: 'media ' + kind }, icon(icons[kind] || icons.document), el('span', null, b.header || (b.link || '').split('/').pop() || kindNames[kind] || kind)));
  if (b.type === 'unsupported') inner.append(el('div', { class: 'text' }, 'A message that businesses cannot see'));
  if (b.text) inner.append(el('div', { class: 'text' }, marked(b.text)));
  if (b.footer) inner.append(el('div', { class: 'footer' }, b.footer));
  const meta = el('div', { class: 'meta' }, b.template ? el('span', { class: 'label', title: 'Template' }, b.template) : null, el('time', null, clock(b.at)));
  if (b.own) meta.append(icon(b.state === 'read' ? icons.two : icons.one, 'ticks ' + b.state));
  inner.append(meta);
  if (b.buttons && b.buttons.length) {
    inner.append(el('div', { class: 'actions' }, ...b.buttons.map((x, i) => x.kind === 'reply'
      ? el('button', { type: 'button', disabled: !!x.tapped || b.state === 'failed', onclick: () => act('tap', { message: b.id, button: String(i) }) }, icon(icons.reply), x.text)
      : el('span', { title: x.value }, icon(icons[x.kind] || icons.url), x.text))));
  }
  if (b.reaction) inner.append(el('span', { class: 'react' }, b.reaction));
  const tools = b.own || b.state === 'failed' ? null : el('div', { class: 'tools' },
    el('button', { type: 'button', onclick: () => answer(b) }, 'Answer'),
    ...['👍', '❤️', '🙏'].map(e => el('button', { type: 'button', 'aria-label': 'React with ' + e, onclick: () => act('write', { type: 'reaction', text: b.reaction === e ? '' : e, reply_to: b.id }) }, e)));
  return el('div', { class: 'row' + (b.own ? ' own' : '') }, inner, tools);
}

function open(id) {
  current = id;
  history.replaceState(null, '', id ? '#' + encodeURIComponent(id) : location.pathname);
  answer(null);
  refresh();
}

function answer(b) {
  replyTo = b ? b.id : null;
  by('reply').hidden = !b;
  by('reply').querySelector('.what').textContent = b ? summary(b) : '';
  if (b) by('text').focus();
}

by('write').addEventListener('submit', async e => {
  e.preventDefault();
  const text = by('text').value.trim();
  if (!text) return;
  by('text').value = '';
  const to = replyTo;
  answer(null);
  if (!await act('write', { text, reply_to: to || '' })) by('text').value = text;
});
by('text').addEventListener('keydown', e => {
  if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); by('write').requestSubmit(); }
});
by('image').addEventListener('click', () => act('write', { type: 'image', text: by('text').value.trim() }).then(ok => { if (ok) by('text').value = ''; }));
by('odd').addEventListener('click', () => act('write', { type: 'unsupported' }));
by('silent').addEventListener('change', e => act('silent', { on: e.target.checked }));
by('optout').addEventListener('change', e => act('opt-out', { on: e.target.checked }));
by('unreply').addEventListener('click', () => answer(null));
by('back').addEventListener('click', () => open(''));
by('search').addEventListener('input', drawChats);
window.addEventListener('focus', () => refresh());

by('new').addEventListener('click', async () => {
  const res = await fetch(control + '/accounts');
  by('account').replaceChildren(...(await res.json()).map(a => el('option', { value: a.provider + '.' + a.account }, a.name + ', ' + a.number + ' (' + providers[a.provider] + ')')));
  by('derror').textContent = '';
  by('dialog').showModal();
});
by('cancel').addEventListener('click', () => by('dialog').close());
by('form').addEventListener('submit', async e => {
  e.preventDefault();
  const [provider, account] = by('account').value.split('.');
  try {
    const out = await ask('/write', { provider, account, customer: by('dnumber').value, name: by('dname').value.trim(), text: by('dtext').value });
    by('dialog').close();
    open(out.chat);
  } catch (err) { by('derror').textContent = err.message; }
});

function listen() {
  const events = new EventSource(control + '/events');
  const say = (on, text) => { by('live').className = 'live' + (on ? ' on' : ''); by('live').textContent = text; };
  events.onopen = () => say(true, 'Live');
  events.onmessage = () => { say(true, 'Live'); refresh(); };
  events.onerror = () => say(false, 'The sandbox is not running');
}
listen();
